"""What a file says of its maker and its rights: read from it, and written into it."""
