"""In front of the routes: what a served process reads, writes and keeps by itself."""
