"""The connections public reads go through."""
