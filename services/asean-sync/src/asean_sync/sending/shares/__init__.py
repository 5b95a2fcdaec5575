"""The connections a target bears, divided among those at work."""
