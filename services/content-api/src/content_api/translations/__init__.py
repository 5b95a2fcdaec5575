"""Does a translation still say what the Vietnamese says: figures, dates, units."""
