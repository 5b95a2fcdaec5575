"""Decides what every object at a target should be. Sends nothing."""
