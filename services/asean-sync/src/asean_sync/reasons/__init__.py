"""An editor asks why an item is at a target, or is not."""
