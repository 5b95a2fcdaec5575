"""Agencies that merge: previewed, agreed by a person, carried out on their day."""
