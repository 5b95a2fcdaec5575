"""What every write of the staff passes: the marking scan, and one answer a key."""
