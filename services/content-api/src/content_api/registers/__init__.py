"""The registers the plan asks for: who is in charge, and what is kept row by row."""
