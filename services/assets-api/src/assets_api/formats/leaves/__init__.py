"""What stands on the pages of a document, and around them."""
