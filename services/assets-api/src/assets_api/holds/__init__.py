"""Assets that must not be deleted: by order, or until a day."""
