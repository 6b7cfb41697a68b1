"""Which lines of an HTML page are its article, and the text that they make.

An extractor (resiliparse's) says which text is main content. It is right about what surrounds an article and less so
about what stands in it: embedded posts, short paragraphs, lists of links and headings are easily taken for furniture.
So it decides on the frame only: the smallest element that holds nearly all of what it chose is the article's, and of
what stands in there only that is left out which both the extractor and its own name call furniture. Comments are
furniture too, unless they hold most of the page's English: then they are what the page is about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from corpus.reading.html.lines import Rendered, Tagged, TextLine
from corpus.reading.html.rendering import visible
from corpus.types import Mark, Span

if TYPE_CHECKING:
    from resiliparse.parse.html import HTMLTree

_NEARLY_ALL = 0.9  # of the characters that the extractor chose
_MOST = 0.75  # of the characters of lines that end like a sentence, outside furniture; of the page's English
_SENTENCE = re.compile(r"[。．！？.!?…][\"'”’」』）)]*$")
_WORD = r"[A-Za-z][A-Za-z0-9'’-]*+"
_ENGLISH = re.compile(rf"(?<![A-Za-z0-9'’-]){_WORD}(?:[,;]? [\"“(]?{_WORD}){{3,}}+")  # four words
_DEEPEST = 250  # elements; the extractor takes quadratic time in the depth, and written pages have a tenth of it


def choose(page: Rendered, tree: HTMLTree, title: str | None) -> list[int]:
    """The numbers of the lines of a page's article, in order; its headline is the first where that is known.

    `title` is what the page's head calls it.
    """
    commented = _is_about_comments(page)
    for line in page.lines:
        line.furniture = line.furniture or line.comment and not commented
    chosen = _extracted(page, tree)
    first, last = _frame(page, chosen)
    kept = [
        number
        for number, line in enumerate(page.lines[first:last], start=first)
        if not line.dropped and (chosen[number] or not line.furniture)
    ]
    if kept:
        page.lines[kept[0]].gap = True  # whatever stands before it
    headline = _headline(page, kept, first, title)
    if headline is not None:
        return [headline, *kept]
    if title and not _says(page, kept, title):
        add_headline(page, title)
        return [0, *(number + 1 for number in kept)]
    return kept


def _is_about_comments(page: Rendered) -> bool:
    """Whether comments hold most of the page's English, or of its text where it has none."""
    seen = [line for line in page.lines if not line.furniture and not line.dropped]
    english = [sum(map(len, _ENGLISH.findall(line.text))) for line in seen]
    lengths = english if any(english) else [len(line.text) for line in seen]
    held = sum(length for line, length in zip(seen, lengths, strict=True) if line.comment)
    return held >= _MOST * sum(lengths)


def _extracted(page: Rendered, tree: HTMLTree) -> list[bool]:
    """For each line whether the extractor takes it for main content.

    A text that stands on the page more often than the extractor has it (a heading, and the table of contents) is meant
    where it does not look like furniture.
    """
    if page.depth > _DEEPEST:
        return [False] * len(page.lines)
    from resiliparse.extract.html2text import extract_plain_text

    text = extract_plain_text(
        tree, main_content=True, list_bullets=False, alt_texts=False, comments=False, post_meta=False
    )
    left = Counter("".join(visible(line).split()) for line in text.splitlines())
    chosen = [line.posted or line.comment and not line.furniture for line in page.lines]
    for furniture in (False, True):
        for number, line in enumerate(page.lines):
            key = "".join(line.text.split())
            if line.furniture == furniture and left[key] > 0:
                left[key] -= 1
                chosen[number] = True
    return chosen


def _frame(page: Rendered, chosen: Sequence[bool]) -> tuple[int, int]:
    """The lines of the smallest container with nearly all of what was chosen, and most of what reads like an article.

    All lines where nothing was chosen. The second condition is for pages of which the extractor takes a part only.
    """
    whole = 0, len(page.lines)
    wanted = list(accumulate((len(line.text) * yes for line, yes in zip(page.lines, chosen, strict=True)), initial=0))
    prose = list(accumulate((len(line.text) * _is_prose(line) for line in page.lines), initial=0))
    if not wanted[-1]:
        return whole

    def holds(first: int, last: int) -> bool:
        enough = wanted[last] - wanted[first] >= _NEARLY_ALL * wanted[-1]
        return enough and prose[last] - prose[first] >= _MOST * prose[-1]

    return min(
        (place for place in page.containers if holds(*place)), key=lambda place: place[1] - place[0], default=whole
    )


def _is_prose(line: TextLine) -> bool:
    return line.posted or not line.furniture and not line.dropped and _SENTENCE.search(line.text) is not None


def _headline(page: Rendered, kept: Sequence[int], first: int, title: str | None) -> int | None:
    """The line to put in front: the page's headline if it stands before the article, which begins with line `first`."""
    within = set(kept)
    lines = [mark.start[0] for mark in page.marks if mark.kind == "heading" and mark.value == "1"]
    if any(line in within for line in lines):
        return None
    wanted = _bare(title or "")
    for line in lines:
        said = _bare(page.lines[line].text) if line < first and not page.lines[line].dropped else ""
        if said and (not wanted or said in wanted or wanted in said):
            return line
    return None


def _says(page: Rendered, kept: Sequence[int], title: str) -> bool:
    """Whether one of an article's first lines is its title, or a part of that (it may name the site too)."""
    wanted = _bare(title)
    soon = [_bare(page.lines[line].text) for line in kept[:_SOON]]
    return any(line in wanted for line in soon if len(line) > _WORDS)


def add_headline(page: Rendered, title: str) -> None:
    """Puts a title that a page has outside its text in front of its lines."""
    for mark in page.marks:
        mark.start, mark.end = (mark.start[0] + 1, mark.start[1]), (mark.end[0] + 1, mark.end[1])
    title = visible(title)
    page.lines.insert(0, TextLine(title))
    page.marks.insert(0, Tagged("heading", (0, 0), "1", (0, len(title))))


_SOON = 20  # lines in which an article's own headline stands
_WORDS = 4  # characters: a shorter line is a label


def _bare(text: str) -> str:
    return "".join(visible(text).split()).lower()


def assemble(page: Rendered, kept: Sequence[int], base: str) -> tuple[str, tuple[Mark, ...]]:
    """The text of the chosen lines, a blank line before each paragraph but the first, and their marks in text order.

    Addresses are made absolute as seen from `base`, if that is known.
    """
    pieces: list[str] = []
    starts: dict[int, int] = {}
    length = 0
    before = -1
    for number in kept:
        line = page.lines[number]
        if pieces:  # a paragraph that begins with a line that is left out begins with the next one
            paragraph = line.gap or not line.made and any(left.gap for left in page.lines[before + 1 : number])
            pieces.append("\n\n" if paragraph else "\n")
            length += len(pieces[-1])
        before = number
        starts[number] = length
        pieces.append(line.text)
        length += len(line.text)
    text = "".join(pieces)
    return text + "\n" if text else "", _placed(page, starts, text, base)


def _placed(page: Rendered, starts: Mapping[int, int], text: str, base: str) -> tuple[Mark, ...]:
    following = [len(text)] * (len(page.lines) + 1)  # of each line, where it begins or the next one that was kept
    for number in range(len(page.lines) - 1, -1, -1):
        following[number] = starts.get(number, following[number + 1])

    def place(line: int, column: int) -> int:
        line = min(line, len(page.lines))
        start = following[line]
        return start + min(column, len(page.lines[line].text)) if line in starts else start

    named = ((start, page.lines[number]) for number, start in starts.items())
    found = [Mark("link", Span(start, start + len(line.text))) for start, line in named if line.source]
    for mark in page.marks:
        if mark.start[0] < len(page.lines) and page.lines[mark.start[0]].made:
            continue
        start, end = place(*mark.start), place(*mark.end)
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            value = _absolute(base, mark.value) if mark.kind in _ADDRESSED else mark.value
            found.append(Mark(mark.kind, Span(start, end), value))
    return tuple(sorted(found, key=lambda mark: (mark.span.start, -mark.span.end)))


_ADDRESSED = ("link", "quote", "post")


def _absolute(base: str, href: str) -> str:
    if not base or not href or href.startswith(("https://", "http://")):
        return href
    try:
        return urljoin(base, href)
    except ValueError:  # no address at all
        return href
