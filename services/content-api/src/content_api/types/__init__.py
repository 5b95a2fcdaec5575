"""What the province may publish: one file a type, and the registry that serves them."""
