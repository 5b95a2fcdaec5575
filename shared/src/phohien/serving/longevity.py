"""What a process that serves for weeks does about its memory."""

import ctypes
import gc

YOUNG_OBJECTS = 20_000
"""New objects before the collector looks; what a request leaves is freed without it."""
# Of glibc's malloc.h. Set by hand they no longer grow with the largest body freed.
M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD = -1, -2, -3
FREE_AT_THE_TOP = 64 * 1024
# A body of this size has pages of its own, which go back when it is freed; in the heap
# it would leave a hole that the next, larger one does not fit into.
LARGE = 32 * 1024


def settle() -> None:
    """Once the application is made: what lives as long as the process is left alone."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)


def give_back() -> None:
    """What is freed goes back to the machine; another C library knows its own way.

    For who answers with bodies of all sizes: where large buffers come and go all the
    time, new pages for each would cost more than the memory is worth.
    """
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "mallopt"):
        return
    libc.mallopt(M_TRIM_THRESHOLD, FREE_AT_THE_TOP)
    libc.mallopt(M_TOP_PAD, FREE_AT_THE_TOP)
    libc.mallopt(M_MMAP_THRESHOLD, LARGE)
