"""What this API will stop answering: said a year before, refused after."""
