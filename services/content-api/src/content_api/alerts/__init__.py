"""What somebody has to look at: markings that were refused, and what is overdue."""
