"""Statements about differences, and about the objects they concern."""
