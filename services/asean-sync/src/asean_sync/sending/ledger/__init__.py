"""What workers write under a lease, of many objects in one transaction."""
