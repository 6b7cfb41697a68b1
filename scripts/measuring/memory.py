"""The most memory that a process has taken. Run by itself in a process of its own: see `most_memory`."""

from __future__ import annotations

import re
import resource
import sys
from pathlib import Path

STATUS = Path("/proc/self/status")


def most_memory() -> int:
    """The most memory that this process has taken so far, in bytes.

    On Linux it is what the kernel says of the program that runs now. `getrusage`, which is asked elsewhere, remembers
    what the process was before that: of one that a large process starts it says that one's size.
    """
    if STATUS.exists() and (most := re.search(r"VmHWM:\s*(\d+) kB", STATUS.read_text())):
        return int(most[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
