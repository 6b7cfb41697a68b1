"""`taiyaku pairs` and `taiyaku extract`: what pages give, one after the other."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.commands.base import PUT_SOME, Complaints, add_verbose, passed_over, place, said, tell, tell_json
from corpus.types import CorpusError

if TYPE_CHECKING:
    from corpus.commands.base import Commands
    from corpus.config import Config
    from corpus.extraction import Page


def add_pairs(commands: Commands) -> None:
    command = commands.add_parser(
        "pairs",
        help="print the pairs of pages as JSON lines",
        description="Prints the pairs of each page by itself, a row a line, in the order of the page, but for those "
        "below review_confidence. `reason` says why one would not be kept. That a pair stands on another page too, and "
        "what reviewers decided, only a build knows.",
    )
    _add_files(command)
    command.set_defaults(run=_pairs)


def _pairs(args: argparse.Namespace) -> int:
    from corpus import pipeline, publishing
    from corpus.config import load_config

    config, complaints, read, found = load_config(args.config), Complaints(all_of_them=args.verbose), 0, 0
    for page in _pages(args, config):
        if isinstance(page, CorpusError):
            complaints.tell(page)
            continue
        read += 1
        signed = str(pipeline.signature([page.article], config))
        for pair in pipeline.curated(page, config):
            if pair.confidence >= config.review_confidence:
                found += 1
                tell_json(publishing.flat_row(pair, signed))
    failed = complaints.end()
    if not read and not failed:
        tell(said(f"no page was read: {PUT_SOME}"), file=sys.stderr)
    elif not found and not failed:
        tell(said(f"no pair with a confidence of {config.review_confidence} or more"), file=sys.stderr)
    return failed if read else 1


def _add_files(command: argparse.ArgumentParser) -> None:
    """The arguments that `_pages` reads."""
    command.add_argument(
        "files", type=place, nargs="+", metavar="FILE", help="pages, folders of pages (- is standard input)"
    )
    command.add_argument("--format", help="of standard input, such as md, where it is not to be recognised")
    command.add_argument("--originals", type=place, help="English originals (the nearest originals/ beside the pages)")
    command.add_argument("--config", type=place, help="a TOML file with settings")
    add_verbose(command)


def _pages(args: argparse.Namespace, config: Config, *, whole: bool = False) -> Iterator[Page | CorpusError]:
    """The pages of files, folders and standard input with the originals they quote, and what is wrong on the way."""
    from corpus.pool import Pool, pool_in
    from corpus.reading import checked_folder, originals_near, others_in, read_articles

    pools: dict[Path, Pool] = {}
    limit, form = config.max_bytes, args.format
    if args.originals is not None:
        checked_folder(args.originals, "Name another one with --originals")
    for file in args.files:
        folder: Path = args.originals or originals_near(file)
        for article in read_articles([file], originals=folder, max_bytes=limit, stdin_format=form):
            if isinstance(article, CorpusError):
                yield article
                continue
            if folder not in pools:
                pools[folder], unread = pool_in(folder, config)
                yield from unread
            yield pools[folder].page(article, config, whole=whole)
        if passed := passed_over(others_in(file)):
            tell(said(f"{file}: passed over {passed}"), file=sys.stderr)


def add_extract(commands: Commands) -> None:
    command = commands.add_parser(
        "extract",
        help="print the passages of pages: roles, sentences, who spoke",
        description="Prints what pages are taken apart into before anything is aligned, for looking inside: each "
        "passage with its role, its sentences, who spoke and how that is told. As JSON lines, a passage a line.",
    )
    _add_files(command)
    command.add_argument("--text", action="store_true", help="a listing for people instead of JSON lines")
    command.add_argument(
        "--clauses",
        action="store_true",
        help="the listing with clauses that may render something by themselves, behind ~",
    )
    command.set_defaults(run=_extract)


def _extract(args: argparse.Namespace) -> int:
    from corpus import publishing
    from corpus.config import load_config

    complaints = Complaints(all_of_them=args.verbose)
    for page in _pages(args, load_config(args.config), whole=True):
        if isinstance(page, CorpusError):
            complaints.tell(page)
        elif args.text or args.clauses:
            tell(*publishing.passage_listing(page.article, page.passages, clauses=args.clauses))
        else:
            for passage in page.passages:
                tell_json(publishing.passage_row(page.article, passage))
    return complaints.end()
