"""Items as linked data: JSON-LD with the vocabulary of schema.org."""
