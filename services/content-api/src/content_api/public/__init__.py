"""What everybody may read: released items, changes and search, as finished bytes."""
