"""Many new items in one transaction, by few statements: the same checks and rows."""
