"""Pages of a public document, as pictures and as words."""
