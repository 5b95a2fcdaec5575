"""Workbooks and text files we make."""
