"""What the pages of a document say: words, sizes, language, table of contents."""
