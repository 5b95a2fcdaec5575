"""The columns of a type, and how one cell becomes one value and back."""
