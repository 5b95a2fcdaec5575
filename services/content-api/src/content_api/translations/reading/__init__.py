"""How figures, dates and units are written, language by language."""
