"""What the planner reads of `release`, and what it does to the objects."""
