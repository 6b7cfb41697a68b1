"""What the report counts, from rows as they are published: the dataset's own are enough to make the report again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from corpus.config import Config
from corpus.publishing.review import TO_REVIEW
from corpus.types import Reason

Row = Mapping[str, Any]
"""A pair as a row of the dataset."""

KEPT, WAITS, LEFT = "kept", "to review", "left out"
OUTCOMES = (KEPT, WAITS, LEFT)
"""What may become of a pair: it is kept, a person should decide, or it is left out for good."""

UNKNOWN = "unknown"
STEPS = 20  # bars of the histogram


def outcome(row: Row, config: Config) -> str:
    """What became of a pair."""
    if row["reason"] is None:
        return KEPT
    return WAITS if row["reason"] in TO_REVIEW and row["confidence"] >= config.review_confidence else LEFT


def histogram(rows: Iterable[Row], config: Config) -> dict[str, list[int]]:
    """For each outcome the pairs in each of `STEPS` equal steps of confidence."""
    counts = {name: [0] * STEPS for name in OUTCOMES}
    for row in rows:
        counts[outcome(row, config)][min(STEPS - 1, int(row["confidence"] * STEPS + 1e-9))] += 1
    return counts


def way(
    articles: int, rows: Sequence[Row], reasons: Mapping[Reason, str], config: Config
) -> list[tuple[str, int, str]]:
    """The way from articles to kept pairs: (step, count, meaning); reasons that no pair has are left out."""
    counts = Counter(row["reason"] or KEPT for row in rows)
    found = {row["provenance"]["ja"]["article"] for row in rows}
    kept = {row["provenance"]["ja"]["article"] for row in rows if row["reason"] is None}
    waiting = sum(outcome(row, config) == WAITS for row in rows)
    return [
        ("articles", articles, "pages that were read"),
        ("with a pair", len(found), "pages on which anything renders anything"),
        ("pairs found", len(rows), "what is said in both languages, surely or not"),
        *((f"− {name}", counts[name], meaning) for name, meaning in reasons.items() if counts[name]),
        ("= kept", counts[KEPT], f"what the dataset's config pairs holds, of {len(kept):,} pages"),
        ("to review", waiting, "what is left out for now, and may be kept when a person has looked at it"),
        ("with a verdict", sum(row["verdict"] is not None for row in rows), "what a person has looked at"),
    ]


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
    """(confidence, whether accepted as it stood) of the pairs with a verdict."""
    return [(row["confidence"], row["verdict"] == "accept") for row in rows if row["verdict"] is not None]


def most_of(counts: Counter[str], most: int = 12) -> list[tuple[str, int]]:
    """The largest counts, equal ones by name, and what all others are together; what is unknown stands last."""
    named = sorted(((-count, name) for name, count in counts.items() if name != UNKNOWN))
    first = [(name, -count) for count, name in named[:most]]
    if len(named) > most:
        first.append((f"{len(named) - most:,} others", -sum(count for count, _ in named[most:])))
    return [*first, *([(UNKNOWN, counts[UNKNOWN])] if counts[UNKNOWN] else [])]


def _account(handle: str | None) -> str:
    return f"@{handle}" if handle else UNKNOWN
