"""The report on paper: DOCX from the office's template, XLSX, in Vietnamese."""
