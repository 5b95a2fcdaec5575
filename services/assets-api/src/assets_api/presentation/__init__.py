"""IIIF Presentation 3: what viewers of libraries and museums read of public files."""
