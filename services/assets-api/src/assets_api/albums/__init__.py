"""Albums: assets of an agency in an order, with words; public after a second person."""
