"""The switch that stops sending: everywhere, at one target, or of one type of item."""
