"""Reports of made pairs, and their HTML read as a browser would."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from html.parser import HTMLParser

from helpers import SIGNATURE, article, followed, pair

from corpus import alignment
from corpus.config import Config
from corpus.curation import REASONS, same_texts
from corpus.extraction import extract
from corpus.publishing import Comparing, Measured, Report, report_html, row
from corpus.types import Article, Attribution, Pair, Verdict

COMPARING = Comparing(alignment.mismatches, same_texts)
TABLE = "../review/low_confidence.tsv"
VOID = {"meta", "input", "br"}


class Elements(HTMLParser):
    """What a browser would see: (tag, attributes), the text of each kind of element, and whether tags are closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append((self.open[-1] if self.open else "", data))

    def of(self, tag: str, kind: str = "") -> list[dict[str, str | None]]:
        return [a for name, a in self.found if name == tag and (not kind or kind in (a.get("class") or "").split())]

    @property
    def said(self) -> str:
        return " ".join(data for tag, data in self.text if tag not in ("style", "script"))


def bands(html: str) -> dict[str, str]:
    """What stands in the band of each pair and in its box, by the id that leads to it; words apart by one space."""
    found = re.findall(r'<div class="bead [^>]*? id="([^"]+)"[^>]*>(.*?</div>.*?</div>)</div>', html, re.DOTALL)
    return {name: " ".join(unescape(re.sub(r"<[^>]+>", " ", band)).split()) for name, band in found}


def of(pairs: Sequence[Pair], pages: Sequence[Article], *known: Measured, **verdicts: Verdict) -> str:
    """The report of some pairs on some pages."""
    curated = followed(pairs, verdicts, Config())
    return "".join(
        report_html(
            Report(
                signature=SIGNATURE,
                config=Config(),
                rows=[row(one, SIGNATURE) for one in curated],
                articles=[(page.name, page.sha256) for page in pages],
                shown=[(page, extract(page).passages) for page in pages],
                reasons=REASONS,
                comparing=COMPARING,
                table=TABLE,
                measured=known,
            )
        )
    )


PAGE = article(title="題 <b>", publisher="A & B", url="https://example.org/1?a=1&b=2")


def some_pairs() -> list[Pair]:
    return [
        pair("p1", document=PAGE, attribution=Attribution("Ann Lee", "アン・リー氏", "ann", "2024-08-06")),
        pair("p2", document=PAGE, ja=("二行目は\n改行をまたぐ。",), en=("The second line\nruns on.",), confidence=0.4),
        pair("p3", document=PAGE, nth=1, confidence=0.01),
        pair("p4", document=PAGE, headline=True, signals={}),
    ]
