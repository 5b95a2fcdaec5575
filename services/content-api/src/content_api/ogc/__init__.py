"""OGC API Features, Part 1, read-only: content types that have a place on the map."""
