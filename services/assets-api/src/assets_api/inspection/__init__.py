"""What an uploaded file really is, decided in a child that may die without harm."""
