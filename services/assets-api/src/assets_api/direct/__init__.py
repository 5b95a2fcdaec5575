"""Files of programs, straight to the store: one signed address for each part."""
