"""`taiyaku publish`: an edition of a dataset goes to the Hugging Face hub."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.commands.base import place, tell

if TYPE_CHECKING:
    from corpus.commands.base import Commands
    from corpus.publishing import Changes, Edition, Repository

EDITIONS = ("standoff", "open", "full")
"""The names of `publishing.EDITIONS`, which is not imported only to say them."""

REPOSITORY = re.compile(r"(?!.*(--|\.\.|\.git$))\w([\w.-]*\w)?/\w([\w.-]*\w)?", re.ASCII)
LONGEST = 96
"""Characters of a repository's name, with what is before it, as the hub has them."""


def add_publish(commands: Commands) -> None:
    """`taiyaku publish`."""
    command = commands.add_parser(
        "publish",
        help="send a dataset to a repository on the Hugging Face hub: without its texts, the open ones, or all",
        description="Sends an edition of a dataset to a repository of datasets on the hub, in one commit, and makes "
        "the repository where there is none. Nothing is sent twice, and nothing of anybody else's is removed.",
    )
    command.add_argument("--repo", type=_repository, required=True, metavar="ORG/NAME", help="the repository")
    command.add_argument(
        "--edition",
        choices=EDITIONS,
        default=EDITIONS[0],
        help="no text (standoff), only pairs under open licences (open), or all (full); by default %(default)s",
    )
    command.add_argument("--dry-run", action="store_true", help="only list what would be sent; nobody is asked")
    command.add_argument(
        "--dataset", type=place, default=Path("build/dataset"), help="the folder of a dataset (%(default)s)"
    )
    command.add_argument("--public", action="store_true", help="for all to see (else the repository is private)")
    command.add_argument(
        "--i-have-the-rights", action="store_true", help="send texts without an open licence too (--edition full)"
    )
    command.set_defaults(run=_publish)


def _publish(args: argparse.Namespace) -> int:
    from corpus import curation, publishing

    dataset: Path = args.dataset
    wanted = publishing.Wanted(
        dataset, dataset.parent / "publish" / args.edition, curation.REASONS, args.i_have_the_rights
    )
    edition = publishing.prepare(args.edition, wanted)
    tell(*_listing(edition), flush=True)
    if args.dry_run:
        seen = "for all to see" if args.public else "private if it is new"
        tell(f"Nothing was sent; without --dry-run this goes to {args.repo}, {seen}.")
        return 0
    there = publishing.repository(args.repo, public=args.public)
    todo = publishing.changes(edition, there)
    tell(*_plan(there, todo), flush=True)
    if todo.sent or todo.removed:
        tell(f"commit {publishing.send(edition, there, todo)}")
    else:
        tell("All is there already: no new commit.")
    tell(*_next(edition, there, public=args.public))
    return 0


def _repository(word: str) -> str:
    if not REPOSITORY.fullmatch(word) or len(word) > LONGEST:
        raise argparse.ArgumentTypeError(f"{word!r} is no ORG/NAME, such as my-lab/my-pairs")
    return word


def _listing(edition: Edition) -> Iterator[str]:
    """What the edition has: a line a file, and the total."""
    width = max(len(file.name) for file in edition.files)
    for file in edition.files:
        yield f"{file.name:<{width}}  {file.size:>13,} bytes{'' if file.rows is None else f'  {file.rows:>9,} rows'}"
    rows = sum(file.rows or 0 for file in edition.files)
    total = f"{len(edition.files)} files, {edition.size:,} bytes, {rows:,} rows"
    yield f"{total}: the edition {edition.name}, in {edition.folder}"


def _plan(there: Repository, todo: Changes) -> Iterator[str]:
    """Where it goes, and what becomes of what is there."""
    seen = "private" if there.private else "public"
    yield f"To {there.url} ({seen}{', new' if there.new else ''})"
    yield f"  sent:     {len(todo.sent)} files, {sum(file.size for file in todo.sent):,} bytes"
    for word, names in (("removed", todo.removed), ("replaced", todo.replaced), ("stays", todo.foreign)):
        if names:
            ours = "of an earlier edition" if word == "removed" else "not of Taiyaku"
            yield f"  {word + ':':<9} {', '.join(names)} ({ours})"


def _next(edition: Edition, there: Repository, *, public: bool) -> Iterator[str]:
    """Where it is, and what to do next."""
    config = "standoff" if edition.name == "standoff" else "pairs"
    yield f'It is at {there.url}    (datasets.load_dataset("{there.name}", "{config}"))'
    if edition.name == "standoff":
        yield "Whoever has the pages makes the texts again with `taiyaku rebuild-text`."
    if not there.private:
        yield "Next: look at its card there, which all can see."
    elif public:
        yield f"Next: it was private and is so still; make it public at {there.url}/settings."
    else:
        yield f"Next: look at its card there; {there.url}/settings is where it is made public, or shared."
