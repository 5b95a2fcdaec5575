"""How released documents show a version: with the words they were released with."""
