"""Whether the bucket and the database tell of the same files, and what mends it."""
