"""The parts of the check: where a file says what, and what fits together."""
