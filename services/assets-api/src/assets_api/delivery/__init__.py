"""Public bytes: served while a released document shows them, and no longer."""
