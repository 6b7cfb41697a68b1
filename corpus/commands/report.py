"""`taiyaku report`: the page that shows what was built, again, or with one article that it did not show."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.commands.base import complain, place, tell

if TYPE_CHECKING:
    from corpus.commands.base import Commands


def add_report(commands: Commands) -> None:
    """`taiyaku report`."""
    command = commands.add_parser(
        "report",
        help="write the report of a built dataset again, or with the alignment of one article",
        description="Writes OUT/report.html of the dataset in OUT/dataset again, without aligning anything. With "
        "--article it shows the alignment of this one alone and is OUT/report-NAME.html.",
    )
    command.add_argument("--article", metavar="NAME", help="show this one; its name is its file's without the ending")
    command.add_argument(
        "--articles", type=place, default=Path("data/articles"), help="where the pages are (%(default)s)"
    )
    command.add_argument("--originals", type=place, help="English originals (originals/ beside the articles)")
    command.add_argument("--review", type=place, help="where the review TSV is (review/ beside the articles)")
    command.add_argument("--out", type=place, default=Path("build"), help="where the dataset was built (%(default)s)")
    command.set_defaults(run=_report)


def _report(args: argparse.Namespace) -> int:
    from corpus import reporting
    from corpus.reading import checked_folder

    if args.originals is not None:
        checked_folder(args.originals, "Name another one with --originals")
    originals: Path = args.originals or args.articles.parent / "originals"
    review: Path = args.review or args.articles.parent / "review"
    done = reporting.report(args.out, args.articles, originals, review, args.article)
    tell(f"Report    {done.path}    ({done.shown:,} article{'' if done.shown == 1 else 's'} shown)")
    return complain(done.problems)
