"""Calling an address outside, and none inside."""
