"""A WordPress with its REST interface and an application password."""
