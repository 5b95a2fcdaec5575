"""The report as a workbook: its tables, then every list behind the numbers."""
