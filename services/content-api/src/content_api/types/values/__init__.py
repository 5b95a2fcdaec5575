"""The values that several types share: figures, places, records, dates and texts."""
