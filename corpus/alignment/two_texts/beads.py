"""Two lists of sentences aligned: beads of sentences out of beads of their parts; start at `beads_of_texts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import exp, log

import numpy as np
import regex
from tqdm import tqdm

from corpus.alignment.drafts.corridor import JUMP as CELL_JUMP
from corpus.alignment.drafts.corridor import corridor
from corpus.alignment.drafts.drafts import drafts_of
from corpus.alignment.drafts.sides import Side, side_of
from corpus.alignment.learned.bead_score import BeadScore
from corpus.alignment.learned.coefficients import mapped
from corpus.alignment.learned.encoder import Encoder
from corpus.alignment.runs import Array, Ints
from corpus.alignment.selection import linked
from corpus.alignment.two_texts.ordered import FAR, JUMP, Judged, chosen, chosen_anyhow, judged, missed, said
from corpus.types import Bead, CorpusError
from corpus.workers import hidden

WHOLE = 25_000_000  # pairs of parts that a choice without order compares at most: all of them, so 600 MB
LOOSE = 1 << 18  # pairs of parts up to which it is tried whether a choice without order says more
MORE = 1.1  # how many times more it has to say
_VISIBLE = regex.compile(r"[^\p{Z}\p{C}]")  # a zero-width space alone is no text


def beads_of_texts(
    ja: Sequence[str],
    en: Sequence[str],
    ordered: bool | None,
    encoder: Encoder,
    score: BeadScore,
    *,
    progress: bool = False,
) -> list[Bead]:
    """The beads of two lists of sentences, each sentence in exactly one; see `corpus.align`.

    Sentences without any text are left out of it: each is a bead of its own.
    """
    sure = float(mapped(score.alone, np.array([FAR]))[0])
    said_ja, said_en = ([at for at, text in enumerate(side) if _VISIBLE.search(text)] for side in (ja, en))
    if len(said_ja) < len(ja) or len(said_en) < len(en):
        some = [ja[at] for at in said_ja], [en[at] for at in said_en]
        found_beads = beads_of_texts(*some, ordered, encoder, score, progress=progress)
        beads = [
            replace(bead, ja=tuple(said_ja[at] for at in bead.ja), en=tuple(said_en[at] for at in bead.en))
            for bead in found_beads
        ]
        beads += [Bead((at,), (), sure) for at in sorted({*range(len(ja))} - {*said_ja})]
        beads += [Bead((), (at,), sure) for at in sorted({*range(len(en))} - {*said_en})]
        return _in_order(beads)
    if not ja or not en:
        return [Bead((at,), (), sure) for at in range(len(ja))] + [Bead((), (at,), sure) for at in range(len(en))]
    with tqdm(total=len(ja) + len(en), unit=" sentences", disable=hidden() if progress else True) as bar:
        bar.set_description("encode")
        ja_side = side_of("ja", ja, encoder)
        bar.update(len(ja))
        en_side = side_of("en", en, encoder)
        bar.set_description("align")
        found, picked = _chosen(ja_side, en_side, ordered, score)
        bar.update(len(en))
    return _beads(found, picked, score)


def _chosen(ja: Side, en: Side, ordered: bool | None, score: BeadScore) -> tuple[Judged, Ints]:
    """The judged drafts, and which of them are chosen."""
    cells = len(ja) * len(en)
    if ordered is not False:
        jumps = (np.inf, np.inf) if ordered else (CELL_JUMP, JUMP)
        found = judged(drafts_of(corridor(ja, en, jump=jumps[0])), score, jumps[1])
        picked = chosen(found, jumps[1])
        if ordered or cells > LOOSE or missed(found, picked) <= MORE:
            return found, picked
    elif cells > WHOLE:
        raise CorpusError(f"without order at most {WHOLE:,} pairs of parts can be compared, these are {cells:,}")
    loose = judged(drafts_of(corridor(ja, en, everywhere=True)), score, 0.0)
    free = chosen_anyhow(loose)
    if ordered is False or said(loose, free) > MORE * said(found, picked):
        return loose, free
    return found, picked


def _beads(found: Judged, picked: Ints, score: BeadScore) -> list[Bead]:
    """The beads of sentences: what the chosen beads of parts link, and every other sentence by itself."""
    ja_count = found.drafts.corridor.patches.ja.sentences
    home = _linked(found, picked)
    made_of: dict[int, list[int]] = {}
    for bead, part in zip(picked.tolist(), found.drafts.ja[picked].tolist(), strict=True):
        made_of.setdefault(home[found.drafts.corridor.patches.ja.owner[part]], []).append(bead)
    sides: dict[int, tuple[list[int], list[int]]] = {}
    for sentence, root in enumerate(home):
        ja_side, en_side = sides.setdefault(root, ([], []))
        if sentence < ja_count:
            ja_side.append(sentence)
        else:
            en_side.append(sentence - ja_count)
    log_odds = found.log_odds.tolist()
    odds = np.array([_all_right([log_odds[bead] for bead in beads]) for beads in made_of.values()])
    confidence = dict(enumerate(mapped(score.alone, _nothing(found)).tolist()))
    confidence |= dict(zip(made_of, mapped(score.linked, odds).tolist(), strict=True))
    signals = dict(zip(made_of, _signals(found, list(made_of.values())), strict=True))
    return _in_order(
        [
            Bead(tuple(ja_side), tuple(en_side), confidence[root], signals.get(root, {}))
            for root, (ja_side, en_side) in sides.items()
        ]
    )


def _in_order(beads: Sequence[Bead]) -> list[Bead]:
    """Beads by their Japanese; one that is English only stands behind the bead of the English before it."""
    last, placed = -1, []
    for bead in sorted(beads, key=lambda bead: bead.en[:1] or (-1,)):
        if bead.ja:
            placed.append((bead.ja[0], -1, bead))
            last = bead.ja[0] if bead.en else last
        else:
            placed.append((last, bead.en[0], bead))
    return [bead for _, _, bead in sorted(placed, key=lambda row: row[:2])]


def _linked(found: Judged, picked: Ints) -> list[int]:
    """For each sentence, the English ones numbered behind the Japanese ones, the first that it is linked with."""
    ja, en = found.drafts.corridor.patches.ja, found.drafts.corridor.patches.en
    ja_owner, en_owner = ja.owner.tolist(), (en.owner + ja.sentences).tolist()
    links = (
        (ja_owner[a], other)
        for a, b, c, d in zip(*(side[picked].tolist() for side in found.drafts.ends), strict=True)
        for other in (*ja_owner[a + 1 : b], *en_owner[c:d])
    )
    return linked(ja.sentences + en.sentences, links)


def _all_right(log_odds: Sequence[float]) -> float:
    """The log-odds that all of several beads are right."""
    right = 1.0
    for odds in log_odds:
        right /= 1 + exp(-odds)
    return min(FAR, max(-FAR, log(right / (1 - right)))) if 0 < right < 1 else FAR if right else -FAR


def _nothing(found: Judged) -> Array:
    """The log-odds that none of the beads that were thought of for each sentence is right (Japanese, then English)."""
    ja, en = found.drafts.corridor.patches.ja, found.drafts.corridor.patches.en
    best = np.full(ja.sentences + en.sentences, -FAR)
    first, end, en_first, en_end = found.drafts.ends
    for side, shift, a, b in ((ja, 0, first, end), (en, ja.sentences, en_first, en_end)):
        for step in range(int((b - a).max(initial=0))):
            some = np.flatnonzero(a + step < b)
            np.maximum.at(best, shift + side.owner[(a + step)[some]], found.log_odds[some])
    return -best


def _signals(found: Judged, groups: Sequence[Sequence[int]]) -> list[dict[str, float]]:
    """The signals of the least likely bead of parts of each group."""
    weakest = [min(group, key=lambda bead: (found.log_odds[bead], bead)) for group in groups]
    rows = np.stack([values[weakest] for values in found.signals.values()], axis=1).tolist()
    return [dict(zip(found.signals, row, strict=True)) for row in rows]
