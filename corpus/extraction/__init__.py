"""From an article's text to its passages with attribution, and their sentences. Come in by `extract`,
or by `sentences_of` with plain text in one language.

`passages.py` walks the lines of a page (`lines/`); `posts.py` and `japanese_lines.py` find what they hold, whose
sentences are cut in `sentences/` and `clauses/`. `people/` are all whom a page names, and `attribution/` says which of
them speaks, when, and by which account. `originals.py` lets a full original stand for a cut post; `hashing.py` is how
learned tables know letters, and `overlaps.py` how spans are compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.extraction.attribution.grammar import Speakers
from corpus.extraction.attribution.joining import joined
from corpus.extraction.attribution.posted import SORTS, Likely, Sort, choice
from corpus.extraction.attribution.speakers import Voice, ranking
from corpus.extraction.attribution.told_of import is_strangers, is_told_of
from corpus.extraction.attribution.voices import Rendering
from corpus.extraction.lines.link_texts import with_whole_links
from corpus.extraction.lines.unwrapping import Unwrapped, unwrapped
from corpus.extraction.originals import Openings, begun_by, openings, with_originals
from corpus.extraction.passages import original_passages, passages_of
from corpus.extraction.sentences.broken import is_broken
from corpus.extraction.sentences.splitting import sentences_of
from corpus.types import Article, Attribution, Passage, Source, Span

__all__ = [
    "SORTS",
    "Likely",
    "Openings",
    "Page",
    "Sort",
    "Voice",
    "attribution_digest",
    "begun_by",
    "extract",
    "is_broken",
    "openings",
    "original_passages",
    "sentences_of",
]

Told = tuple[Passage, Passage, Span, Span]
"""A Japanese passage, an English one, and the parts of both that render each other."""

TOGETHER = 64  # renderings that are asked about in one go


@dataclass(frozen=True)
class Page:
    """An article with its passages, those of its originals behind them, and the people it names.

    `own` are the passages of its text before any original stands for one of them. The people are known by their places
    in the copy of the text that was read (`unwrapping`).
    """

    article: Article
    own: tuple[Passage, ...]
    passages: tuple[Passage, ...]
    speakers: Speakers
    copy: Unwrapped

    def quoting(self, further: Iterable[Article]) -> Page:
        """The page of the same article with further originals behind those it has; its text is not read again."""
        return _page(replace(self.article, originals=(*self.article.originals, *further)), self)

    def rendering(self, rendered: Iterable[Span]) -> Page:
        """The same page, given the parts of its text that render each other, in both languages.

        Whom these name is spoken of there, and no more likely to speak ("Tell him the stick insects miss him").
        """
        return replace(self, speakers=self.speakers.besides(map(self.copy.span, rendered)))

    def attribution(self, ja: Passage, en: Passage, ja_span: Span, en_span: Span) -> Attribution:
        """Who said what parts of two passages say that render each other, and when.

        `en_span` is of the text of its document. Of a headline, above which nothing is told, and of the day and the
        account of an original, nothing was learned: it is as whoever signed it, or its source, says.
        """
        return self.attributions([(ja, en, ja_span, en_span)])[0]

    def attributions(self, told: Sequence[Told]) -> list[Attribution]:
        """The same of several parts of passages; what was learned is asked of some at once."""
        blocks = (told[start : start + TOGETHER] for start in range(0, len(told), TOGETHER))
        return [said for block in blocks for said in self._attributions(block)]

    def _attributions(self, told: Sequence[Told]) -> list[Attribution]:
        asked = {at: self._asked(*one) for at, one in enumerate(told) if one[0].role != "headline"}
        voices = dict(zip(asked, self.speakers.voices([*asked.values()]), strict=True))
        said = {at: joined(ja, en, self.speakers, voices.get(at)) for at, (ja, en, _, _) in enumerate(told)}
        said |= {
            at: replace(each, speaker=None, speaker_ja=None, handle=None)
            for at, each in said.items()
            if self._of_nobody(each, *told[at])
        }
        here = [at for at in asked if not told[at][1].document]
        said |= zip(here, self.speakers.detailed_each([(asked[at], said[at]) for at in here]), strict=True)
        return list(said.values())

    def _of_nobody(self, said: Attribution, ja: Passage, en: Passage, ja_span: Span, en_span: Span) -> bool:
        """Whether nobody speaks in parts of passages that no signature claims, though somebody is said to."""
        if ja.role == "headline" or en.attribution.speaker or en.attribution.handle:
            return False
        english, people = self.text(en)[en_span.start : en_span.end], self.speakers.people
        below = (self.article.text, ja_span.start, ja_span.end)
        return is_told_of(said, ja, english, people) or is_strangers(said, ja, *below, people)

    def voice(self, ja: Passage, en: Passage, ja_span: Span, en_span: Span) -> Voice | None:
        """Who of those whom the page names speaks there, by what was learned, and how sure that is."""
        return None if ja.role == "headline" else self.speakers.voice(self._asked(ja, en, ja_span, en_span))

    def likeliest(self, sort: Sort, ja: Passage, en: Passage, ja_span: Span, en_span: Span) -> Likely | None:
        """The likeliest day, or account, of what is said there, by what was learned, and how sure that is."""
        if ja.role == "headline" or en.document:
            return None
        asked = self._asked(ja, en, ja_span, en_span)
        return self.speakers.likeliest(sort, asked, joined(ja, en, self.speakers, self.speakers.voice(asked)))

    def _asked(self, ja: Passage, en: Passage, ja_span: Span, en_span: Span) -> Rendering:
        """What is asked of the people of the page, in the copy that was read."""
        copied = ja if ja.document else self.copy.copied(ja), en if en.document else self.copy.copied(en)
        spans = self.copy.span(ja_span), en_span if en.document else self.copy.span(en_span)
        return self.speakers.asked(*copied, *spans)

    def names(self, source: Source) -> bool:
        """Whether the page links to where a document was published, or its Japanese names who wrote it."""
        address = source.url and source.url.rstrip("/")
        if address and (address in self._links or address in self.article.text):
            return True
        return source.author is not None and self.speakers.named(source.author)

    @cached_property
    def _links(self) -> frozenset[str]:
        """The addresses that the page's markup links to."""
        return frozenset(mark.value.rstrip("/") for mark in self.article.marks if mark.kind == "link")

    def text(self, passage: Passage) -> str:
        """The text of the document that a passage stands in."""
        return self.article.text if passage.document == 0 else self.article.originals[passage.document - 1].text


def extract(article: Article, *, alone: bool = False) -> Page:
    """The passages of an article and its originals. Pure: the same article gives the same passages.

    `alone`: nothing but itself and its own originals may be quoted on the page, to which none is added later
    (`Page.quoting`). Where it has neither those nor any English, it is only read as far as to know that.
    """
    copy = unwrapped(article.text, plain=article.extractor is None)
    marks = [replace(mark, span=copy.span(mark.span)) for mark in article.marks]
    copy = replace(copy, text=with_whole_links(copy.text, marks))
    own, speakers = passages_of(copy.text, marks, article.source.published, alone=alone and not article.originals)
    every = tuple(map(copy.passage, own))
    return _page(article, Page(article, every, every, speakers, copy))


def attribution_digest() -> str:
    """8 hex digits of what was learned of who speaks, when, and by which account."""
    learned = [ranking().digest, *(choice(sort).digest for sort in SORTS)]
    return hashlib.sha256(" ".join(learned).encode()).hexdigest()[:8]


def _page(article: Article, read: Page) -> Page:
    """The page of an article that was read, with its originals."""
    originals = [
        passage
        for index, original in enumerate(article.originals, start=1)
        for passage in original_passages(original, index)
    ]
    passages = tuple(with_originals(article, read.own, originals))
    return replace(read, article=article, passages=passages)
