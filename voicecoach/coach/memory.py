"""Keeps a session's memory low: glibc's allocator is told to give large blocks back as soon as they are freed.

Left to itself it raises the size from which it does so with every large block that is freed, and holds on to the
models' intermediate results: 60 MB of a session's peak.
"""

from __future__ import annotations

import ctypes
import sys

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
"""``M_MMAP_THRESHOLD`` and ``M_ARENA_MAX`` of ``malloc.h``."""
_LARGE_BYTES = 128 * 1024
_ARENAS = 1


def return_freed_memory() -> None:
    """For the rest of the process; where there is no glibc, nothing changes."""
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _LARGE_BYTES)
        mallopt(_ARENA_MAX, _ARENAS)
