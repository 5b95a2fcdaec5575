"""Turns what is released into what one target is sent. Pure: same input, same bytes."""
