"""An import: a workbook becomes drafts, after a preview and as one unit."""
