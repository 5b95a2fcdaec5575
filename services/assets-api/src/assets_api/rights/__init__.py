"""Whose a file is: suggested by the file, said by its agency, told by its forms."""
