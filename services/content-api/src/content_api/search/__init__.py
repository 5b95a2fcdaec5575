"""How words become search terms, and how a reader's question becomes a query."""
