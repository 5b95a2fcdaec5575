"""An export: items of one type as a file a person or a program takes away."""
