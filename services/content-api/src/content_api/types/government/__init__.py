"""Types about what the authorities do, decide and announce."""
