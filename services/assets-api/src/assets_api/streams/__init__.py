"""Bytes as they come in from a line: events, a place to wait, a turn to write."""
