"""The IIIF Image API 3, level 2: any part of a public picture, in any size it has."""
