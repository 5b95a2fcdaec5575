"""Pictures and brochures that come with a workbook: sent on, and named by its rows."""
