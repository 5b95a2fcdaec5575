"""What readers may filter items by, and how the database is told."""
