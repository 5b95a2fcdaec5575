"""Renditions that are made when somebody asks for them, by processes of their own."""
