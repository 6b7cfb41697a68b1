"""Why a pair is not in the training set: the closed set of reasons, one row each, in order of precedence.

The first row that applies gives the pair its reason. To add a reason: one row here, its name in `types.Reason`, and
a case in the tests; the card, the manifest and the summary of a build take it from this table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus.config import Config
from corpus.types import Pair, Reason

PLACES = 4
"""Decimals that a confidence is rounded to before it is compared, so that the last bits of a sum decide nothing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A reason, when it applies, and what it means to a reader; `reason` is None where the pair is kept."""

    reason: Reason | None
    applies: Callable[[Pair, Config], bool]
    meaning: str


def _accepted(pair: Pair, config: Config) -> bool:
    return pair.verdict is not None and (pair.verdict.decision in ("accept", "edit") or bool(pair.made_of))


def _rejected(pair: Pair, config: Config) -> bool:
    return pair.verdict is not None and pair.verdict.decision == "reject"


def _split(pair: Pair, config: Config) -> bool:
    return pair.verdict is not None and pair.verdict.decision == "split" and not pair.made_of


def _merged(pair: Pair, config: Config) -> bool:
    return pair.verdict is not None and pair.verdict.decision == "merge" and not pair.made_of


def _headline(pair: Pair, config: Config) -> bool:
    return pair.headline


def _truncated(pair: Pair, config: Config) -> bool:
    return pair.cut


def _surely_wrong(pair: Pair, config: Config) -> bool:
    return round(pair.confidence, PLACES) < config.review_confidence


def _low_confidence(pair: Pair, config: Config) -> bool:
    return round(pair.confidence, PLACES) < config.accept_confidence


def _contradiction(pair: Pair, config: Config) -> bool:
    return pair.contradicts


RULES: tuple[Rule, ...] = (
    Rule("rejected", _rejected, "a reviewer rejected the pair"),
    Rule("split", _split, "a reviewer split the pair, and its parts stand in its place"),
    Rule("merged", _merged, "a reviewer merged the pair with others, and what they make stands in their place"),
    Rule(None, _accepted, "a reviewer accepted or made the pair: it is kept, whatever the machine says"),
    Rule("headline", _headline, "a side is the page's headline or a source's title: worded freely, often shortened"),
    Rule("truncated", _truncated, "a side was cut off on the page, so the other says more, or is broken up there"),
    Rule("surely_wrong", _surely_wrong, "its confidence is below review_confidence: not worth a reviewer's time"),
    Rule("low_confidence", _low_confidence, "its confidence is below accept_confidence: a reviewer should look at it"),
    Rule("contradiction", _contradiction, "a number, date, time, day or name is another one on the other side"),
)

DUPLICATE = (
    "both texts are, but for case, width, spaces and punctuation, those of a better pair that is kept or waits for"
    " a reviewer, or of a pair that a reviewer decided on"
)

REASONS: dict[Reason, str] = {rule.reason: rule.meaning for rule in RULES if rule.reason} | {"duplicate": DUPLICATE}
"""What each reason means, in order of precedence; `duplicate` is given where other pairs are known, and
wins over what the machine alone says of a pair if a reviewer decided on its texts elsewhere."""


def reason_of(pair: Pair, config: Config) -> Reason | None:
    """The reason of the first rule that applies to the pair, None where it is kept; duplicates are found elsewhere."""
    return next((rule.reason for rule in RULES if rule.applies(pair, config)), None)
