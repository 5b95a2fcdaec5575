"""A public PDF to be turned page by page, in any browser."""
