"""What cites a legal document, by its key or by its number."""
