"""What follows from an item's present revision, kept beside it so that lists are quick.

Nothing here is a source: every row can be computed again from the revision.
"""
