"""`taiyaku verify`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from corpus.commands.base import add_verbose, complain, place, tell

if TYPE_CHECKING:
    from corpus.commands.base import Commands


def add_verify(commands: Commands) -> None:
    command = commands.add_parser("verify", help="read the sources again and prove every string of a dataset")
    command.add_argument("dataset", type=place, help="the folder of a dataset, such as build/dataset")
    where = "where the documents and the ledger of verdicts are now"
    command.add_argument("--sources", type=place, nargs="*", default=[], metavar="DIR", help=where)
    add_verbose(command)
    command.set_defaults(run=_verify)


def _verify(args: argparse.Namespace) -> int:
    from corpus import publishing
    from corpus.provenance import verify

    problems = verify(args.dataset, args.sources)
    failed = complain(problems, all_of_them=args.verbose)
    if not problems:
        decided = "verdicts" in publishing.manifest_of(args.dataset)
        more = "; what reviewers decided and wrote is in the ledger" if decided else ""
        tell(f"{args.dataset}: every string is what stands in its source{more}")
    return failed
