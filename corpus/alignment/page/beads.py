"""Beads of a page: all runs against all runs, scored in their place, the best set chosen without order.

First the body, where each character is in at most one bead; then the headline against all English, the already used
included, and against the titles of sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.alignment.comparing.facing import Facing
from corpus.alignment.comparing.signals import page_signals
from corpus.alignment.comparing.unsaid import unsaid
from corpus.alignment.drafts.bead_signals import first_signals
from corpus.alignment.drafts.drafts import drafts_of_cells
from corpus.alignment.drafts.sides import MOST, Side, side_of_runs
from corpus.alignment.learned.bead_score import BeadScore
from corpus.alignment.learned.coefficients import Coefficients, Linear, Steps
from corpus.alignment.learned.models import Models
from corpus.alignment.page.connectives import without_connective
from corpus.alignment.page.context import FLOOR, gains, relations
from corpus.alignment.page.habits import habits
from corpus.alignment.page.one_sided import one_sided
from corpus.alignment.page.places import Places, places
from corpus.alignment.page.relation import relation_of
from corpus.alignment.page.standing import edges_of, standing
from corpus.alignment.page.stretches import stretches
from corpus.alignment.page.whole_texts import NOTHING, Whole, at_places, chained
from corpus.alignment.runs import Array, Bools, Floats, Ints, Runs, runs_of
from corpus.alignment.selection import heaviest
from corpus.trees import Trees
from corpus.types import Bead, Passage, Sentence

Roles = tuple[frozenset[str], frozenset[str]]
"""The roles of Japanese and of English passages."""

BODY_JA: frozenset[str] = frozenset({"narration", "quotation"})
BODY_EN = frozenset({"post", "quotation"})
TITLE_JA = frozenset({"headline"})
TITLE_EN = frozenset({"post", "quotation", "source_title"})
STUB = 3  # English cut off after so many words says too little to be rendered: it faces nothing
PRICE = 0.05  # what a bead must be worth to be chosen over nothing
HOPELESS = -6.5  # log-odds by the first opinion below which a bead gets no second one
LEAST = -5.0  # local log-odds below which a bead is not thought of, unless it is among the best of a run
BEST_OF_RUN = 2
# What is asked whether a sentence more, or less, adds to it.
GAINING = (
    "similarity", "covered_ja", "covered_en", "rendered_ja", "rendered_en",
    "glossed_ja", "glossed_en", "drawn_ja", "drawn_en",
)  # fmt: skip
# What it is worth beside the score of texts, learned as a choice among the readings of a sentence that face the same
# English (a softmax over both edges and the score): .5 for 2,762 pairs of made pages, .7 for those told in narration.
# With it .78 of 725 clauses that were not learned from are the likeliest reading, by the score alone .46.
EDGE = 0.6


@dataclass(frozen=True)
class Candidates:
    """The beads that are thought of: a row (Japanese run) and a column (English run) each, and their signals (b,)."""

    ja: Runs
    en: Runs
    rows: Ints  # (b,)
    columns: Ints  # (b,)
    signals: dict[str, Array]

    def again(self, log_odds: Array) -> Candidates:
        """The beads with some hope, and what the log-odds of all say of each: signals `again_...`, `habit_...`.

        A first opinion on every bead makes the second on its neighbours and rivals sharper than the score of texts did,
        and tells which are sure: their habits are the page's.
        Nine in ten have no hope: no second opinion made a bead of less than `HOPELESS` worth a reviewer's time.
        """
        score = np.full((len(self.ja), len(self.en)), FLOOR, np.float32)
        score[self.rows, self.columns] = np.round(np.clip(log_odds, FLOOR, 9), 4)
        hopeful = np.flatnonzero((log_odds > HOPELESS) | (self.signals["chained"] > 0))
        rows, columns = self.rows[hopeful], self.columns[hopeful]
        second = {f"again_{name}": said for name, said in relations(score, self.ja, self.en, rows, columns).items()}
        second["again"] = np.clip(log_odds[hopeful], FLOOR, 9)
        first = {name: values[hopeful] for name, values in self.signals.items()}
        usual = habits(log_odds[hopeful], first, self.ja, self.en, rows, columns)
        second |= {f"habit_{name}": said for name, said in usual.items()}
        return Candidates(self.ja, self.en, rows, columns, first | _rounded(second))

    def confidence(self, log_odds: Array, fitted: Coefficients) -> Array:
        """How sure beads with such log-odds are (b,): of a text that is rendered in order as its chain lets them be."""
        return np.minimum(np.maximum(fitted.confidence(log_odds), self.signals["chained"]), self.signals["bounded"])

    @property
    def cells(self) -> tuple[tuple[int, int], ...]:
        """Row and column of each bead."""
        return tuple(zip(self.rows.tolist(), self.columns.tolist(), strict=True))

    def sentences(self, bead: int) -> tuple[slice, slice]:
        """The sentences of both sides that a bead is of."""
        j, e = int(self.rows[bead]), int(self.columns[bead])
        ja, en = self.ja, self.en
        return slice(int(ja.first[j]), int(ja.end[j])), slice(int(en.first[e]), int(en.end[e]))


@dataclass(frozen=True)
class Compared:
    """All Japanese runs of a page and all English ones, each with each: the signals of their texts, matrices (J, E).

    `sides` are the sentences of both as texts in order have them, each passage a text.
    """

    ja: Runs
    en: Runs
    sides: tuple[Side, Side]
    signals: Mapping[str, Floats]

    def part(self, roles: Roles) -> Compared | None:
        """What is in passages of some roles on each side; None where a side has nothing."""
        places, runs, sides = [], [], []
        for own, side, wanted in zip((self.ja, self.en), self.sides, roles, strict=True):
            kept = np.array([passage.role in wanted for passage in own.passages], np.bool_)
            places.append(np.flatnonzero(kept[own.passage]))
            runs.append(own.part(np.flatnonzero(kept)))
            sides.append(side.part(np.flatnonzero(kept[own.owner])))
        if not len(places[0]) or not len(places[1]):
            return None
        cells = np.ix_(*places)
        signals = {name: matrix[cells] for name, matrix in self.signals.items()}
        return Compared(runs[0], runs[1], (sides[0], sides[1]), signals)


def compared(
    passages: Sequence[Passage], texts: Sequence[str], roles: Roles, most: int, models: Models
) -> Compared | None:
    """The runs of up to `most` sentences in passages of some roles, compared once for all that is asked of them.

    None where a side has nothing.
    """
    ja, en = (
        runs_of([p for p in passages if p.language == language and p.role in wanted], texts, most)
        for language, wanted in zip(("ja", "en"), roles, strict=True)
    )
    if not len(ja) or not len(en):
        return None
    sides = side_of_runs(ja, models.encoder), side_of_runs(en, models.encoder)
    return Compared(ja, en, sides, page_signals(Facing(ja, en, models)))


def candidates(
    found: Compared, texts: Sequence[str], models: Models, local: Linear, beads: Steps, whole: Whole = NOTHING
) -> Candidates:
    """The beads of runs that are worth a thought, with all their signals.

    `beads` is the first opinion on a bead, the same by which texts are aligned; `whole` are beads of texts that the
    page renders in order.
    """
    ja, en, inner = found.ja, found.en, found.signals
    # Rounded before any comparison, so that the order of a sum on another machine changes no choice.
    score = np.round(np.clip(local.score(inner), -9, 12), 4).astype(np.float32)
    lie = places(ja.passages, en.passages, texts)
    in_order, bound = at_places(whole.sure, ja, en, 0.0), at_places(whole.most, ja, en, 1.0)
    rows, columns = _worth_a_thought(score, ja, en, lie, in_order > 0)
    signals = {name: np.asarray(matrix[rows, columns], np.float64) for name, matrix in inner.items()}
    signals["local"] = score[rows, columns].astype(np.float64)
    signals |= {"chained": in_order[rows, columns], "bounded": bound[rows, columns]}
    # Of readings of the same characters, one that begins and ends where renderings do is likelier from the start.
    edges = edges_of(ja)
    likely = np.round(score + EDGE * (edges[0] + edges[1])[:, None], 4).astype(np.float32)
    signals |= relations(likely, ja, en, rows, columns)
    signals |= gains({name: np.round(inner[name], 4) for name in GAINING}, ja, en, rows, columns)
    # A clause stands where its sentence does, and has the neighbours that it has.
    parts = np.flatnonzero(ja.host[rows] != rows)
    opinion = _opinion(found, np.append(rows, ja.host[rows[parts]]), np.append(columns, columns[parts]), beads)
    signals["bead"] = opinion[: len(rows)]
    signals["bead"][parts] = np.maximum(opinion[parts], opinion[len(rows) :])
    signals |= standing(ja, en, rows, columns, lie, texts)
    signals |= {name: edge[rows] for name, edge in zip(("begins", "ends"), edges, strict=True)}
    return Candidates(ja, en, rows, columns, _rounded(signals))


def _opinion(found: Compared, rows: Ints, columns: Ints, beads: Steps) -> Array:
    """The log-odds of beads as of texts that are aligned: each passage a text, each sentence a part."""
    ja, en = found.ja, found.en
    bounds = (ja.first[rows], ja.end[rows]), (en.first[columns], en.end[columns])
    few = np.flatnonzero((ja.size[rows] <= MOST) & (en.size[columns] <= MOST))
    ja_bounds, en_bounds = ((first[few], end[few]) for first, end in bounds)
    drafts = drafts_of_cells(*found.sides, ja_bounds, en_bounds)
    log_odds = np.full(len(rows), FLOOR)
    log_odds[few] = np.clip(beads.score(first_signals(drafts)), FLOOR, 9)
    return log_odds


def _rounded(signals: dict[str, Array]) -> dict[str, Array]:
    return {name: np.round(values, 4) for name, values in signals.items()}


def _worth_a_thought(score: Floats, ja: Runs, en: Runs, lie: Places, in_order: Bools) -> tuple[Ints, Ints]:
    """Row and column of cells that score at least `LEAST`, are of a telling form, or among the best of a sentence.

    And of those of texts that the page renders in order.
    """
    wanted = (score >= LEAST) | (lie.form[np.ix_(ja.passage, en.passage)] > 0) | in_order
    row, column = np.flatnonzero(ja.size == 1), np.flatnonzero(en.size == 1)
    wanted[row[:, None], np.argsort(-score[row], axis=1, kind="stable")[:, :BEST_OF_RUN]] = True
    wanted[np.argsort(-score[:, column], axis=0, kind="stable")[:BEST_OF_RUN], column] = True
    stub = [said.cut and text.count(" ") < STUB for said, text in zip(en.sentences, en.texts, strict=True)]
    wanted[:, en.total(np.array(stub, np.int64)) > 0] = False
    rows, columns = np.nonzero(wanted)
    return rows, columns


def judged(found: Candidates, opinions: Sequence[Trees]) -> tuple[Candidates, Array]:
    """The candidates with the signals of every opinion but the last, and the last one's log-odds (b,)."""
    for opinion in opinions[:-1]:
        found = found.again(opinion.score(found.signals))
    return found, opinions[-1].score(found.signals)


def choose(found: Candidates, probability: Array, *, share_en: bool) -> list[int]:
    """The best set of candidates, heaviest by probability over the price; `share_en`: English may be used again.

    A bead counts by the root of its size, between a bead for a bead, which takes things apart, and a sentence for a
    sentence, which swallows what stands beside.
    """
    worth = [
        float((p - PRICE) * ((found.ja.size[j] + found.en.size[e]) / 2) ** 0.5)
        for p, (j, e) in zip(probability, found.cells, strict=True)
    ]
    useful = [index for index, weight in enumerate(worth) if weight > 0]
    rows, columns = found.rows[useful], found.columns[useful]
    conflicts = found.ja.overlap[np.ix_(rows, rows)]
    if not share_en:
        conflicts = conflicts | found.en.overlap[np.ix_(columns, columns)]
    np.fill_diagonal(conflicts, False)
    return [useful[index] for index in heaviest([worth[index] for index in useful], conflicts)]


@dataclass(frozen=True)
class PageBead:
    """A bead of a page: the passages and sentences of its two halves besides its numbers."""

    bead: Bead
    ja_passage: Passage
    en_passage: Passage
    ja: tuple[Sentence, ...]
    en: tuple[Sentence, ...]
    headline: bool


def beads_of_page(
    passages: Sequence[Passage], texts: Sequence[str], most: int, models: Models, fitted: Coefficients, score: BeadScore
) -> list[PageBead]:
    """The beads of a page with their confidence, those of the headline last; of a long one stretch by stretch."""
    whole = whole_of(passages, texts, models, score)
    body: list[PageBead] = []
    titles: list[PageBead] = []
    for stretch in stretches(facing_passages(passages, whole), texts, models.encoder):
        for headline, _, found, log_odds in judged_parts(stretch, texts, most, models, fitted, score.first, whole):
            confidence = found.confidence(log_odds, fitted)
            picked = choose(found, confidence, share_en=headline)
            (titles if headline else body).extend(beads_at(found, picked, confidence[picked], headline, models, fitted))
    return [*_once(body, texts), *titles]


def whole_of(passages: Sequence[Passage], texts: Sequence[str], models: Models, score: BeadScore) -> Whole:
    """The beads of texts that a page renders in order."""
    body = [one for one in passages if one.role in (BODY_JA if one.language == "ja" else BODY_EN)]
    return chained(body, texts, models.encoder, score)


def facing_passages(passages: Sequence[Passage], whole: Whole) -> list[Passage]:
    """The passages that may face one of the other language, and those that a chain joins."""
    wanted = {"ja": BODY_JA | TITLE_JA, "en": BODY_EN | TITLE_EN}
    return [passage for passage in (*passages, *whole.joined) if passage.role in wanted[passage.language]]


def judged_parts(
    passages: Sequence[Passage],
    texts: Sequence[str],
    most: int,
    models: Models,
    fitted: Coefficients,
    beads: Steps,
    whole: Whole = NOTHING,
) -> Iterator[tuple[bool, Candidates, Candidates, Array]]:
    """The candidates of the body, then of the headline (True), where there are any; those with hope; their log-odds.

    The passages are all compared with each other.
    """
    every = compared(passages, texts, (BODY_JA | TITLE_JA, BODY_EN | TITLE_EN), most, models)
    for headline, roles, opinions in (
        (False, (BODY_JA, BODY_EN), fitted.bead),
        (True, (TITLE_JA, TITLE_EN), fitted.headline),
    ):
        part = every.part(roles) if every else None
        if part is not None:
            every_bead = candidates(part, texts, models, fitted.local, beads, whole)
            yield headline, every_bead, *judged(every_bead, opinions)


def _once(beads: Sequence[PageBead], texts: Sequence[str]) -> list[PageBead]:
    """The beads without those whose English a likelier one of another stretch has; ties go to the first."""
    taken = [bytearray(len(text)) for text in texts]
    kept: set[int] = set()
    for at in sorted(range(len(beads)), key=lambda at: (-beads[at].bead.confidence, at)):
        covered = taken[beads[at].en_passage.document]
        spans = [sentence.span for sentence in beads[at].en]
        if not any(1 in covered[span.start : span.end] for span in spans):
            kept.add(at)
            for span in spans:
                covered[span.start : span.end] = b"\1" * len(span)
    return [bead for at, bead in enumerate(beads) if at in kept]


def beads_at(
    found: Candidates, which: Sequence[int], confidence: Array, headline: bool, models: Models, fitted: Coefficients
) -> list[PageBead]:
    """The beads that some candidates are (b,), with the confidence that the map gives them (b,)."""
    every = [{name: float(values[at]) for name, values in found.signals.items()} for at in which]
    said = [unsaid(found.ja.texts[ja], found.en.texts[en], models.embedded) for ja, en in map(found.sentences, which)]
    partial = one_sided().probabilities([signals | more for signals, more in zip(every, said, strict=True)])
    return [
        _bead(found, at, float(sure), headline, signals | {"one_sided": likely}, fitted)
        for at, sure, signals, likely in zip(which, confidence, every, partial, strict=True)
    ]


def _bead(
    found: Candidates, at: int, confidence: float, headline: bool, signals: Mapping[str, float], fitted: Coefficients
) -> PageBead:
    """The bead that a candidate is, with its signals; in the body its relation counts in its confidence, too."""
    ja, en = found.sentences(at)
    relation = relation_of(signals)
    bead = Bead(
        ja=tuple(range(ja.start, ja.stop)),
        en=tuple(range(en.start, en.stop)),
        confidence=confidence if headline else fitted.related(confidence, relation),
        signals=signals,
        relation=relation,
    )
    ja_passage, en_passage = found.ja.passages[found.ja.owner[ja.start]], found.en.passages[found.en.owner[en.start]]
    sentences = found.ja.sentences[ja]
    if ja_passage.role == "narration" and ja_passage.speech == "indirect":
        sentences = without_connective(sentences, found.ja.texts[ja], found.en.texts[en])
    return PageBead(bead, ja_passage, en_passage, sentences, found.en.sentences[en], headline)
