"""What a page's surest beads tell of all others: how it lays out what it pairs, in which order, how much in one bead.

Each page has a habit, and keeps to it: English above its Japanese, or behind, a line for a line or block for block,
renderings in the order of their originals, or as the story goes. Of two beads that are as unsure by their texts the
likelier one lies as the sure ones do, and fills a place that these leave on both sides. The sure ones are taken
greedily, none with characters of another; each bead is seen beside those that share nothing with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from corpus.alignment.runs import Array, Bools, Ints, Runs

SURE = 0.0  # log-odds of the first opinion above which a bead tells of others
NEXT_TO = 3  # sure beads nearest to a bead, of which is told how many lie as it does
FURTHEST = 8  # sentences that are counted between two beads
NOBODY = 9  # in their place where there is no sure bead
MANY = 20
_DOCUMENT = 1 << 40  # places of characters in one document after another

HABITS = (
    "sure", "in_order", "page_in_order", "skipped_before", "skipped_behind", "free_en", "free_ja",
    "alike", "most_alike", "next_alike", "role_alike", "next_role_alike",
    "ja_sentences", "en_sentences", "en_first",
)  # fmt: skip


@dataclass(frozen=True)
class _Beads:
    """Where some beads begin and end, as places of characters in all documents, and how each lies (b,)."""

    ja_start: Ints
    ja_end: Ints
    en_start: Ints
    en_end: Ints
    document: Ints  # of the English
    side: Ints  # 1 with its Japanese behind its English, -1 before it, 0 with English of another document
    lies: Ints  # side, passages between and lines between, as one number
    quoted: Bools

    def of(self, some: Ints) -> _Beads:
        """Some of them."""
        return _Beads(*(values[some] for values in vars(self).values()))


def habits(
    odds: Array, signals: Mapping[str, Array], ja: Runs, en: Runs, rows: Ints, columns: Ints
) -> dict[str, Array]:
    """What the sure ones of some beads tell of each, by the names of `HABITS`, each (b,).

    `odds` (b,) are by the first opinion; of the signals `between` and `near` are looked at.
    """
    chosen = _surest(odds, ja, en, rows, columns)
    beads = _beads(signals, ja, en, rows, columns)
    sure = beads.of(chosen)
    apart = ja.apart[np.ix_(rows, rows[chosen])] & en.apart[np.ix_(columns, columns[chosen])]
    asked = apart & (beads.document[:, None] == sure.document)
    count = apart.sum(axis=1)

    order = np.sign(beads.ja_start[:, None] - sure.ja_start) * np.sign(beads.en_start[:, None] - sure.en_start)
    before, behind = (_nearest(beads, sure, asked, behind=late) for late in (False, True))
    every_en = np.flatnonzero(en.size == 1)
    quoted_ja = np.flatnonzero((ja.size == 1) & ja.quoted)
    free_en = every_en[en.apart[np.ix_(every_en, columns[chosen])].all(axis=1)]
    free_ja = quoted_ja[ja.apart[np.ix_(quoted_ja, rows[chosen])].all(axis=1)]
    said, left_en, left_ja = _edges(en, every_en), _edges(en, free_en), _edges(ja, free_ja)
    alike = apart & (beads.lies[:, None] == sure.lies)
    of_role = apart & (beads.quoted[:, None] == sure.quoted)
    near = np.abs(beads.ja_start[:, None] - sure.ja_start)

    def mean(values: Array) -> Array:
        return np.asarray((apart * values).sum(axis=1) / np.maximum(count, 1), np.float64)

    commonest = np.unique(sure.lies, return_counts=True)[1].max(initial=0)
    found = {
        "sure": np.minimum(count, MANY),
        "in_order": (order * asked).sum(axis=1) / (asked.sum(axis=1) + 2),
        "page_in_order": np.full(len(odds), _in_order(sure)),
        "skipped_before": _skipped(said, sure, beads, before, behind=False),
        "skipped_behind": _skipped(said, sure, beads, behind, behind=True),
        "free_en": _free(left_en, sure.en_end, sure.en_start, before, behind, beads.document),
        "free_ja": _free(left_ja, sure.ja_end, sure.ja_start, before, behind, np.zeros_like(rows)),
        "alike": alike.sum(axis=1) / (count + 2),
        "most_alike": np.full(len(odds), commonest / (len(chosen) + 2)),
        "next_alike": _of_nearest(alike, apart, near),
        "role_alike": (alike & of_role).sum(axis=1) / (of_role.sum(axis=1) + 2),
        "next_role_alike": _of_nearest(alike, of_role, near),
        "ja_sentences": mean(ja.size[rows[chosen]].astype(np.float64)),
        "en_sentences": mean(en.size[columns[chosen]].astype(np.float64)),
        "en_first": mean((sure.side > 0).astype(np.float64)),
    }
    return {name: np.asarray(values, np.float64) for name, values in found.items()}


def _surest(odds: Array, ja: Runs, en: Runs, rows: Ints, columns: Ints) -> Ints:
    """The sure beads, the surest first, without those that share characters with a surer one."""
    taken_ja, taken_en = np.zeros(len(ja), np.bool_), np.zeros(len(en), np.bool_)
    chosen = []
    for at in np.argsort(-odds, kind="stable")[: int((odds > SURE).sum())].tolist():
        row, column = rows[at], columns[at]
        if not taken_ja[row] and not taken_en[column]:
            chosen.append(at)
            taken_ja |= ja.overlap[row]
            taken_en |= en.overlap[column]
    return np.array(chosen, np.int64)


def _beads(signals: Mapping[str, Array], ja: Runs, en: Runs, rows: Ints, columns: Ints) -> _Beads:
    own, facing = ja.characters[rows], en.characters[columns]
    (ja_start, ja_end), (en_start, en_end) = _places(own).T, _places(facing).T
    side = np.where(own[:, 0] == facing[:, 0], np.sign(own[:, 1] - facing[:, 1]), 0)
    # `near` tells of the lines between, as e to the minus half of their number: far ones are all the same.
    lines = np.round(10 * signals["near"]).astype(np.int64)
    passages = np.minimum(signals["between"], 3).astype(np.int64)
    lies = (side + 1) * 100 + passages * 20 + lines
    return _Beads(ja_start, ja_end, en_start, en_end, facing[:, 0], side, lies, ja.quoted[rows])


def _places(characters: Ints) -> Ints:
    """Where runs begin and end, in one document after another (r, 2)."""
    return characters[:, :1] * _DOCUMENT + characters[:, 1:]


def _edges(side: Runs, some: Ints) -> tuple[Ints, Ints]:
    """Where some sentences begin, and end, in order."""
    start, end = np.sort(_places(side.characters[some]), axis=0).T
    return start, end


def _nearest(beads: _Beads, sure: _Beads, asked: Bools, *, behind: bool) -> Ints:
    """The sure bead whose Japanese begins last before each one's, or first behind it, of those asked; -1: none (b,)."""
    if not len(sure.ja_start):
        return np.full(len(beads.ja_start), -1)
    way = -1 if behind else 1
    order = np.argsort(way * sure.ja_start, kind="stable")
    there = (asked & (way * sure.ja_start < way * beads.ja_start[:, None]))[:, order]
    last = np.where(there, np.arange(len(order)), -1).max(axis=1)
    return np.where(last < 0, -1, order[last])


def _between(sentences: tuple[Ints, Ints], first: Ints, last: Ints) -> Ints:
    """How many sentences begin behind a place and end before another one."""
    starts, ends = sentences
    count: Ints = ends.searchsorted(last, side="right") - starts.searchsorted(first)
    return np.maximum(count, 0)


def _skipped(sentences: tuple[Ints, Ints], sure: _Beads, beads: _Beads, nearest: Ints, *, behind: bool) -> Array:
    """English sentences between a bead and the sure one next to it by its Japanese; below 0 where the order turns."""
    if not len(sure.ja_start):
        return np.full(len(nearest), float(NOBODY))
    other = sure.of(np.maximum(nearest, 0))
    first, last = (beads, other) if behind else (other, beads)
    forth = _between(sentences, first.en_end, last.en_start)
    back = -1 - _between(sentences, last.en_end, first.en_start)
    steps = np.clip(np.where(last.en_start >= first.en_end, forth, back), -FURTHEST, FURTHEST)
    return np.where(nearest < 0, NOBODY, steps).astype(np.float64)


def _free(free: tuple[Ints, Ints], ends: Ints, starts: Ints, before: Ints, behind: Ints, document: Ints) -> Array:
    """Sentences that no sure bead has between the ends and starts of the sure ones before and behind each bead."""
    first, last = document * _DOCUMENT, (document + 1) * _DOCUMENT
    if len(ends):
        first = np.where(before < 0, first, ends[before])
        last = np.where(behind < 0, last, starts[behind])
    return np.minimum(_between(free, first, last), MANY).astype(np.float64)


def _of_nearest(alike: Bools, asked: Bools, far: Ints) -> Array:
    """How many of the sure beads nearest to each lie as it does."""
    if not asked.shape[1]:
        return np.zeros(len(asked))
    order = np.argsort(np.where(asked, far, 2 * _DOCUMENT), axis=1, kind="stable")[:, :NEXT_TO]
    return np.asarray(np.take_along_axis(alike & asked, order, axis=1).sum(axis=1), np.float64)


def _in_order(sure: _Beads) -> float:
    """How far the sure beads stand in one order on both sides: -1 in reverse, 1 in the same."""
    ja, en = (np.sign(place[:, None] - place) for place in (sure.ja_start, sure.en_start))
    same = sure.document[:, None] == sure.document
    return float((ja * en * same).sum() / (len(sure.ja_start) * (len(sure.ja_start) - 1) + 2))
