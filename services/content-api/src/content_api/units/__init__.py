"""Administrative units with the time they hold, and the old names that lead to them."""
