"""Versions of an asset: never changed, replaced by the next, and listed."""
