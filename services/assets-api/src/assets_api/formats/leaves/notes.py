"""How a child writes down what stands on the pages of a document. Pure."""

CONTENTS = "contents.json"
"""Sizes of pages, table of contents and language."""

BETWEEN = "\f"
"""Stands after each page, never inside of one."""
