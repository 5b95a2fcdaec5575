"""Many items in one request: each gated as if it had come alone."""
