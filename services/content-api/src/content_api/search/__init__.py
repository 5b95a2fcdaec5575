"""Searching what is released: ranked, counted, with the places of the words."""
