"""`import` and `export`: workbooks in and out, over the API, as a person."""
