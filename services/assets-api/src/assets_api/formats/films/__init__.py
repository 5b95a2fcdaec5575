"""Films and sound: what is in them, and a copy that says nothing but what is played."""
