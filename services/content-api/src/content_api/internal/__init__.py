"""What the other services ask of this one."""
