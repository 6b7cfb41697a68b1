"""Which lines of an HTML page are its article, and the text that they make.

An extractor (resiliparse's) says which text is main content. It is right about what surrounds an article and less so
about what stands in it: embedded posts, short paragraphs, lists of links and headings are easily taken for furniture.
So it decides on the frame only: the smallest element that holds nearly all of what it chose is the article's, and of
what stands in there only that is left out which both the extractor and its own name call furniture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from corpus.reading.lines_of_page import Rendered, Tagged, TextLine
from corpus.types import Mark, Span

if TYPE_CHECKING:
    from resiliparse.parse.html import HTMLTree

_NEARLY_ALL = 0.9  # of the characters that the extractor chose
_DEEPEST = 250  # elements; the extractor takes quadratic time in the depth, and written pages have a tenth of it


def choose(page: Rendered, tree: HTMLTree, title: str | None) -> list[int]:
    """The numbers of the lines of a page's article, in order; its headline is the first where that is known.

    `title` is what the page's head calls it.
    """
    seen = [not line.dropped for line in page.lines]
    chosen = _extracted(page, tree)
    framed = _frame(page, chosen)
    kept = [
        number
        for number in range(*framed)
        if seen[number] and (chosen[number] or not page.lines[number].furniture)
    ]
    headline = _headline(page, kept, title)
    return kept if headline is None else [headline, *kept]


def _extracted(page: Rendered, tree: HTMLTree) -> list[bool]:
    """For each line whether the extractor takes it for main content."""
    if page.depth > _DEEPEST:
        return [False] * len(page.lines)
    from resiliparse.extract.html2text import extract_plain_text

    text = extract_plain_text(
        tree, main_content=True, list_bullets=False, alt_texts=False, comments=False, post_meta=False
    )
    lines = {"".join(line.split()) for line in text.splitlines()} - {""}
    return ["".join(line.text.split()) in lines or line.posted for line in page.lines]


def _frame(page: Rendered, chosen: Sequence[bool]) -> tuple[int, int]:
    """The lines of the smallest container with nearly all of the chosen characters; all where none was chosen."""
    weights = [len(line.text) if yes else 0 for line, yes in zip(page.lines, chosen, strict=True)]
    sums = list(accumulate(weights, initial=0))
    if not sums[-1]:
        return 0, len(page.lines)
    enough = [place for place in page.containers if sums[place[1]] - sums[place[0]] >= _NEARLY_ALL * sums[-1]]
    return min(enough, key=lambda place: place[1] - place[0], default=(0, len(page.lines)))


def _headline(page: Rendered, kept: Sequence[int], title: str | None) -> int | None:
    """The line to put in front: the page's headline where it stands outside the article, None where it does not."""
    wanted = _bare(title or "")
    within = set(kept)
    first = [mark.start[0] for mark in page.marks if mark.kind == "heading" and mark.value == "1"]
    first = [line for line in first if line < len(page.lines) and not page.lines[line].dropped]
    if any(line in within for line in first):
        return None
    for line in first:
        if not wanted or _bare(page.lines[line].text) in wanted or wanted in _bare(page.lines[line].text):
            return line
    soon = [_bare(page.lines[line].text) for line in kept[:_SOON]]
    if title and not any(line in wanted for line in soon if len(line) > _WORDS):
        return add_headline(page, title)
    return None


def add_headline(page: Rendered, title: str) -> int:
    """The number of a new line with the title that a page has outside its text."""
    number = len(page.lines)
    page.lines.append(TextLine(title))
    page.marks.append(Tagged("heading", (number, 0), "1", (number, len(title))))
    return number


_SOON = 20  # lines in which an article's own headline stands
_WORDS = 4  # characters: a shorter line is a label


def _bare(text: str) -> str:
    return "".join(text.split()).lower()


def assemble(page: Rendered, kept: Sequence[int], base: str) -> tuple[str, tuple[Mark, ...]]:
    """The text of the chosen lines, a blank line before each paragraph but the first, and their marks in text order.

    Addresses are made absolute as seen from `base`, if that is known.
    """
    pieces: list[str] = []
    starts: dict[int, int] = {}
    length = 0
    for number in kept:
        line = page.lines[number]
        if pieces:
            pieces.append("\n\n" if line.gap else "\n")
            length += len(pieces[-1])
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

    found = []
    for mark in page.marks:
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
