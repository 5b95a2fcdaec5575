"""A ZIP of files and a list of them: each becomes an upload of its own."""
