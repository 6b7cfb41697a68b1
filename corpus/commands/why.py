"""The command about one pair: `why`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.commands.base import place, tell, tell_json

if TYPE_CHECKING:
    from corpus.commands.base import Commands


def add_why(commands: Commands) -> None:
    """`taiyaku why`."""
    command = commands.add_parser(
        "why",
        help="tell everything about one pair of a dataset",
        description="Both texts of a pair on their page, who said it, what each signal is worth in its score, the "
        "beads it beat, what each stage and each reviewer decided. The page is read again, nothing is written.",
    )
    command.add_argument("id", metavar="ID", help="of the pair, as in the dataset and in the review TSV")
    command.add_argument(
        "--dataset", type=place, default=Path("build/dataset"), help="the folder of a dataset (%(default)s)"
    )
    command.add_argument("--articles", type=place, help="the pages it was built from (where its manifest has them)")
    command.add_argument("--originals", type=place, help="English originals (originals/ beside the articles)")
    command.add_argument("--review", type=place, help="where the verdicts are (review/ beside the articles)")
    command.add_argument("--json", action="store_true", help="as one JSON object")
    command.set_defaults(run=_why)


def _why(args: argparse.Namespace) -> int:
    from corpus.reading import checked_folder
    from corpus.why import articles_of, listing, row, why

    if args.originals is not None:
        checked_folder(args.originals, "Name another one with --originals")
    articles = args.articles or articles_of(args.dataset) or Path("data/articles")
    originals, review = args.originals or articles.parent / "originals", args.review or articles.parent / "review"
    found = why(args.id, args.dataset, articles, originals, review)
    if args.json:
        tell_json(row(found))
    else:
        tell(*listing(found))
    return 0
