"""Pictures of more kinds: what their bytes promise, before a decoder sees them."""
