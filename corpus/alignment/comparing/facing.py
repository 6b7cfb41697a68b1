"""Two sides of runs against each other, and everything that is compared about their texts; start at `Facing`.

Three mechanisms carry it: the similarity of vectors, coverage (how much of one side's items finds a counterpart among
the other side's: pieces, dictionary words, names, numbers, Latin words), and the lexical table, which says how much
likelier one text makes the other's words. All is computed for all runs of one side against all runs of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import regex

from corpus.alignment.comparing.anchors import latin_tokens, marks
from corpus.alignment.comparing.coverage import (
    Coverage,
    Items,
    Links,
    Nearest,
    coverage,
    drawn,
    linked_coverage,
    turned,
)
from corpus.alignment.comparing.numbers import numbers, same
from corpus.alignment.learned.encoder import EmbeddedEncoder, lowered, unit
from corpus.alignment.learned.glossary import sound_value, stem_value, words_en
from corpus.alignment.learned.lexicon import Direction
from corpus.alignment.learned.models import Models
from corpus.alignment.products import product
from corpus.alignment.runs import Floats, Ints, Runs, runs_of
from corpus.names import names_in
from corpus.text import join
from corpus.types import Language, Passage, Sentence, Span

Item = TypeVar("Item", bound=Hashable)

# English characters for a Japanese one, the median over the pairs that calibration may see.
LENGTH_RATIO = 2.4
# What a number that may be a mere word ("one", 一) weighs beside a plain one.
WEAK_NUMBER = 0.3
SMOOTH = 0.3  # of what a piece is worth anywhere, beside what the other text makes of it
UNLIKELY, LIKELY = -1.5, 8.0  # log ratios beyond these say no more
SHORTEST = 3  # letters of a Latin word that may be what a katakana word sounds like
_KATAKANA = regex.compile(r"[\p{Katakana}ー]+")
_UNKNOWN = -1  # the row of a word that the glossary lacks


@dataclass(frozen=True)
class Facing:
    """All runs of the Japanese side against all of the English one."""

    ja: Runs
    en: Runs
    models: Models

    @cached_property
    def similarity(self) -> Floats:
        """Cosine of the runs' vectors (J, E)."""
        ja, en = (self._vectors(side) for side in (self.ja, self.en))
        return product(ja, en.T)

    def _vectors(self, side: Runs) -> Floats:
        encoder = self.models.encoder
        if isinstance(encoder, EmbeddedEncoder):
            return unit(side.total(encoder.sums(side.texts)))
        return encoder.encode([join(side.language, side.texts[a:b]) for a, b in side.bounds])

    @cached_property
    def _pieces(self) -> tuple[list[Ints], list[Ints]]:
        """The pieces of each sentence of both sides."""
        ja, en = (self.models.embedded.pieces(side.texts) for side in (self.ja, self.en))
        return ja, en

    @cached_property
    def pieces(self) -> Coverage:
        """Soft lexical alignment: each piece's best cosine among the other side's, weighted as the encoder does."""
        return coverage(self.ja, self.en, *self._items, self._nearest)

    @cached_property
    def drawn_ja(self) -> Floats:
        """Which share of the Japanese the English draws from the other sentences of its passage (J, E)."""
        return drawn(self.ja, self.en, self._items[0], self._nearest.ja)

    @cached_property
    def drawn_en(self) -> Floats:
        """Which share of the English the Japanese draws from the other sentences of its passage (J, E)."""
        return drawn(self.en, self.ja, self._items[1], self._nearest.en).T

    @cached_property
    def _items(self) -> tuple[Items, Items]:
        """The pieces of both sides."""
        ja, en = (
            Items([known.searchsorted(text) for text in ids], self.models.embedded.piece_weights(known))
            for ids, known in zip(self._pieces, self._known, strict=True)
        )
        return ja, en

    @cached_property
    def _nearest(self) -> Nearest:
        """How near each piece comes to each sentence of the other side: cosines, 0 at least."""
        ja, en = (self.models.embedded.piece_vectors(known) for known in self._known)
        alike = product(ja, en.T)
        np.maximum(alike, 0, out=alike)
        return Nearest.of(*self._items, alike)

    @cached_property
    def _known(self) -> tuple[Ints, Ints]:
        """The different pieces of both sides."""
        ja, en = (np.unique(np.concatenate([np.zeros(0, np.int64), *ids])) for ids in self._pieces)
        return ja, en

    @cached_property
    def rendered_ja(self) -> Floats:
        """How much likelier the English makes the Japanese: the mean log ratio over its pieces (J, E)."""
        return self._rendered(self.ja, self.en, *self._pieces, self.models.lexicon.ja_given_en)

    @cached_property
    def rendered_en(self) -> Floats:
        """How much likelier the Japanese makes the English (J, E)."""
        ja, en = self._pieces
        return self._rendered(self.en, self.ja, en, ja, self.models.lexicon.en_given_ja).T

    def _rendered(self, mine: Runs, theirs: Runs, ids: list[Ints], others: list[Ints], table: Direction) -> Floats:
        """IBM model 1: the mean over my runs' pieces of log p(piece | their run) / p(piece), smoothed and bounded.

        Pieces weigh as they do in the encoder.
        """
        common = self.models.lexicon.background
        ids = [text[common[text] > 0] for text in ids]
        others = [text[common[text] > 0] for text in others]
        known = np.unique(np.concatenate([np.zeros(0, np.int64), *ids]))
        size = theirs.total(np.array([len(text) for text in others], np.float32))
        ratio = theirs.total(table.expected(known, others))  # (their runs, u)
        ratio /= np.maximum(size, 1)[:, None] * common[known]
        ratio = turned(ratio)
        np.log((ratio + SMOOTH) / (1 + SMOOTH), out=ratio)
        np.clip(ratio, UNLIKELY, LIKELY, out=ratio)
        weights = self.models.embedded.piece_weights(known)
        mass = np.zeros((len(ids), len(theirs)), np.float32)
        texts = [known.searchsorted(text) for text in ids]
        for row, text in enumerate(texts):
            mass[row] = product(weights[text], ratio.take(text, axis=0))
        whole = mine.total(np.array([weights[text].sum() for text in texts], np.float32))
        return np.asarray(mine.total(mass) / np.maximum(whole, 1e-3)[:, None], np.float32)

    @cached_property
    def _words(self) -> list[list[tuple[int, str]]]:
        """The dictionary's words in each Japanese sentence: row and text."""
        texts = [lowered(text) for text in self.ja.texts]
        found = self.models.glossary.words(texts)
        return [[(w.row, text[w.start : w.end]) for w in words] for text, words in zip(texts, found, strict=True)]

    @cached_property
    def words(self) -> Coverage:
        """Words with a counterpart that is known of them: a gloss, a reading in Latin letters, a like sound.

        財閥 by "conglomerate" and by "zaibatsu", 田中 by "Tanaka", アルトマン by "Altman".
        """
        found = [
            [*words, *((_UNKNOWN, name) for name in names if all(name != word for _, word in words))]
            for words, names in zip(self._words, self._katakana, strict=True)
        ]
        ja, ja_texts = indexed(found)
        en, en_texts = indexed([[w for w in words if stem_value(w) is not None] for words in self._english])
        links = self._sounding([word for _, word in ja], en) | dict.fromkeys(self._glossed(ja, en), 1.0)
        weigh = self.models.embedded.word_weights
        weights = [weigh([word for _, word in ja]), weigh(en)]
        return self._linked(ja_texts, en_texts, weights, _links(links))

    def _glossed(self, ja: Sequence[tuple[int, str]], en: Sequence[str]) -> list[tuple[int, int]]:
        """The pairs of a word of the glossary (row, text) and of an English word that it is known to have."""
        places: dict[int | None, list[int]] = {}
        for column, word in enumerate(en):
            for value in (stem_value(word), sound_value(word)):
                places.setdefault(value, []).append(column)
        return [
            (row, column)
            for row, (known, _) in enumerate(ja)
            if known != _UNKNOWN
            for value in self.models.glossary.values_of(known).tolist()
            for column in places.get(value, ())
        ]

    def _sounding(self, ja: Sequence[str], en: Sequence[str]) -> dict[tuple[int, int], float]:
        """The pairs of a katakana and a Latin word that sound alike, and how much."""
        rows, columns = ({word: list[int]() for word in side} for side in (ja, en))
        for places, side in ((rows, ja), (columns, en)):
            for at, word in enumerate(side):  # a katakana word may stand here twice: known, and part of something else
                places[word].append(at)
        return {
            (row, column): like
            for (katakana, latin), like in self._sounds.items()
            for row in rows.get(katakana, ())
            for column in columns.get(latin, ())
        }

    @cached_property
    def _sounds(self) -> dict[tuple[str, str], float]:
        """All katakana words and Latin words of both sides that sound alike, and how much."""
        found = [word for words in self._words for _, word in words if _KATAKANA.fullmatch(word)]
        ja = sorted({*found, *(name for names in self._katakana for name in names)})
        en = sorted({word for texts in (self._english, self._latin[1]) for words in texts for word in words})
        en = [word for word in en if len(word) >= SHORTEST]
        alike = self.models.sounds.alike(ja, en)
        rows, columns = np.nonzero(alike)
        likeness = alike[rows, columns].tolist()
        return {(ja[r], en[c]): like for r, c, like in zip(rows.tolist(), columns.tolist(), likeness, strict=True)}

    @cached_property
    def _english(self) -> list[list[str]]:
        """The words of each English sentence."""
        return [words_en(text) for text in self.en.texts]

    @cached_property
    def _katakana(self) -> list[tuple[str, ...]]:
        """The katakana words of each Japanese sentence."""
        return [names_in(text) for text in self.ja.texts]

    def _linked(self, ja: Sequence[Ints], en: Sequence[Ints], weights: Sequence[Floats], links: Links) -> Coverage:
        return linked_coverage(self.ja, self.en, Items(ja, weights[0]), Items(en, weights[1]), links)

    @cached_property
    def numbers(self) -> Coverage:
        """Numbers and dates that stand on both sides; those that may be mere words count little."""
        ja, ja_texts = indexed([sorted(numbers(text, "ja")) for text in self.ja.texts])
        en, en_texts = indexed([sorted(numbers(text, "en")) for text in self.en.texts])
        weights = [np.array([WEAK_NUMBER if n.weak else 1.0 for n in side], np.float32) for side in (ja, en)]
        rows, columns = np.nonzero(same(ja, en))
        return self._linked(ja_texts, en_texts, weights, Links(rows, columns, np.ones(len(rows), np.float32)))

    @cached_property
    def _latin(self) -> tuple[list[list[str]], list[list[str]]]:
        """The Latin words of each sentence of both sides."""
        ja, en = ([sorted(latin_tokens(text)) for text in side.texts] for side in (self.ja, self.en))
        return ja, en

    @cached_property
    def latin(self) -> Coverage:
        """Latin words in the Japanese that stand in the English too."""
        return self._shared(self._latin, self.models.embedded.word_weights)

    @cached_property
    def marks(self) -> Coverage:
        """Links, handles, hashtags and emoji that stand on both sides."""
        ja, en = ([sorted(marks(text)) for text in side.texts] for side in (self.ja, self.en))
        return self._shared((ja, en), lambda found: np.ones(len(found), np.float32))  # no vector knows an emoji

    def _shared(
        self, found: tuple[list[list[str]], list[list[str]]], weigh: Callable[[Sequence[str]], Floats]
    ) -> Coverage:
        """Coverage of what stands unchanged on both sides."""
        (ja, ja_texts), (en, en_texts) = (indexed(side) for side in found)
        places = {item: column for column, item in enumerate(en)}
        links = {(row, places[item]): 1.0 for row, item in enumerate(ja) if item in places}
        return self._linked(ja_texts, en_texts, [weigh(ja), weigh(en)], _links(links))

    @cached_property
    def names(self) -> Coverage:
        """Katakana words of the Japanese, names and loanwords, that sound like a word of the English."""
        ja, ja_texts = indexed(self._katakana)
        en, en_texts = indexed(self._latin[1])
        weights = [np.ones(len(ja), np.float32), self.models.embedded.word_weights(en)]
        return self._linked(ja_texts, en_texts, weights, _links(self._sounding(ja, en)))

    @cached_property
    def lengths(self) -> tuple[Floats, Floats]:
        """Characters of the runs, white space aside: (J,), (E,)."""
        ja, en = (
            side.total(np.array([max(1, len("".join(t.split()))) for t in side.texts], np.float32))
            for side in (self.ja, self.en)
        )
        return ja, en

    @cached_property
    def length(self) -> Floats:
        """How far the lengths are from the usual ratio, as a logarithm (J, E); above 0 the English is the longer."""
        ja, en = self.lengths
        return np.asarray(np.log(en)[None, :] - np.log(ja * LENGTH_RATIO)[:, None], np.float32)

    @cached_property
    def evidence(self) -> Floats:
        """The logarithm of the weight of the lighter side's pieces (J, E): short texts say little."""
        lighter = np.minimum(self.pieces.ja_whole[:, None], self.pieces.en_whole[None, :])
        return np.asarray(np.log1p(lighter), np.float32)


def indexed(texts: Sequence[Sequence[Item]]) -> tuple[list[Item], list[Ints]]:
    """The different items in order of appearance, and each text's items as indices of them."""
    places: dict[Item, int] = {}
    found = [np.array([places.setdefault(item, len(places)) for item in text], np.int64) for text in texts]
    return list(places), found


def facing_texts(ja: Sequence[str], en: Sequence[str], models: Models) -> Facing:
    """Texts as they are, each one run, against each other."""
    languages: tuple[Language, Language] = ("ja", "en")
    sides = [
        runs_of([_whole(language, text, document) for document, text in enumerate(texts)], texts, 1)
        for language, texts in zip(languages, (ja, en), strict=True)
    ]
    return Facing(sides[0], sides[1], models)


def _whole(language: Language, text: str, document: int) -> Passage:
    return Passage("quotation", language, (Sentence(Span(0, len(text))),), document=document)


def _links(found: Mapping[tuple[int, int], float]) -> Links:
    places = np.array(list(found), np.int64).reshape(-1, 2)
    return Links(places[:, 0], places[:, 1], np.array(list(found.values()), np.float32))
