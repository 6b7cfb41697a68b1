"""The command `taiyaku`: one function a subcommand, each returning the exit code; `commands` holds the others.

0 is fine, 1 is something wrong with the input (named on standard error), 2 is wrong usage, 130 is Ctrl-C.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import corpus
from corpus.commands import texts, why
from corpus.commands.base import (
    Complaints,
    add_verbose,
    complain,
    few_of,
    give_up_output,
    passed_over,
    place,
    said,
    write_utf8,
)
from corpus.commands.diff import add_diff
from corpus.commands.export import add_export
from corpus.commands.publish import add_publish
from corpus.commands.rebuild_text import add_rebuild_text
from corpus.commands.report import add_report
from corpus.commands.review import add_review
from corpus.types import CorpusError, Split
from corpus.version import __version__

if TYPE_CHECKING:
    from corpus.commands.base import Commands
    from corpus.config import Config
    from corpus.extraction import Page
    from corpus.pipeline import Built


PUT_SOME = "put some (.txt, .html, .md, .jsonl, .warc) into the folder"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (those of the process by default) and return its exit code."""
    write_utf8()
    try:
        code = _run(argv)
        if sys.stdout is not None:  # it is None where a shell closed it
            sys.stdout.flush()
        return code
    except KeyboardInterrupt:  # what was written is whole
        print("taiyaku: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        give_up_output()
        sys.stderr.close()
        return 0
    except OSError as error:  # of standard output, as on a full disk: what is wrong with files the wings say
        give_up_output()
        what = "<stdout>: cannot be written" if error.filename is None else f"{error.filename}: cannot be used"
        with suppress(OSError):
            print(said(f"{what}: {error.strerror or error}"), file=sys.stderr)
        return 1


def _run(argv: Sequence[str] | None) -> int:
    try:
        args = _parser().parse_args(argv)
        run: Callable[[argparse.Namespace], int] = args.run
        return run(args)
    except SystemExit as stop:  # argparse has said why
        return int(stop.code or 0)
    except CorpusError as error:
        return complain([error])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="taiyaku", description="Japanese-English parallel corpora from pages that quote."
    )
    parser.add_argument("--version", action="version", version=f"taiyaku {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    own = (_add_build, _add_pairs, _add_extract, _add_verify, _add_fetch)
    built = (add_report, add_review, why.add_why, add_export, add_publish, add_rebuild_text, add_diff)
    for add in (*own, *built, texts.add_align, texts.add_score):
        add(commands)
    return parser


def _add_build(commands: Commands) -> None:
    command = commands.add_parser("build", help="build the dataset, a report and the review TSV from a folder of pages")
    command.add_argument(
        "--articles", type=place, default=Path("data/articles"), help="pages with NAME.toml (%(default)s)"
    )
    command.add_argument("--originals", type=place, help="English originals (originals/ beside the articles)")
    command.add_argument(
        "--review", type=place, help="where the review TSV and the verdicts are (review/ beside the articles)"
    )
    command.add_argument(
        "--out", type=place, default=Path("build"), help="where dataset/ and report.html are written (%(default)s)"
    )
    command.add_argument("--config", type=place, help="a TOML file with settings")
    command.add_argument(
        "--workers", type=_count, default=1, metavar="N", help="processes that align pages side by side (%(default)s)"
    )
    add_verbose(command)
    command.set_defaults(run=_build)


def _count(text: str) -> int:
    """A number of processes, from 1 on."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text)


def _build(args: argparse.Namespace) -> int:
    built = corpus.build(
        args.articles,
        originals=args.originals,
        review=args.review,
        out=args.out,
        config=args.config,
        workers=args.workers,
    )
    print("\n".join(summary(built)))
    if not built.articles:
        print(said(f"{args.articles}: no page was read: {PUT_SOME}"), file=sys.stderr)
    return max(complain(built.problems, all_of_them=args.verbose), not built.articles)


def summary(built: Built) -> Iterator[str]:
    """The table at the end of a build, where things are, and what to do next."""
    rows = [
        ("articles", built.articles),
        ("passages", built.passages),
        ("pairs found", len(built.pairs)),
        *((name if name == "kept" else f"  {name}", count) for name, count in built.counts.items()),
        ("to review", built.review.rows),
        ("verdicts applied", built.applied),
    ]
    yield from (f"{name:<18}{count:>8}" for name, count in rows)
    kept = built.counts["kept"]
    left = " - ".join(f"{count} {name}" for name, count in built.counts.items() if name != "kept")
    yield f"{len(built.pairs)} found{' - ' + left if left else ''} = {kept} kept"
    yield ""
    if not built.articles:
        yield f"No page was read: {PUT_SOME}."
    elif not built.pairs:
        yield "No pair was found: no page has both English and Japanese that renders it."
    elif (groups := len({pair.group for pair in built.pairs})) < (least := built.config.min_groups_to_split):
        yield f"Everything is in the split train: {groups} of the at least {least} groups of articles that splits take."
    else:
        yield from _splits(built)
    yield from (f"Conflict: {conflict}" for conflict in built.conflicts)
    yield from few_of((f"Moved: {moved}" for moved in built.moved), "Moved")
    folder = built.published.folder
    loaded = f'datasets.load_dataset("{folder}")' if built.published.parts else "without a row: nothing to load"
    yield f"Dataset   {folder}    ({loaded})"
    yield f"Report    {built.report}"
    yield f"Review    {built.review.path}"
    yield f"Signature {built.signature}"
    yield from _agreement(built)
    if built.problems:
        yield f"Problems  {len(built.problems):,}, named below: what they name was left out, and all else was built"
    if passed := passed_over(built.others):
        yield f"Passed over  {passed}"
    if late := built.review.late:
        yield f"Late      {late} decision{'s' * (late > 1)} came in meanwhile, and not into this dataset: build again."
    yield from (f"Waits     {waits}" for waits in built.review.waits)
    if built.review.rows:
        yield f"Next: write accept or reject into the column verdict of {built.review.path}, and build again."


def _splits(built: Built) -> Iterator[str]:
    """How the kept pairs are split, where a split has none: then it is not among the files of the dataset."""
    kept = Counter(pair.split for pair in built.pairs if pair.reason is None)
    told = [f"{name} {kept[name] or 'none yet'}" for name in get_args(Split)]
    if len(kept) < len(told):
        yield f"Splits    {', '.join(told)}"


def _agreement(built: Built) -> Iterator[str]:
    """How verdicts agree with confidences, where there are any, and how many rows they hold for besides their own.

    Whoever edits, splits or merges says neither yes nor no. A confidence is a share of pairs that are accepted. On
    pairs that reviewers made, and on those that alignment does not find, there is no signal to have one from.
    """
    decided = [(pair, pair.verdict.decision) for pair in built.pairs if pair.verdict is not None and pair.signals]
    judged = [(pair.confidence, word) for pair, word in decided if word in ("accept", "reject")]
    if judged:
        accepted, likely = sum(word == "accept" for _, word in judged), sum(confidence for confidence, _ in judged)
        told = f"{accepted} of {len(judged)} pair{'s' * (len(judged) > 1)} accepted"
        others = len(decided) - len(judged)
        left = f" ({others} edited, split or merged: not counted)" if others else ""
        yield f"Verdicts  {told}; by their confidences, {likely:.1f} were expected{left}"
    if same := built.followers:
        rows = "1 row that nobody decided on has" if same == 1 else f"{same} rows that nobody decided on have"
        yield f"Same      {rows} the texts of one with a verdict, which holds for all: duplicate"


def _add_pairs(commands: Commands) -> None:
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
                print(json.dumps(publishing.flat_row(pair, signed), ensure_ascii=False))
    failed = complaints.end()
    if not read and not failed:
        print(said(f"no page was read: {PUT_SOME}"), file=sys.stderr)
    elif not found and not failed:
        print(said(f"no pair with a confidence of {config.review_confidence} or more"), file=sys.stderr)
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


def _pages(args: argparse.Namespace, config: Config) -> Iterator[Page | CorpusError]:
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
            yield pools[folder].page(article, config)
        if passed := passed_over(others_in(file)):
            print(said(f"{file}: passed over {passed}"), file=sys.stderr)


def _add_extract(commands: Commands) -> None:
    command = commands.add_parser(
        "extract",
        help="print the passages of pages: roles, sentences, who spoke",
        description="Prints what pages are taken apart into before anything is aligned, for looking inside: each "
        "passage with its role, its sentences, who spoke and how that is told. As JSON lines, a passage a line.",
    )
    _add_files(command)
    command.add_argument("--text", action="store_true", help="a listing for people instead of JSON lines")
    command.set_defaults(run=_extract)


def _extract(args: argparse.Namespace) -> int:
    from corpus import publishing
    from corpus.config import load_config

    complaints = Complaints(all_of_them=args.verbose)
    for page in _pages(args, load_config(args.config)):
        if isinstance(page, CorpusError):
            complaints.tell(page)
        elif args.text:
            print("\n".join(publishing.passage_listing(page.article, page.passages)))
        else:
            for passage in page.passages:
                print(json.dumps(publishing.passage_row(page.article, passage), ensure_ascii=False))
    return complaints.end()


def _add_verify(commands: Commands) -> None:
    command = commands.add_parser("verify", help="read the sources again and prove every string of a dataset")
    command.add_argument("dataset", type=Path, help="the folder of a dataset, such as build/dataset")
    where = "where the documents and the ledger of verdicts are now"
    command.add_argument("--sources", type=Path, nargs="*", default=[], metavar="DIR", help=where)
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
        print(f"{args.dataset}: every string is what stands in its source{more}")
    return failed


def _add_fetch(commands: Commands) -> None:
    command = commands.add_parser(
        "fetch",
        help="save pages of the web as files, each with a sidecar that says where it is from",
        description="Saves each page as its bytes came, with a sidecar. robots.txt is obeyed, and hosts are asked one "
        "after the other.",
    )
    command.add_argument("urls", nargs="+", metavar="URL", help="an address that begins with http:// or https://")
    command.add_argument("--to", type=place, default=Path("data/articles"), help="the folder (%(default)s)")
    command.add_argument(
        "--delay", type=_seconds, default=1.0, help="seconds between two requests to a host (%(default)g)"
    )
    command.add_argument("--timeout", type=_seconds, default=30.0, help="seconds that a page may take (%(default)g)")
    command.add_argument(
        "--max-bytes", type=_bytes, default=10_000_000, help="how large a page may be, unpacked (%(default)s)"
    )
    command.add_argument(
        "--allow-private", action="store_true", help="fetch from this machine and the network around it too"
    )
    command.add_argument("--again", action="store_true", help="replace a page that was saved before and has changed")
    command.set_defaults(run=_fetch)


def _fetch(args: argparse.Namespace) -> int:
    from corpus.reading import fetch

    saved = failed = 0
    manners = fetch.Manners(args.delay, args.timeout, args.max_bytes, args.allow_private, args.again)
    for found in fetch.fetch(args.urls, args.to, manners):
        if isinstance(found, CorpusError):
            failed += 1
            print(f"taiyaku: {found}", file=sys.stderr)
        else:
            saved += 1
            print(f"{found.state} {found.path} ({_size(found.size)}, {found.content_type})", flush=True)
    if saved:
        print(f"Next: write what you know, such as the publisher, into the .toml files in {args.to}, and build.")
    return 1 if failed else 0


def _seconds(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e6:
        raise argparse.ArgumentTypeError(f"{word!r} is no number of seconds")
    return value


def _bytes(word: str) -> int:
    if not word.isascii() or not word.isdigit() or not 0 < len(word) < 16 or not int(word):
        raise argparse.ArgumentTypeError(f"{word!r} is no number of bytes")
    return int(word)


def _size(count: int) -> str:
    return f"{count} bytes" if count < 1000 else f"{count / 1000:,.0f} kB"
