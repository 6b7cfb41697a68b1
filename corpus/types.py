"""The values that travel through Taiyaku: frozen, comparable, without behaviour worth a test of its own.

Start here. An `Article` is read from a file; extraction finds its `Passage`s and their `Sentence`s; alignment faces
runs of them in `Bead`s; the pipeline makes `Pair`s of the beads; curation gives each pair a reason, a group and a
split; publishing writes them. Every text is named by the characters it stands on: a `Span` of its document's text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Literal

Language = Literal["ja", "en"]
Role = Literal["headline", "narration", "quotation", "post", "source_title", "link", "signature", "boilerplate"]
Speech = Literal["direct", "indirect"]
Relation = Literal["translation", "partial", "paraphrase", "summary"]
Reason = Literal[
    "low_confidence", "surely_wrong", "truncated", "contradiction", "headline", "duplicate",
    "rejected", "split", "merged",
]  # fmt: skip
TO_REVIEW: frozenset[Reason | None] = frozenset({"low_confidence", "truncated", "contradiction"})
"""The reasons with which a person should look at a pair, from `review_confidence` on."""

Decision = Literal["accept", "reject", "edit", "split", "merge"]
MarkKind = Literal["heading", "quote", "item", "link", "lang", "time", "post", "strong", "code"]
Split = Literal["train", "validation", "test"]


class CorpusError(Exception):
    """Something is wrong with the input: what it is, where it stands and what to do about it.

    `str(error)` is `file:line: message`, without the parts that are not known.
    """

    def __init__(self, message: str, *, path: Path | str | None = None, line: int | None = None) -> None:
        self.message = message
        self.path = None if path is None else str(path)
        self.line = line
        place = "" if self.path is None else self.path if line is None else f"{self.path}:{line}"
        super().__init__(f"{place}: {message}" if place else message)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `[start, end)` of a document's text, in code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document comes from, as far as its owner said so: None is unknown, never a guess."""

    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None  # ISO date
    retrieved: str | None = None  # ISO date
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What a page's markup says about some characters of its text.

    `value` is, by kind: of a heading its level, `1` to `6`; of a quote the address it is cited from; of a link where it
    goes; of a language what it is (`en`), where it is another than the page's; of a time the machine's form of it; of a
    post its address. It is empty where the page does not say, for an item of a list, what is in bold, and code in a
    line. Addresses are absolute where the page tells what they are relative to.
    """

    kind: MarkKind
    span: Span
    value: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One input document: a Japanese page, or an English original that stands beside it.

    `name` is the file's name without its ending, below the folder that was read; `sha256` is of the document's bytes;
    `encoding` is what they were decoded with. `originals` are the full English documents its sidecar names.

    Of plain text, `text` is what the bytes say, unchanged. Of other formats it is what was extracted from them:
    `extractor` says by what, in which version, and `marks`, in text order, what the markup told besides. Where one file
    holds many documents, `record` says which this is (a row's name, a record's id), and the bytes are the record's.
    """

    name: str
    text: str = field(repr=False)
    source: Source
    sha256: str
    encoding: str
    path: Path
    originals: tuple[Article, ...] = field(default=(), repr=False)
    record: str | None = None
    extractor: str | None = None
    marks: tuple[Mark, ...] = field(default=(), repr=False)

    @property
    def text_sha256(self) -> str:
        """The digest of the text in UTF-8: what `verify` compares where the bytes are not the text."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said it, under which handle (without the at sign), and when (ISO date)."""

    speaker: str | None = None  # in English, as the page writes it
    speaker_ja: str | None = None  # in Japanese, as the page writes it, with its title
    handle: str | None = None
    posted_on: str | None = None

    def over(self, before: Attribution) -> Attribution:
        """What this says, and of what it leaves open, what was said before."""
        names = (part.name for part in fields(Attribution))
        return Attribution(**{name: getattr(self, name) or getattr(before, name) for name in names})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or what stands for one: `cut` where its text was broken off with an ellipsis.

    `pieces` are the spans that its text stands on where something stands between them that is not said: the mark
    before each line of a quoted mail. They lie within `span`, in order; none are named where it is all of `span`.
    `edges` are the log-probabilities that a rendering begins and ends with it, by the words around: 0 where that is not
    asked, since it is no narration.
    """

    span: Span
    cut: bool = False
    pieces: tuple[Span, ...] = ()
    edges: tuple[float, float] = (0.0, 0.0)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The characters that its text stands on."""
        return self.pieces or (self.span,)


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text in one language with one role.

    It may be interrupted (by a signature, by "..., she said. ..."): its sentences still follow each other. Passages of
    one page may overlap (a quotation and the narration sentence around it): they are rival readings of the same
    characters, and the choice of beads uses each character once. `document` indexes the page's documents: 0 is the
    article, 1 the first of its originals. `place` is where on the page an original stands: at the post it completes.
    `speech` says whether Japanese gives somebody's words, or tells of them in its own voice, and `cue` the words that
    say so ("と述べています", "投稿しました"), as far as the page has any.
    """

    role: Role
    language: Language
    sentences: tuple[Sentence, ...]
    attribution: Attribution = Attribution()
    document: int = 0
    place: Span | None = None
    speech: Speech | None = None
    cue: Span | None = None

    @property
    def span(self) -> Span:
        """From the first sentence's first character to the last one's last."""
        return Span(self.sentences[0].span.start, self.sentences[-1].span.end)


@dataclass(frozen=True, slots=True)
class Bead:
    """m Japanese sentences facing n English ones, as indices into the two lists of sentences that were aligned.

    Either side may be empty. `confidence` is the calibrated probability that a careful bilingual reader would accept
    the bead; `signals` are the named numbers behind it.
    """

    ja: tuple[int, ...]
    en: tuple[int, ...]
    confidence: float
    signals: Mapping[str, float] = field(default_factory=dict, repr=False)
    relation: Relation = "translation"


@dataclass(frozen=True, slots=True)
class Side:
    """One language's half of a pair: its text, and the characters of the document that it is made of."""

    text: str
    document: Article = field(repr=False)
    spans: tuple[Span, ...]  # those of its sentences, in reading order

    @property
    def whole(self) -> Span:
        """All from its first character to its last, with what interrupts it."""
        return Span(min(span.start for span in self.spans), max(span.end for span in self.spans))


NOBODY = "-"
"""What a reviewer writes for who spoke, or when, where the page does not tell."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer decided about a pair.

    `new_ja` and `new_en` are the texts of an edit (empty: the text stays), or with cut marks those of the parts of a
    split; `others` are the ids of the pairs that a merge joins to this one. `attribution` says who spoke, under which
    handle and when, where that was put right: None leaves what was found, `NOBODY` says that it is not known.
    `lossy` says that the table came back in a code page that lacks some of the letters, so that others stand in their
    place in the new texts.
    """

    decision: Decision
    note: str = ""
    new_ja: str = ""
    new_en: str = ""
    others: tuple[str, ...] = ()
    reviewer: str = ""
    lossy: bool = False
    attribution: Attribution = field(default_factory=Attribution)


@dataclass(frozen=True, slots=True)
class Pair:
    """A bead with its texts and all that is known about it; `reason` is None for a pair that is kept.

    `confidence` is the probability that a careful bilingual reader would accept it, `relation` how its sides relate,
    `headline` that a side is one; `attribution` says who spoke. `group` is the page, or the pages that share texts with
    it, which stand in one `split` of a dataset. `cut` says that a side was broken off on its page, `contradicts` that a
    number, date or name is another one on the other side. `signals` are the named numbers behind the confidence, for
    `taiyaku why` and for learning: what they are called may change. `verdict` is what a reviewer decided.

    `edited` says that a text is a reviewer's and not the characters of its spans, which are those it came from;
    `made_of` are the ids of the pairs that a reviewer's split or merge made it of.
    """

    id: str
    ja: Side
    en: Side
    confidence: float
    relation: Relation
    headline: bool
    attribution: Attribution
    signals: Mapping[str, float] = field(repr=False)
    group: str
    cut: bool = False
    contradicts: bool = False
    reason: Reason | None = None
    split: Split = "train"
    verdict: Verdict | None = None
    edited: bool = False
    made_of: tuple[str, ...] = ()
