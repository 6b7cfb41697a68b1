"""Pairs of texts of which one side was cut at a comma, so that the other says more: to learn from and to measure on."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from corpus.types import Language

KEPT = (0.3, 0.7)  # of a text that is cut
LEAST: dict[Language, int] = {"ja": 24, "en": 60}  # characters: less is not worth cutting
MARKED = 0.25  # of the cuts end with an ellipsis
_COMMA = {"ja": re.compile("、"), "en": re.compile(r", | and | but | because | which ")}
_STOP: dict[Language, str] = {"ja": "。", "en": "."}
SIDES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True)
class Cut:
    """A pair of texts, whole or with one side cut."""

    ja: str
    en: str
    how: str  # "whole", or the side that was cut, with "…" where an ellipsis says so

    @property
    def marked(self) -> bool:
        """Whether an ellipsis says that it is cut."""
        return self.how.endswith("…")


def cuts(pairs: Sequence[tuple[str, str]], seed: int) -> Iterator[Cut]:
    """Pairs, whole or cut on one side at a comma near its middle; short ones and those without one are passed over."""
    rng = random.Random(seed)
    for ja, en in pairs:
        if len(ja) < LEAST["ja"] or len(en) < LEAST["en"]:
            continue
        side = rng.choice((*SIDES, None, None))
        if found := cut(ja, en, side, rng, MARKED) if side else Cut(ja, en, "whole"):
            yield found


def cut(ja: str, en: str, side: Language, rng: random.Random, marked: float = 0.0) -> Cut | None:
    """A pair with a side cut, so often with an ellipsis; None where that side has no comma near its middle."""
    text = ja if side == "ja" else en
    places = [m.start() for m in _COMMA[side].finditer(text) if KEPT[0] <= m.start() / len(text) <= KEPT[1]]
    if not places:
        return None
    mark = rng.random() < marked
    short = text[: rng.choice(places)] + ("…" if mark else _STOP[side])
    return Cut(short if side == "ja" else ja, en if side == "ja" else short, side + ("…" if mark else ""))
