"""When units change: the decision is entered, and the items that name them follow."""
