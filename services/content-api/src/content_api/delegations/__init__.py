"""Who signs for a leader who is away, from when until when."""
