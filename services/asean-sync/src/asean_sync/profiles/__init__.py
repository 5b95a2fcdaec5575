"""A profile says in data how one target is spoken to; no target needs code."""
