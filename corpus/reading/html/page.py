"""An HTML page: its article's text, marks and source.

The way: `charset` decodes, `markup` parses and flattens, `page_facts` listens to what the head says, `rendering` makes
lines, `main_content` chooses those of the article and puts them together.
"""

from __future__ import annotations

from corpus.reading.charset import page_text
from corpus.reading.html import main_content, markup
from corpus.reading.html.frames import with_frames
from corpus.reading.html.page_facts import PageFacts, address
from corpus.reading.html.rendering import render
from corpus.reading.html.saved_from import saved_from
from corpus.reading.origin import Extracted, Origin
from corpus.types import CorpusError, Source


def read(raw: bytes, origin: Origin) -> Extracted:
    """The article of a page's bytes.

    Raises `CorpusError` for what is empty, is in no encoding that is read here, is binary, or has no text.
    """
    if not raw.strip():
        raise CorpusError("is empty: put the page's HTML into it, or remove it", path=origin.path)
    page, encoding = page_text(raw, origin.path, [origin.charset])
    return from_html(page, encoding, origin)


def from_html(page: str, encoding: str, origin: Origin) -> Extracted:
    """The article of a page that is decoded already; else as `read`."""
    tree = markup.parse(page)
    facts = PageFacts(saved_from(page))
    rendered = render(with_frames(facts.heard(markup.tokens(tree))))
    source = facts.source(origin.known)
    kept = main_content.choose(rendered, tree, facts.open_graph.get("title") or facts.article.get("title"))
    text, marks = main_content.assemble(rendered, kept, address(facts.base, source.url) or source.url or "")
    if not text:
        framed = "a page of frames is saved frame by frame (menu.html, main.html)"
        filled = "a page that a script fills must be saved from a browser"
        why = framed if "<frameset" in page.lower() else filled
        raise CorpusError(f"has no text: {why}", path=origin.path)
    return Extracted(text, encoding, source, markup.extractor_name(), marks)


def stated_source(page: str, known: Source, *declared: str) -> Source:
    """What a page says of its source; `declared` are the licences that its server named."""
    facts = PageFacts(saved_from(page))
    for _ in facts.heard(markup.tokens(markup.parse(page))):
        pass
    return facts.source(known, *declared)
