"""The command `taiyaku`: one function a subcommand, each returning the exit code.

0 is fine, 1 is something wrong with the input (named on standard error), 2 is wrong usage.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import corpus
from corpus.types import CorpusError
from corpus.version import __version__

if TYPE_CHECKING:
    from corpus.pipeline import Built


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (those of the process by default) and return its exit code."""
    try:
        args = _parser().parse_args(argv)
    except SystemExit as stop:  # argparse has said why
        return int(stop.code or 0)
    run: Callable[[argparse.Namespace], int] = args.run
    try:
        return run(args)
    except CorpusError as error:
        print(f"taiyaku: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="taiyaku", description="Japanese-English parallel corpora from pages that quote."
    )
    parser.add_argument("--version", action="version", version=f"taiyaku {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    command = commands.add_parser("build", help="build the dataset, its card and the review TSV from a folder of pages")
    command.add_argument(
        "--articles", type=Path, default=Path("data/articles"), help="pages NAME.txt with NAME.toml (%(default)s)"
    )
    command.add_argument("--originals", type=Path, help="English originals (originals/ beside the articles)")
    command.add_argument(
        "--review", type=Path, help="where the review TSV and the verdicts are (review/ beside the articles)"
    )
    command.add_argument(
        "--out", type=Path, default=Path("build"), help="the dataset goes into OUT/dataset (%(default)s)"
    )
    command.add_argument("--config", type=Path, help="a TOML file with settings")
    command.set_defaults(run=_build)

    command = commands.add_parser("pairs", help="print the pairs of pages as JSON lines")
    command.add_argument("files", type=Path, nargs="+", metavar="FILE")
    command.add_argument("--originals", type=Path, help="English originals (originals/ beside the page's folder)")
    command.add_argument("--config", type=Path, help="a TOML file with settings")
    command.set_defaults(run=_pairs)

    command = commands.add_parser("verify", help="read the sources again and prove every string of a dataset")
    command.add_argument("dataset", type=Path, help="the folder of a dataset, such as build/dataset")
    command.add_argument(
        "--sources", type=Path, nargs="*", default=[], metavar="DIR", help="where the documents are now"
    )
    command.set_defaults(run=_verify)
    return parser


def _build(args: argparse.Namespace) -> int:
    built = corpus.build(args.articles, originals=args.originals, review=args.review, out=args.out, config=args.config)
    print("\n".join(_summary(built)))
    for problem in built.problems:
        print(f"taiyaku: {problem}", file=sys.stderr)
    return 1 if built.problems else 0


def _summary(built: Built) -> Iterator[str]:
    """The table at the end of a build, where things are, and what to do next."""
    rows = [
        ("articles", built.articles),
        ("passages", built.passages),
        ("pairs found", len(built.pairs)),
        *((name if name == "kept" else f"  {name}", count) for name, count in built.counts.items()),
        ("to review", built.review.rows),
        ("verdicts applied", sum(pair.verdict is not None for pair in built.pairs)),
    ]
    yield from (f"{name:<18}{count:>8}" for name, count in rows)
    kept = built.counts["kept"]
    left = " - ".join(f"{count} {name}" for name, count in built.counts.items() if name != "kept")
    yield f"{len(built.pairs)} found{' - ' + left if left else ''} = {kept} kept"
    yield ""
    if not built.pairs:
        yield "No pair was found: no page has both English and Japanese that renders it."
    elif (groups := len({pair.group for pair in built.pairs})) < (least := built.config.min_groups_to_split):
        yield f"Everything is in the split train: {groups} of the at least {least} groups of articles that splits take."
    yield from (f"Conflict: {conflict}" for conflict in built.conflicts)
    yield f'Dataset   {built.published.folder}    (datasets.load_dataset("{built.published.folder}"))'
    yield f"Review    {built.review.path}"
    yield f"Signature {built.signature}"
    if built.review.rows:
        yield f"Next: write accept or reject into the column verdict of {built.review.path}, and build again."


def _pairs(args: argparse.Namespace) -> int:
    from corpus import pipeline, publishing
    from corpus.config import load_config

    config, failed = load_config(args.config), False
    for path in args.files:
        try:
            article = corpus.read(path, originals=args.originals)
        except CorpusError as error:
            print(f"taiyaku: {error}", file=sys.stderr)
            failed = True
            continue
        signed = str(pipeline.signature([article], config))
        for pair in pipeline.curated(article, config):
            if pair.confidence >= config.review_confidence:
                print(json.dumps(publishing.flat_row(pair, signed), ensure_ascii=False))
    return 1 if failed else 0


def _verify(args: argparse.Namespace) -> int:
    from corpus.provenance import verify

    problems = verify(args.dataset, args.sources)
    for problem in problems:
        print(f"taiyaku: {problem}", file=sys.stderr)
    if not problems:
        print(f"{args.dataset}: every string is what stands in its source")
    return 1 if problems else 0
