"""What the report counts, from rows as they are published: the dataset's own are enough to make the report again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.config import Config
from corpus.publishing.review.table import waits
from corpus.publishing.rows import Row
from corpus.types import Reason

KEPT, WAITS, LEFT = "kept", "to review", "left out"
OUTCOMES = (KEPT, WAITS, LEFT)
"""What may become of a pair: it is kept, a person should decide, or it is left out for good."""

UNKNOWN = "unknown"
STEPS = 20  # bars of the histogram


def outcome(row: Row, config: Config) -> str:
    """What became of a pair."""
    if row["reason"] is None:
        return KEPT
    return WAITS if waits(row["reason"], row["confidence"], config) else LEFT


def histogram(rows: Iterable[Row], config: Config) -> dict[str, list[int]]:
    """For each outcome the pairs in each of `STEPS` equal steps of confidence."""
    counts = {name: [0] * STEPS for name in OUTCOMES}
    for row in rows:
        counts[outcome(row, config)][min(STEPS - 1, int(row["confidence"] * STEPS + 1e-9))] += 1
    return counts


def in_words(meaning: str, config: Config) -> str:
    """What a reason means, with the values of the settings that it names."""
    known = {"accept_confidence": config.accept_confidence, "review_confidence": config.review_confidence}
    for name, value in known.items():
        meaning = meaning.replace(name, f"{value:g}")
    return meaning


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the way from articles to kept pairs; `kind` is the outcome of the pairs that it counts, if it does."""

    name: str
    count: int
    meaning: str
    kind: str | None = None


def way(articles: int, rows: Sequence[Row], reasons: Mapping[Reason, str], config: Config) -> list[Step]:
    """The way from articles to kept pairs: kept and the sum over the reasons are all that was found."""
    counts = Counter(row["reason"] or KEPT for row in rows)
    found = {row["provenance"]["ja"]["article"] for row in rows}
    kept = {row["provenance"]["ja"]["article"] for row in rows if row["reason"] is None}
    waiting = sum(outcome(row, config) == WAITS for row in rows)
    verdicts = sum(row["verdict"] is not None and "." not in row["id"] for row in rows)  # and not what was made of them
    return [
        Step("articles", articles, "pages that were read"),
        Step("with a pair", len(found), "pages that say something in both languages"),
        Step("pairs found", len(rows), "what is said in both languages, surely or not", LEFT),
        *(
            Step(f"− {name}", counts[name], in_words(meaning, config), LEFT)
            for name, meaning in reasons.items()
            if counts[name]
        ),
        Step("= kept", counts[KEPT], f"what the dataset has as its pairs, of {_pages(len(kept))}", KEPT),
        Step("to review", waiting, "of those left out: kept if a person accepts them", WAITS),
        Step("with a verdict", verdicts, "of all pairs: a person has decided", KEPT),
    ]


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count:,} pages"


def relations(rows: Iterable[Row]) -> Counter[str]:
    """How many kept pairs there are of each relation."""
    return Counter(row["relation"] for row in rows if row["reason"] is None)


def speakers(rows: Iterable[Row]) -> Counter[str]:
    """How many kept pairs each speaker has, under the English name where the page writes one."""
    kept = (row for row in rows if row["reason"] is None)
    return Counter(row["speaker"] or row["speaker_ja"] or _account(row["handle"]) for row in kept)


def publishers(rows: Iterable[Row]) -> Counter[str]:
    """How many kept pairs there are of each publisher's pages."""
    return Counter(row["provenance"]["ja"]["publisher"] or UNKNOWN for row in rows if row["reason"] is None)


def decided(rows: Iterable[Row]) -> list[tuple[float, bool]]:
    """(confidence, whether accepted) of the pairs that alignment found and a reviewer accepted or rejected.

    Whoever edits, splits or merges says neither. On what a reviewer made, and on what stands though alignment does not
    find it, no signal was measured.
    """
    found = (row for row in rows if row["verdict"] in ("accept", "reject") and row["signals"])
    return [(row["confidence"], row["verdict"] == "accept") for row in found]


def most_of(counts: Counter[str], most: int = 12) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """The largest counts, equal ones by name; and what all others are together, and what is unknown."""
    named = sorted(((-count, name) for name, count in counts.items() if name != UNKNOWN))
    more = len(named) - most
    others = [(f"{more:,} other{'s' * (more > 1)}", -sum(count for count, _ in named[most:]))] if more > 0 else []
    unknown = [(UNKNOWN, counts[UNKNOWN])] if counts[UNKNOWN] else []
    return [(name, -count) for count, name in named[:most]], others + unknown


def _account(handle: str | None) -> str:
    return f"@{handle}" if handle else UNKNOWN
