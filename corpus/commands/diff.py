"""`taiyaku diff`: what a release of a dataset has that the last one had not, and why."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from corpus.commands.base import harmless, place, tell
from corpus.text import shown

if TYPE_CHECKING:
    from corpus.commands.base import Commands
    from corpus.releases import Change, Release

COLUMNS = ("change", "why", "id", "article", "was", "is", "old_confidence", "confidence", "columns", "ja", "en")
"""Of `rows`."""
NAMED = 5
"""Articles that a changelog names; of more it says how many they are."""


def table(before: Release, after: Release, changes: Sequence[Change]) -> Iterator[str]:
    """The counts, a column a cause."""
    from corpus.releases import KINDS

    heads = (f"{name}  {one.told_apart}  {one.folder}" for name, one in (("OLD", before), ("NEW", after)))
    yield "\n".join(map(harmless, heads)) + "\n\n"
    causes = _causes(changes)
    yield "".join(["rows      ", *(f"{name:>11}" for name in (*causes, "all"))]) + "\n"
    for kind in KINDS:
        counted = Counter(change.why for change in changes if change.kind == kind)
        numbers = (*(counted[name] for name in causes), counted.total())
        yield f"{kind:<10}" + "".join(f"{number:>11,}" for number in numbers) + "\n"
    if columns := _columns(changes):
        yield f"\nchanged in {columns}\n"
    kinds = Counter(change.kind for change in changes)
    yield f"{before.kept:,} rows - {kinds['removed']:,} + {kinds['added']:,} = {after.kept:,} rows\n"


def rows(before: Release, after: Release, changes: Sequence[Change]) -> Iterator[str]:
    """A table with a line a row that differs; `was` and `is` are `kept`, the reason, or empty for no candidate."""
    from corpus import publishing

    yield publishing.write_rows([COLUMNS])
    for change in changes:
        row, sides = change.row, (change.old, change.new)
        states = ["" if side is None else side.reason or "kept" for side in sides]
        confidences = ["" if side is None else f"{side.confidence:.{publishing.PLACES}f}" for side in sides]
        told = (change.kind, change.why, row.id, row.article, *states, *confidences)
        yield publishing.write_rows([(*told, " ".join(change.columns), row.ja, row.en)])


def changelog(before: Release, after: Release, changes: Sequence[Change]) -> Iterator[str]:
    """The text of a release's changelog, in Markdown."""
    from corpus.releases import CAUSES, KINDS

    yield f"## {after.kept:,} rows (before: {before.kept:,})\n\n"
    for kind in KINDS:
        of_kind = [change for change in changes if change.kind == kind]
        if not of_kind:
            continue
        counted = Counter(change.why for change in of_kind)
        in_columns = f" in {_columns(of_kind)}" if kind == "changed" else ""
        yield f"- {_many(len(of_kind), 'row')} {kind}{in_columns}:\n"
        yield from (f"  - {counted[name]:,} because {CAUSES[name][1]}\n" for name in CAUSES if counted[name])
    if not changes:
        yield "- The same rows.\n"
    yield from (f"- {harmless(line)}\n" for line in _facts(before, after))
    yield f"\n{harmless(f'Signature: `{after.told_apart}`, before `{before.told_apart}`.')}\n"


def _facts(before: Release, after: Release) -> Iterator[str]:
    """What changed besides rows: articles, what is stated of documents, settings, model, version."""
    was = moved(before, after)
    same = {name for name, old in was.items() if after.articles[name] == before.articles[old]}
    listed = {
        "new": [name for name in after.articles if name not in before.articles and name not in was],
        "gone": [name for name in before.articles if name not in after.articles and name not in was.values()],
        "called otherwise": [f"{name} (was {old})" for name, old in was.items() if name in same],
        "called otherwise and changed": [f"{name} (was {old})" for name, old in was.items() if name not in same],
        "changed": [name for name, digest in after.articles.items() if before.articles.get(name, digest) != digest],
    }
    yield from (f"{_many(len(names), 'article')} {what}: {_named(names)}." for what, names in listed.items() if names)
    yield from _restated(before, after, was)
    for name in sorted({*before.settings, *after.settings}):
        old, now = before.settings.get(name), after.settings.get(name)
        if old != now:
            yield f"`{name}` is {now}, was {old}."
    if before.model != after.model:
        yield f"The model is {after.model}, was {before.model}."
    if before.version != after.version:
        yield f"Built by Taiyaku {after.version}, before by {before.version}."


def _restated(before: Release, after: Release, was: Mapping[str, str]) -> Iterator[str]:
    """What is stated otherwise of documents that both releases have; `was` are the old names of articles."""
    differing: dict[tuple[str, str, str], list[str]] = {}
    for document, stated in after.stated.items():
        name, digest = document
        called = was.get(name, name)
        is_article = after.articles.get(name) == digest
        then = before.stated.get((called, before.articles.get(called, digest) if is_article else digest), {})
        for fact in stated.keys() & then.keys():
            now, old = (shown(one[fact] or "unknown") for one in (stated, then))
            if now != old:
                differing.setdefault((fact, now, old), []).append(name)
    for (fact, now, old), names in sorted(differing.items()):
        yield f"The {fact} of {_many(len(names), 'document')} is {now}, was {old}: {_named(names)}."


def moved(before: Release, after: Release) -> dict[str, str]:
    """The articles that have another name now, each with its old one.

    They are known by their bytes, else by their text, else by their address, where only one has it in either release.
    """
    found: dict[str, str] = {}
    for known in (_bytes, _text, _address):
        gone = _by(known, before, before.articles.keys() - after.articles.keys() - set(found.values()))
        for key, names in _by(known, after, after.articles.keys() - before.articles.keys() - found.keys()).items():
            old = gone.get(key, [])
            if known is not _address or len(names) == len(old) == 1:
                found.update(zip(names, old, strict=False))
    return found


def _by(known: Callable[[Release, str], str | None], release: Release, names: Iterable[str]) -> dict[str, list[str]]:
    """Articles by what they are known by, as far as they are."""
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        if key := known(release, name):
            found.setdefault(key, []).append(name)
    return found


def _bytes(release: Release, name: str) -> str:
    return release.articles[name]


def _text(release: Release, name: str) -> str | None:
    return release.texts.get(name)


def _address(release: Release, name: str) -> str | None:
    return release.stated.get((name, release.articles[name]), {}).get("url")


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return f"{', '.join(sorted(names)[:NAMED])}{more}"


def _causes(changes: Sequence[Change]) -> list[str]:
    from corpus.releases import CAUSES

    there = {change.why for change in changes}
    return [name for name in CAUSES if name in there]


def _columns(changes: Sequence[Change]) -> str:
    """The columns that differ, with in how many rows, the most frequent first."""
    counted = Counter(column for change in changes for column in change.columns)
    return ", ".join(
        f"{name} ({count:,})" for name, count in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    )


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


Show = Callable[["Release", "Release", Sequence["Change"]], Iterator[str]]
FORMATS: Mapping[str, Show] = {"table": table, "rows": rows, "changelog": changelog}
"""How the difference is shown; the first is the default."""


def add_diff(commands: Commands) -> None:
    """`taiyaku diff`."""
    command = commands.add_parser(
        "diff",
        help="say which rows a release of a dataset added, removed and changed, and why",
        description="Compares the kept pairs of two datasets, or of their stand-off forms: rows that were added, "
        "removed or changed, and why. "
        "As counts (table), a line a row (rows), or as the text of the release's changelog (changelog).",
    )
    command.add_argument("old", type=place, metavar="OLD", help="the folder of the last release")
    command.add_argument("new", type=place, metavar="NEW", help="the folder of the new one, such as build/dataset")
    command.add_argument("--format", choices=tuple(FORMATS), default="table", help="how it is shown (%(default)s)")
    command.set_defaults(run=_diff)


def _diff(args: argparse.Namespace) -> int:
    from corpus import releases

    before, after = releases.release(args.old), releases.release(args.new)
    for piece in FORMATS[args.format](before, after, releases.changes(before, after)):
        tell(*piece.removesuffix("\n").split("\n"))
    return 0
