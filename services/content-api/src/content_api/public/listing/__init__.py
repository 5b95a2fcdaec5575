"""Lists of released items as readers ask for them: filters, orders, counts, facets."""
