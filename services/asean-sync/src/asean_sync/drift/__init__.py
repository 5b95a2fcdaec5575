"""Where a target shows something else than was sent, and what was done about it."""
