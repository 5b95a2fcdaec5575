"""Makes one object at a time equal to what is desired, and may be killed anywhere."""
