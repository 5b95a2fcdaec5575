"""Following the change log as it grows, and proving that nothing is missing."""
