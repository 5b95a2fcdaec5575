"""Agencies of the province with the time they hold, and who followed them."""
