"""Quotations that were written for fitting (`data/gold/quotations`).

Parallel documents are rendered closely, sentence by sentence, and what stands around them on a made page is about
something else. Pages are not like that: a rendering may share no word with its English, two sentences are told in one,
and what the page's writer says is about the same matter. So people's renderings of invented posts, interviews and
statements are laid out like documents are (`pages/layouts.py`), with their writer's own sentences around them
(`pages/written.py`).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pages.units import Unit
from partitions import Part, digest

FOLDER = Path(__file__).resolve().parents[2] / "data" / "gold" / "quotations"
ENDERS_JA, ENDERS_EN = "。！？!?…」』）)♪〜～", ".!?…”\"'’)"


@dataclass(frozen=True)
class Quotation:
    """What one person says, as units, with other renderings; what a writer says around it; the headline."""

    name: str
    speaker: dict[str, Any]
    rows: tuple[dict[str, Any], ...]
    around: tuple[str, ...]
    reported: tuple[dict[str, Any], ...]
    headline: dict[str, Any]

    def called(self, rng: random.Random) -> tuple[str, str]:
        """Who speaks, by the full name and by the family name alone, with what stands behind it; a firm by its name."""
        full, suffix = self.speaker["ja"], self.speaker["suffix"]
        if suffix is None:
            return full, full
        behind = rng.choice([suffix, suffix, "氏", "さん"]) if suffix else ""
        return full + behind, full.split("・")[-1] + behind

    def unit(self, row: int, *, free: bool) -> Unit:
        """A row as it is rendered, closely or freely."""
        told = self.rows[row]
        freely = free and bool(told.get("free"))
        how = "free" if freely else "ja"
        ja = [ended(text.translate(_INNER), ENDERS_JA, "。") for text in told[how]]
        en = [ended(text, ENDERS_EN, ".") for text in told["en"]]
        relation = told.get("relation", "translation")
        relation = "paraphrase" if freely and relation == "translation" else relation
        return Unit(ja, en, relation, apart=how in told.get("apart", ()))


_INNER = str.maketrans("「」", "『』")  # quotations inside a quotation


def ended(text: str, enders: str, ender: str) -> str:
    """The text with an ender behind it, if it has none."""
    text = text.strip()
    return text if text[-1] in enders else text + ender


def quotations(part: Part, folder: Path = FOLDER) -> Iterator[Quotation]:
    """Those of a part: one in five is reported on, the others are fitted on, and only clauses are learned from them."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            if part == ("report" if int(digest(told["id"]), 16) % 5 == 0 else "fit"):
                yield Quotation(
                    told["id"],
                    told["speaker"],
                    tuple(told["rows"]),
                    tuple(told["around"]),
                    tuple(told["reported"]),
                    told["headline"],
                )
