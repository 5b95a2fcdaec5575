"""Where items are carried to: one row a target, its profile, its circuit, its rate."""
