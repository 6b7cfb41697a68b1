"""`taiyaku build`, and what it says at the end."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import corpus
from corpus.commands.base import add_verbose, complain, few_of, passed_over, place, tell
from corpus.types import Split

if TYPE_CHECKING:
    from corpus.commands.base import Commands
    from corpus.pipeline import Built


def add_build(commands: Commands) -> None:
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
    tell(*summary(built))
    return complain(built.problems, all_of_them=args.verbose)


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
    if built.articles:
        yield from _splits(built)
    yield from (f"Conflict: {conflict}" for conflict in built.conflicts)
    yield from few_of((f"Moved: {moved}" for moved in built.moved), "Moved")
    folder = built.published.folder
    yield f"Dataset   {folder}    ({_loaded(built)})"
    yield f"Report    {built.report}"
    yield f"Review    {built.review.path}"
    yield f"Signature {built.signature}"
    yield from _agreement(built)
    if built.problems and built.articles:
        yield f"Problems  {len(built.problems):,}, named below: what they name was left out, and all else was built"
    if passed := passed_over(built.others):
        yield f"Passed over  {passed}"
    if late := built.review.late:
        yield f"Late      {late} decision{'s' * (late > 1)} came in meanwhile, and not into this dataset: build again."
    yield from (f"Waits     {waits}" for waits in built.review.waits)
    if built.review.rows:
        yield f"Next: write accept or reject into the column verdict of {built.review.path}, and build again."


def _loaded(built: Built) -> str:
    """How the dataset is loaded, or what of it can be."""
    if not built.pairs:
        return "without a row: nothing to load"
    call = f'datasets.load_dataset("{built.published.folder}"'
    return f"{call})" if built.counts["kept"] else f'nothing kept; {call}, "candidates") has what was found'


def _splits(built: Built) -> Iterator[str]:
    """How the kept pairs are split, where all are in one split, or where one has none: it has no file then."""
    groups, least = len({pair.group for pair in built.pairs}), built.config.min_groups_to_split
    kept = Counter(pair.split for pair in built.pairs if pair.reason is None)
    told = [f"{name} {kept[name] or 'none yet'}" for name in get_args(Split)]
    if not built.pairs:
        yield "No pair was found: no page has both English and Japanese that renders it."
    elif groups < least:
        yield f"Everything is in the split train: {groups} of the at least {least} groups of articles that splits take."
    elif len(kept) < len(told):
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
