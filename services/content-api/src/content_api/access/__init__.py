"""People, their sessions, and the keys of portals."""
