"""How a proper name or a term is written in each language, and how it is not."""
