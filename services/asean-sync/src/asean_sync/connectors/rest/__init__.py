"""The parts of `rest_json`: requests, pages and tickets."""
