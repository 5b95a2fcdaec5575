"""In front of the routes: whole answers kept in process, and limits."""
