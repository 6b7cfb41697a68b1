"""Write the whole pages with gold as files: `python scripts/whole_pages.py --part PART --out FOLDER`.

Each becomes `NAME.txt` with `NAME.gold.json` beside it, to look at and to measure (`evaluate_pages.py`).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import get_args

from pages.edits import write_page
from pages.whole import FOLDER, whole_pages
from partitions import Part


def main() -> int:
    """Write the pages of a part and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--part", choices=get_args(Part), default="report", help="of the pages (%(default)s)")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where they are (data/gold/pages)")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    written = [write_page(page, args.out) for page in whole_pages(args.part, args.folder)]
    print(f"{len(written)} pages in {args.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
