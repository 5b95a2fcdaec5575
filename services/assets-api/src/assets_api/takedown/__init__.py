"""What was public and is no longer: gone here, in the bucket and further out."""
