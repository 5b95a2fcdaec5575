"""Signed packages for targets without a line: what is in them, and what came back."""
