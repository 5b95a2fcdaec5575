"""News taken in from ASEAN and ministry feeds; a draft only when an officer says so."""
