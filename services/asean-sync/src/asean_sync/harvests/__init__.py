"""Targets that come and fetch: what they harvested is the receipt."""
