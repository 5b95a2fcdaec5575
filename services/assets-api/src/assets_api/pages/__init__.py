"""Pages of a document: their words, their pictures and the table of contents."""
