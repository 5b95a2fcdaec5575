"""Builds the sample dataset of `phohien_stack` from facts and texts."""
