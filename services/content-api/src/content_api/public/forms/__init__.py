"""The forms an answer leaves in: sparse, with what it speaks of, as another format."""
