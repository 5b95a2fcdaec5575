"""The item as one value: how it is hashed, compared, named and read by a leader."""
