"""Pairs that a reviewer decided to keep and alignment no longer finds, though both texts still stand on the page.

A page that changed elsewhere may be aligned otherwise. What a person accepted is kept all the same: its characters are
looked for, and with them the pair is made again. The machine having found nothing, its confidence is 0.
Where they have become a part of something longer (`borders.py`), nobody has accepted what the page says now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from corpus.curation.borders import by_itself
from corpus.curation.overlaps import share
from corpus.text import shown, spell
from corpus.types import Article, Attribution, Language, Pair, Passage, Side, Span

ALIKE = 0.8  # of both texts, on average, from which on a pair may be another one with a letter changed


def standing(
    name: str,
    ja: str,
    en: str,
    article: Article,
    passages: Sequence[Passage] = (),
    found: Sequence[Pair] = (),
) -> Pair | None:
    """The pair of these two texts of a page, under this id; None where one does not stand there by itself any more.

    The Japanese is looked for on the page, the English there and in its originals; the first place counts, or the first
    that no pair `found` has. A text stands in one of the page's `passages` over all that interrupts it: a signature,
    the marks of a quoted mail.
    """
    mine = list(_sides("ja", ja, article, 0, passages))
    documents = enumerate((article, *article.originals))
    theirs = [side for n, one in documents for side in _sides("en", en, one, n, passages)]
    if not mine or not theirs:
        return None
    one = next((side for side in mine if not any(share(side, pair.ja) for pair in found)), mine[0])
    other = next((side for side in theirs if not any(share(side, pair.en) for pair in found)), theirs[0])
    return Pair(name, one, other, 0.0, "translation", False, Attribution(), {}, article.name)


def most_alike(ja: str, en: str, pairs: Iterable[Pair]) -> Pair | None:
    """Of some pairs the one whose texts are most like these two, None where none is much like them."""
    rated = [(_likeness(ja, pair.ja.text) + _likeness(en, pair.en.text), pair) for pair in pairs]
    best = max(rated, key=lambda one: one[0], default=None)
    return best[1] if best and best[0] >= 2 * ALIKE else None


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _runs(document: Article, passages: Sequence[Passage]) -> Iterator[list[Span]]:
    """The stretches in which a text may stand: each passage of a document, then all of it."""
    for passage in passages:
        yield [span for sentence in passage.sentences for span in sentence.spans]
    yield [Span(0, len(document.text))]


def _sides(
    language: Language, text: str, document: Article, number: int, passages: Sequence[Passage]
) -> Iterator[Side]:
    """The sides that a published text stands on by itself, white space aside; `document` is that of this number."""
    wanted = shown(text)
    solid = wanted.replace(" ", "")
    mine = [passage for passage in passages if (passage.document, passage.language) == (number, language)]
    sentences = [sentence.span for passage in mine for sentence in passage.sentences]
    for run in _runs(document, mine) if solid else ():
        page = document.text
        places = [(n, at) for n, span in enumerate(run) for at in range(span.start, span.end) if not page[at].isspace()]
        letters = "".join(page[at] for _, at in places)
        start = letters.find(solid)
        while start >= 0:
            spans = tuple(_spans(language, wanted, page, places[start : start + len(solid)]))
            if spell(language, page, spans) == wanted and by_itself(language, page, spans, sentences):
                yield Side(wanted, document, spans)
            start = letters.find(solid, start + 1)


def _spans(language: Language, text: str, page: str, places: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """The characters at some places of a page, in one span as far as they are in one of a run.

    Japanese is apart, too, where the page has white space and the text has none.
    """
    (number, begin), at = places[0], 0
    end = begin
    for n, place in places:
        spaced = text[at] == " "
        at += spaced
        if n != number or (language == "ja" and place > end and page[place - 1].isspace() and not spaced):
            yield Span(begin, end)
            number, begin = n, place
        at, end = at + 1, place + 1
    yield Span(begin, end)
