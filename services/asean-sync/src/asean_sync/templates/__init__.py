"""Profiles to start from. No real target publishes an interface: each says so."""
