"""Bytes that a row names stay; the lock that sees to it."""
