"""From what a reader typed to what is found, and what was perhaps meant."""
