"""How much went to each target in a time, for the province's annual report."""
