"""One thing in the world, described in many languages, and every state it ever had."""
