"""`taiyaku export`: the kept pairs in the formats of other tools."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.commands.base import place, tell

if TYPE_CHECKING:
    from corpus.commands.base import Commands

FORMATS = ("tmx", "moses", "jsonl", "standoff")
"""The names of `publishing.EXPORTERS`, which is not imported only to say them."""


def add_export(commands: Commands) -> None:
    """`taiyaku export`."""
    command = commands.add_parser(
        "export",
        help="write the kept pairs of a dataset in a format of other tools",
        description="Writes the kept pairs of a dataset, a file or two for each split, into a folder: as translation "
        "memory (tmx), as two files of lines (moses), as the JSON lines that the translation examples of "
        "transformers read (jsonl), or without any text of a page (standoff).",
    )
    command.add_argument("--format", choices=FORMATS, required=True, help="which of them")
    command.add_argument(
        "--dataset", type=place, default=Path("build/dataset"), help="the folder of a dataset (%(default)s)"
    )
    command.add_argument("--out", type=place, help="the folder to write (export/FORMAT beside the dataset)")
    command.set_defaults(run=_export)


def _export(args: argparse.Namespace) -> int:
    from corpus import publishing

    out: Path = args.out or args.dataset.parent / "export" / args.format
    done = publishing.export(args.dataset, args.format, out)
    for name in done.files:
        tell(str(done.folder / name))
    tell(f"{sum(done.rows.values()):,} pairs: {', '.join(f'{count:,} {name}' for name, count in done.rows.items())}")
    return 0
