"""Searches of the sample dataset with what a reader would want to find, scored."""
