"""`python -m corpus` is the command `taiyaku`."""

from __future__ import annotations

import sys

from corpus.cli import main

if __name__ == "__main__":
    sys.exit(main())
