"""What was tried and what came of it: rows that are added and never changed."""
