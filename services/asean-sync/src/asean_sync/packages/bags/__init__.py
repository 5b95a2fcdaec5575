"""A package as a file: the bag, its delivery note, and the folders it lies in."""
