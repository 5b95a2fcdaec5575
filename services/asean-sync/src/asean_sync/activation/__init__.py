"""Two people make a profile the active one, and see first what it would change."""
