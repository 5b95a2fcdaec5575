"""One process that starts every part of the stack, watches it and takes it down."""
