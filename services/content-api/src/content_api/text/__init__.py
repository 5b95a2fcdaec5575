"""How words become terms: folding, tones, scripts without spaces, order."""
