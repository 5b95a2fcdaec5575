"""What is to be gone from a target, by when, and the proof that it is."""
