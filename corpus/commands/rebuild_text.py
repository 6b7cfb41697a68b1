"""`taiyaku rebuild-text`: a dataset without texts becomes one with texts, from the user's own pages."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.commands.base import complain, place, tell

if TYPE_CHECKING:
    from corpus.commands.base import Commands

SOURCES = [Path("data/articles"), Path("data/originals")]
"""Where pages are looked for where nobody says; either may be missing."""

LEFT = {
    "missing": "whose page is not there, or was changed",
    "edited": "with a text that a reviewer wrote",
    "otherwise": "that spell another text",
}
"""What is said of the pairs that `rebuilding` counts as left out."""


def add_rebuild_text(commands: Commands) -> None:
    """`taiyaku rebuild-text`."""
    command = commands.add_parser(
        "rebuild-text",
        help="make the texts of a stand-off dataset again from your own copies of its pages",
        description="Looks among your pages for those of a stand-off dataset, by the digest of their bytes, and "
        "writes the pairs on them as a dataset with texts, each proved by its digest. A page that was changed is "
        "refused.",
    )
    command.add_argument("standoff", type=place, metavar="STANDOFF", help="the folder of a stand-off dataset")
    command.add_argument(
        "--sources",
        type=place,
        nargs="+",
        metavar="DIR",
        help="your pages, files or folders of them (data/articles data/originals)",
    )
    command.add_argument("--out", type=place, help="the folder to write (rebuilt beside STANDOFF)")
    command.set_defaults(run=_rebuild_text)


def _rebuild_text(args: argparse.Namespace) -> int:
    from corpus import rebuilding

    sources = args.sources or [folder for folder in SOURCES if folder.exists()] or SOURCES
    done = rebuilding.rebuild(args.standoff, sources, args.out or args.standoff.parent / "rebuilt")
    failed = complain(done.problems)
    count = sum(done.rows.values())
    tell(f"{count:,} of {count + sum(done.left.values()):,} pairs have their texts again")
    for name, said in LEFT.items():
        if left := done.left.get(name):
            tell(f"left out: {left:,} {said}")
    if done.rows:
        tell(f"written to {done.folder}")
    return failed
