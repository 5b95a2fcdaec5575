"""What a connection to a target is made of, and how it breaks."""
