"""Small values for tests: articles, pairs that stand on their characters, runs of sentences."""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import regex
from hypothesis import settings
from hypothesis import strategies as st

from corpus.alignment.runs import Runs, runs_of
from corpus.config import Config
from corpus.curation import curate, decide
from corpus.ids import numbered, pair_id
from corpus.text import spell
from corpus.types import Article, Attribution, Language, Pair, Passage, Relation, Sentence, Side, Source, Span, Verdict

JA = "「大変うれしい。」と彼女は言った。\n二行目は\n改行をまたぐ。\n「大変うれしい。」"
EN = "I am very happy.\nThe second line\nruns on. I am very happy."
CALM = settings(max_examples=50)
"""For properties that touch files: how long the disk takes on a busy machine says nothing about us."""

JAPANESE = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Han}]")
SIGNATURE = "taiyaku:0.1.0|model:aaa|config:bbb|data:ccc"


def text_with_gold(*folders: str) -> str:
    """The text of all pages with gold in some folders of the cases; it is none that anything learns from."""
    cases = Path(__file__).parent / "cases"
    pages = [path for folder in folders for path in sorted((cases / folder).iterdir())]
    texts = [path.read_text(encoding="utf-8") for path in pages if path.suffix in (".txt", ".html", ".md")]
    assert texts
    return "".join(texts)


def documented() -> str:
    """What a user may read: the README, and what it points to but decisions and benchmarks."""
    root = Path(__file__).resolve().parent.parent
    pages = ("pages", "reviewing", "dataset", "two_texts", "quality")
    files = [root / "README.md", *(root / "docs" / f"{page}.md" for page in pages)]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def article(name: str = "page", text: str = f"{JA}\n{EN}\n", path: Path | None = None, **source: str | None) -> Article:
    """A document with the digest of its text in UTF-8; its path need not exist."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(name, text, Source(**source), digest, "utf-8", path or Path(f"{name}.txt"))


def side(language: Language, document: Article, *slices: str, nth: int = 0) -> Side:
    """The side that stands on the `nth` place of each slice in the document."""
    spans = []
    for piece in slices:
        at = -1
        for _ in range(nth + 1):
            at = document.text.index(piece, at + 1)
        spans.append(Span(at, at + len(piece)))
    return Side(spell(language, document.text, spans), document, tuple(spans))


def pair(
    name: str = "p1",
    *,
    document: Article | None = None,
    original: Article | None = None,
    ja: tuple[str, ...] = ("大変うれしい。",),
    en: tuple[str, ...] = ("I am very happy.",),
    nth: int = 0,
    confidence: float = 0.9,
    headline: bool = False,
    cut: bool = False,
    contradicts: bool = False,
    relation: Relation = "translation",
    attribution: Attribution = Attribution(),  # noqa: B008
    signals: Mapping[str, float] | None = None,
) -> Pair:
    """A pair found on `document`, with its English in `original` where there is one."""
    page = document or article()
    return Pair(
        id=name,
        ja=side("ja", page, *ja, nth=nth),
        en=side("en", original or page, *en, nth=nth),
        confidence=confidence,
        relation=relation,
        headline=headline,
        attribution=attribution,
        signals={"semantic": 0.81234567, "length": -0.5} if signals is None else signals,
        group=page.name,
        cut=cut,
        contradicts=contradicts,
    )


def followed(pairs: Sequence[Pair], verdicts: Mapping[str, Verdict], config: Config) -> list[Pair]:
    """The pairs as a build curates them after what reviewers said of them."""
    return curate(decide(pairs, verdicts).pairs, config)


def named(pairs: Sequence[Pair]) -> list[Pair]:
    """Pairs, all those of their pages, with the ids that a build would give them."""
    ids = numbered(pair_id(one.ja.document.name, one.ja.text, one.en.text, one.headline) for one in pairs)
    return [replace(one, id=name) for one, name in zip(pairs, ids, strict=True)]


def put(path: Path, content: str | bytes) -> str:
    """Writes a file and returns its path."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def feed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """Makes this the standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


@st.composite
def sides(draw: st.DrawFn, language: Language) -> Runs:
    """The runs of some passages, one after the other or readings of the same characters."""
    text, found, start = "あ。" * 40 if language == "ja" else "A. " * 40, [], 0
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(max(0, start - 4), start))
        count = draw(st.integers(1, 4))
        said = tuple(Sentence(Span(at, at + 1)) for at in range(start, start + count))
        found.append(Passage("quotation", language, said))
        start += count
    return runs_of(found, [text], draw(st.integers(1, 4)))
