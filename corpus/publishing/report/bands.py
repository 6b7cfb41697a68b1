"""A pair as a band over both languages, with what is known of it in a box that hover and focus open."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.config import Config
from corpus.publishing.report.counts import KEPT, LEFT, WAITS, in_words, outcome
from corpus.publishing.report.markup import esc, named
from corpus.publishing.rows import Row
from corpus.types import Reason


@dataclass(frozen=True, slots=True)
class Comparing:
    """How two texts are compared: what stands on one side only, as in `ja: 70`, and what is the same of equal pairs."""

    mismatches: Callable[[str, str], Sequence[str]]
    same_texts: Callable[[str, str], Hashable]


@dataclass(frozen=True, slots=True)
class Known:
    """What is to be known for any pair: `repeats` is what each duplicate repeats, `linked` the ids that stand here."""

    config: Config
    reasons: Mapping[Reason, str]
    comparing: Comparing
    repeats: Mapping[str, Row]
    linked: Collection[str]


CLASSES = {KEPT: "kept", WAITS: "waits", LEFT: "left"}

SIGNALS: tuple[tuple[str, Callable[[float], str]], ...] = (
    ("similarity", lambda value: f"alike in meaning <b>{value:.2f}</b> of 1"),
    ("covered_ja", lambda value: f"<b>{value:.0%}</b> of the Japanese is found in the English"),
    ("covered_en", lambda value: f"<b>{value:.0%}</b> of the English is found in the Japanese"),
    ("length_surprise", lambda value: f"lengths <b>{value:.1f}</b> standard deviations from usual"),
)
"""The signals of a pair that a sentence tells; most others say something only beside those of the pair's rivals."""


def repeated(rows: Iterable[Row], comparing: Comparing) -> dict[str, Row]:
    """Of each duplicate, by its id, the pair with its texts: one that was decided on before one that is kept."""
    held: dict[Hashable, Row] = {}
    copies: dict[str, Hashable] = {}
    for row in sorted(rows, key=lambda row: row["verdict"] is None):
        texts = comparing.same_texts(row["translation"]["ja"], row["translation"]["en"])
        if row["reason"] == "duplicate":
            copies[row["id"]] = texts
        elif row["reason"] is None or row["verdict"]:
            held.setdefault(texts, row)
    return {name: held[texts] for name, texts in copies.items() if texts in held}


def band(row: Row, known: Known, label: str, *, anchored: bool, beside: str = "") -> str:
    """A pair with its box: `label` says which it is of its article, `anchored` that its id leads to it.

    `beside` is a further class.
    """
    became, texts = outcome(row, known.config), row["translation"]
    name = f' id="{esc(row["id"])}"' if anchored else ""
    level = f"c{min(9, int(row['confidence'] * 10 + 1e-9))}"
    odd = known.comparing.mismatches(texts["ja"], texts["en"]) if row["reason"] != "duplicate" else ()
    only = "".join(
        f'<p class="odd {side}">only here: {_listed(odd, side)}</p>'
        for side in ("ja", "en")
        if became == WAITS and _listed(odd, side)
    )
    return (
        f'<div class="bead {level} {CLASSES[became]}{beside}"{name} tabindex="0" role="group" '
        f'aria-label="{esc(f"{label}, {became}")}">'
        f'<p class="ja" lang="ja"><bdi>{esc(texts["ja"])}</bdi></p>'
        f'<div class="between">{_between(row, known, became)}</div>'
        f'<p class="en" lang="en"><bdi>{esc(texts["en"])}</bdi></p>{only}'
        f"{_box(row, known, () if became == WAITS else odd)}</div>"
    )


def _between(row: Row, known: Known, became: str) -> str:
    """What stands between the two texts: confidence, what became of the pair, and its id."""
    why = KEPT if became == KEPT else row["reason"]
    if row["verdict"] and became == KEPT:
        why = f"{why} by verdict"
    if other := known.repeats.get(row["id"]):
        why = f"<span>{esc(why)} of</span> {_reference(other, row, known)}"
    else:
        why = f"<span>{esc(why)}</span>"
    mark = f"<strong>{WAITS}</strong> " if became == WAITS else ""
    return f"<b>{row['confidence']:.2f}</b> {mark}{why} <code>{esc(row['id'])}</code>"


def _reference(other: Row, row: Row, known: Known) -> str:
    """The pair that another one repeats, as a link where it is shown; of a page given twice its other name."""
    name = other["provenance"]["ja"]["article"] if other["id"] == row["id"] else other["id"]
    if other["id"] in known.linked:
        return f'<a href="#{esc(other["id"])}">{named(name)}</a>'
    return named(name)


def _listed(odd: Iterable[str], side: str) -> str:
    """Those mismatches that stand on a side."""
    said = (one.partition(": ") for one in odd)
    return ", ".join(named(what) for language, _, what in said if language == side)


def _box(row: Row, known: Known, odd: Sequence[str]) -> str:
    """What hover and focus show: who said it and when, why the pair is not kept, and what it was judged by, in short.

    `taiyaku why` tells all signals, and what each is worth.
    """
    who = [named(row[name]) for name in ("speaker", "speaker_ja") if row[name]]
    who += [named(f"@{row['handle']}")] if row["handle"] else []
    said = f"<span>said by <b>{' · '.join(who)}</b></span> " if who else "<span>nobody is named as the speaker</span> "
    facts = {"on": row["posted_on"], "relation": row["relation"], "verdict": row["verdict"]}
    said += "".join(f"<span>{name} <b>{esc(value)}</b></span> " for name, value in facts.items() if value)
    lines = [said]
    if row["reason"] and row["id"] not in known.repeats:
        lines.append(f"<b>{esc(row['reason'])}</b>: {esc(in_words(known.reasons[row['reason']], known.config))}")
    sides = (("Japanese", _listed(odd, "ja")), ("English", _listed(odd, "en")))
    if odd:
        lines.append("only in the " + ", only in the ".join(f"{side}: {what}" for side, what in sides if what))
    values = {one["name"]: one["value"] for one in row["signals"]}
    signals = "".join(f"<span>{told(values[name])}</span> " for name, told in SIGNALS if name in values)
    lines.append(f"{signals}<span>all of it: <code>taiyaku why {esc(row['id'])}</code></span>")
    return f'<div class="box">{"".join(f"<p>{line}</p>" for line in lines)}</div>'
