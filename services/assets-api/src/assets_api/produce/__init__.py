"""What children leave in their folder, which nobody trusts."""
