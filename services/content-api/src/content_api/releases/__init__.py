"""What leaves: finished documents, taken down as surely as they were published."""
