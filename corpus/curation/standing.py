"""Pairs that a reviewer decided to keep and alignment no longer finds, though both texts still stand on the page.

A page that changed elsewhere may be aligned otherwise. What a person accepted is kept all the same: its characters are
looked for, and with them the pair is made again. The machine having found nothing, its confidence is 0.
"""

from __future__ import annotations

import re

from corpus.text import shown, spell
from corpus.types import Article, Attribution, Language, Pair, Side, Span


def standing(name: str, ja: str, en: str, article: Article) -> Pair | None:
    """The pair of these two texts of a page, under this id; None where one of them does not stand there any more.

    The Japanese is looked for on the page, the English there and in its originals; the first place counts.
    """
    mine = _side("ja", ja, article)
    documents = (article, *article.originals)
    theirs = next((side for document in documents if (side := _side("en", en, document))), None)
    if mine is None or theirs is None:
        return None
    return Pair(name, mine, theirs, 0.0, "translation", False, Attribution(), {}, article.name)


def _side(language: Language, text: str, document: Article) -> Side | None:
    """The side that a published text stands on, where it does so without anything in between but white space."""
    words = shown(text).split(" ")
    if not words[0]:
        return None
    # Between sentences Japanese has nothing where the page may have a line break.
    inner = r"\s*" if language == "ja" else ""
    match = re.search(r"\s+".join(inner.join(map(re.escape, word)) for word in words), document.text)
    if match is None:
        return None
    spans = tuple(_spans(language, shown(text), document.text, match.start(), match.end()))
    spelled = spell(language, document.text, spans)
    return Side(spelled, document, spans) if spelled == shown(text) else None


def _spans(language: Language, text: str, page: str, start: int, end: int) -> list[Span]:
    """The characters `[start, end)` of a page, apart where it has white space and the text has none."""
    if language == "en":
        return [Span(start, end)]
    spans: list[Span] = []
    at, begin = 0, start
    for place in range(start, end):
        if not page[place].isspace():
            if text[at] == " ":
                at += 1
            elif place > begin and page[place - 1].isspace():
                spans.append(Span(begin, len(page[:place].rstrip())))
                begin = place
            at += 1
    return [*spans, Span(begin, end)]
