"""Reads what a target shows, and holds it against what was sent."""
