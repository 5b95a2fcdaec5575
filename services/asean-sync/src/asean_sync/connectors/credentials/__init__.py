"""How requests show who sends them. The values are found on this machine."""
