"""People shown in pictures: what they agreed to, and what follows when it ends."""
