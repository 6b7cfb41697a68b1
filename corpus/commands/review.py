"""`taiyaku review`: how far a review is, and whether a table can be read, before anything is built."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.commands.base import add_verbose, complain, place, tell

if TYPE_CHECKING:
    from corpus.commands.base import Commands


def add_review(commands: Commands) -> None:
    """`taiyaku review`."""
    command = commands.add_parser(
        "review",
        help="say how far the review is, or check a review TSV without building",
        description="Prints what waits for a decision, what was decided and by whom, where reviewers differ and what "
        "cannot be read. Nothing is changed: the next build takes the decisions.",
    )
    command.add_argument(
        "--review",
        type=place,
        default=Path("data/review"),
        help="where the review TSV and the verdicts are (%(default)s)",
    )
    command.add_argument(
        "--check", type=place, metavar="FILE", help="read this review TSV instead, and name what is wrong"
    )
    add_verbose(command)
    command.set_defaults(run=_review)


def _review(args: argparse.Namespace) -> int:
    from corpus import publishing

    state = publishing.review_state(args.review) if args.check is None else publishing.check_table(args.check)
    tell(*state.lines)
    return complain(state.problems, all_of_them=args.verbose)
