"""What the garbage collector of a process that serves need not look through."""

import gc

YOUNG_OBJECTS = 20_000
"""New objects before the collector looks; what a request leaves is freed without it."""


def settle() -> None:
    """Once the application is made: what lives as long as the process is left alone."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
