"""From the bytes of a stranger to a grid of cells, inside a bounded process."""
