"""Telling portals that something happened; what happened they read from the log."""
