"""A released language, proposed for a target by one person and approved by another."""
