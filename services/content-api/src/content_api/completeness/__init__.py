"""How far the texts are in each language, and which facts have grown old."""
