"""Items as rows and columns: the layout of a type; cells read and written."""
