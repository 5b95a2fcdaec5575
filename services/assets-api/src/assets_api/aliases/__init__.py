"""`/a/{id}/{preset}`: one address for whatever version of an asset is public now."""
