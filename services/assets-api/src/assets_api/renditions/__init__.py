"""What the public sees in place of a stored file; made in the child."""
