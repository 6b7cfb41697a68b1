"""HTML as lines of text, as a reader sees them, with marks for what the markup says about them.

Start with `render`, one walk over the tokens with a stack of the open elements. A block is a line, and so is what
`<br>` divides and a row of a table, a tab between its cells. White space collapses as in a browser, but a line break in
the source between two Japanese characters is none, as Japanese has no spaces to break at. Nothing is put into the text
that is not the page's: no bullets, no numbers, no quotation marks of `<q>`. Left out are what no reader sees, letters
without width too, the marks of notes (`note_marks`), and program code set as a block, which nobody translates.

Which lines belong to the article is not decided here: each says whether it stands in what looks like furniture, or like
comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from corpus.reading.html import cited, elements, embeds, notices
from corpus.reading.html.embeds import Embed
from corpus.reading.html.lines import Place, Rendered, Tagged, TextLine
from corpus.reading.html.markup import Token, attributes_of, is_void
from corpus.reading.html.note_marks import without_note_marks
from corpus.reading.html.seams import LONGEST, Inline, are_apart, are_glued, has_sentence, is_headed
from corpus.types import MarkKind

_WHITE = " \t\n\r\f"
_CELL = "\t"  # between two cells of a row
_SPACE = re.compile(f"[{_WHITE}]+")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_WIDE_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f]*\n[{_WHITE}]*(?=[{_WIDE}])")
_IS_WIDE = re.compile(f"[{_WIDE}]")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


@dataclass(slots=True)
class _Open:
    """An open element, and what it means for the text in it; most of it comes down from what it stands in."""

    name: str
    first: int = 0  # its first line
    unseen: bool = False
    furniture: bool = False
    article: bool = False  # in `<article>`
    aside: bool = False  # furniture for being an `<aside>` or its like of an article, or a shadow in it
    comment: bool = False
    listed: bool = False  # in a list of notes or sources
    verbatim: bool = False  # white space is as it is
    quoted: bool = False  # in a block quotation, whose footer says who is quoted
    posted: bool = False  # in the text of an embedded post
    language: str = ""
    marks: tuple[Tagged, ...] = ()
    embed: Embed | None = None
    place: tuple[int, int] = (0, 0)  # where it begins in its line: pieces and characters before it
    beside: Inline | None = None  # the one that ends where it begins
    before: tuple[int, int] = (0, 0)  # marks and slots of the page before it


@dataclass(slots=True)
class _Writer:
    """The page as far as it is written: the line being filled, and the open elements, innermost last."""

    page: Rendered = field(default_factory=Rendered)
    open: list[_Open] = field(default_factory=lambda: [_Open("")])
    embeds: list[Embed] = field(default_factory=list)  # those open
    pieces: list[str] = field(default_factory=list)
    column: int = 0
    pending: str = ""  # white space that shows only if text follows in this line
    gap: bool = False
    ended: Inline | None = None  # the inline element that ended last
    head: tuple[int, int] | None = None  # where what is in bold ends that the line begins with: pieces and characters
    cited: tuple[Place, Place] | None = None  # where the last source of a block quotation stands
    slots: int = 0  # places in shadows that were met, in which what the element itself has is shown

    def write(self, text: str) -> None:
        """Puts text into the line with its white space collapsed."""
        if "\n" in text:
            text = _WIDE_BREAK.sub("", text)
        content = _SPACE.sub(" ", text).strip(" ")
        if text[0] in _WHITE and self.column and self.pending not in (" ", _CELL):
            lead = text[: len(text) - len(text.lstrip(_WHITE))]
            self.pending = "\n" if "\n" in lead else " "
        if not content:
            return
        if self.pending:
            if self.pending != "\n":
                content = self.pending + content
            elif not (_IS_WIDE.match(self.pieces[-1][-1]) and _IS_WIDE.match(content)):
                content = " " + content
        self.pieces.append(content)
        self.column += len(content)
        self.pending = ""
        if text[-1] in _WHITE:
            self.pending = "\n" if "\n" in text[len(text.rstrip(_WHITE)) :] else " "

    def write_verbatim(self, text: str) -> None:
        """Puts text into lines as it is divided into lines, without the indentation."""
        for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
            if number:
                self.end_line(gap=not self.column)
            line = line if self.column else line.lstrip(_WHITE)
            if line:
                self.pieces.append(line)
                self.column += len(line)

    def end_line(self, *, gap: bool = False) -> None:
        """Ends the line being filled, if anything is in it; `gap`: the next one begins a paragraph."""
        head, self.head = self.head, None
        if head and is_headed("".join(self.pieces[: head[0]]), "".join(self.pieces[head[0] :])):
            self.end_line_before(*head)
        if self.column:
            inside = self.open[-1]
            text = "".join(self.pieces).rstrip(_WHITE)
            line = TextLine(text, self.gap, inside.furniture, inside.aside, inside.comment, inside.posted)
            line.source = inside.listed and cited.is_entry(text)
            self.page.lines.append(line)
            self.gap = False
            self.pieces.clear()
            self.column = 0
        self.pending = ""
        self.gap = self.gap or gap

    def met(self) -> Inline | None:
        """The inline element that ends right here, for the one that begins here."""
        ended, self.ended = self.ended, None
        here = len(self.page.lines), len(self.pieces)
        return ended if ended and (ended.line, ended.last) == here and not self.pending else None

    def end_line_before(self, piece: int, column: int) -> None:
        """Ends the line where one of its pieces begins: that and what follows make the next line."""
        line = len(self.page.lines)
        behind = self.pieces[piece:]
        blanks = len(behind[0]) - len(behind[0].lstrip(_WHITE))
        del self.pieces[piece:]
        self.end_line()
        self.pieces = [behind[0][blanks:], *behind[1:]]
        self.column = sum(map(len, self.pieces))
        for mark in reversed(self.page.marks):
            if mark.start < (line, column):
                break
            mark.start = (line + 1, max(0, mark.start[1] - column - blanks))
            if mark.end > (line, column):
                mark.end = (line + 1, max(0, mark.end[1] - column - blanks))

    def mark(self, kind: MarkKind, value: str = "") -> Tagged:
        """A mark that begins here."""
        found = Tagged(kind, (len(self.page.lines), self.column), value)
        self.page.marks.append(found)
        return found


def visible(text: str) -> str:
    """A text without the characters that no reader sees: control characters, and those that only tell a browser where a
    line may break and which way it runs (soft hyphens, spaces and marks without width).

    The joiners U+200C and U+200D stay: emoji are made with them.
    """
    return _UNSEEN.sub("", text)


def render(tokens: Iterable[Token]) -> Rendered:
    """The lines and marks of a page, or of a part of one."""
    writer = _Writer()
    for name, content in without_note_marks(tokens):
        if name:
            if name[0] == "/":
                _end(writer, name[1:])
            else:
                _start(writer, name, content)
            continue
        inside = writer.open[-1]
        if inside.unseen or not content:
            continue
        if not content.isprintable():
            content = visible(content)
        if inside.verbatim:
            writer.write_verbatim(content)
        elif content:
            writer.write(content)
    while len(writer.open) > 1:
        _end(writer, writer.open[-1].name)
    writer.end_line()
    return writer.page


def _start(writer: _Writer, name: str, written: str) -> None:
    above = writer.open[-1]
    if above.unseen:
        if not is_void(name):
            writer.open.append(_Open(name, unseen=True))
        return
    attributes = attributes_of(written)
    if is_void(name):
        _void(writer, name, attributes)
        return
    _divide(writer, name, above)
    unseen = elements.is_unseen(name, attributes)
    element = _Open(
        name,
        len(writer.page.lines),
        unseen or elements.is_code(name, attributes, above.verbatim),
        above.furniture,
        above.article or name == "article",
        above.aside,
        above.comment,
        above.listed,
        above.verbatim,
        above.quoted,
        above.posted,
        above.language,
    )
    element.place, element.beside = (len(writer.pieces), writer.column), writer.met()
    element.before = len(writer.page.marks), writer.slots
    writer.slots += name == "slot"
    writer.open.append(element)
    writer.page.depth = max(writer.page.depth, len(writer.open))
    if element.unseen:
        return
    if name == "pre":
        element.verbatim = True
    elif name == "blockquote":
        element.quoted = True
    if (not element.furniture or element.aside) and not element.quoted:
        _frame(element, attributes)
        element.comment = element.comment or elements.is_comments(name, attributes)
    element.listed = element.listed or bool(attributes) and cited.is_list(attributes)
    if attributes or name in _ALWAYS_MARKED:
        element.marks = _marks(writer, element, attributes)
        _embed(writer, element, attributes)


def _frame(element: _Open, attributes: Mapping[str, str]) -> None:
    """Notices that an element frames the article, or may."""
    if elements.is_furniture(element.name, attributes):
        element.aside = element.article and elements.is_aside(element.name, attributes)
        element.furniture = True
    elif element.name == "template":  # a shadow: such are notices about cookies, and a text that a script sets
        element.aside = element.aside or element.article and not element.furniture
        element.furniture = True


_ALWAYS_MARKED = elements.HEADINGS | elements.ITEMS | elements.BOLD | frozenset(("blockquote", "q", "p", "code"))


def _divide(writer: _Writer, name: str, above: _Open) -> None:
    """Ends a line, or divides two cells, where an element begins."""
    if name in elements.BLOCKS:
        writer.end_line(gap=_is_paragraph(name, above.name))
    elif name in ("td", "th"):
        if above.name == "tr" and len(writer.page.lines) > above.first:
            writer.end_line()  # the cell before has several lines: the table is there for layout
        elif writer.column:
            writer.pending = _CELL


def _is_paragraph(name: str, above: str) -> bool:
    """Whether an element begins and ends a paragraph; a list within an item goes on with its lines."""
    return name in elements.PARAGRAPHS and not (above == "li" and name in ("ul", "ol"))


def _void(writer: _Writer, name: str, attributes: Mapping[str, str]) -> None:
    if name == "br":
        writer.end_line(gap=not writer.column)
    elif name == "hr":
        writer.end_line(gap=True)
    elif name == "img" and (alt := elements.emoji(attributes)):
        writer.write(alt)


def _marks(writer: _Writer, element: _Open, attributes: Mapping[str, str]) -> tuple[Tagged, ...]:
    """The marks that begin with an element."""
    name, found = element.name, []
    language = attributes.get("lang") or attributes.get("xml:lang") or ""
    if language and language.lower() != element.language.lower():
        if name not in ("html", "body"):
            found.append(writer.mark("lang", language))
        element.language = language
    if name in elements.HEADINGS:
        found.append(writer.mark("heading", name[1]))
    elif name in elements.ITEMS:
        found.append(writer.mark("item"))
    elif name in elements.BOLD:
        found.append(writer.mark("strong"))
    elif name == "code":
        found.append(writer.mark("code"))
    elif name in ("blockquote", "q"):
        found.append(writer.mark("quote", attributes.get("cite", "").strip()))
    elif name == "a" and attributes.get("href", "").strip():
        found.append(writer.mark("link", attributes["href"].strip()))
    elif name == "time" and attributes.get("datetime"):
        found.append(writer.mark("time", attributes["datetime"]))
    return tuple(found)


def _embed(writer: _Writer, element: _Open, attributes: Mapping[str, str]) -> None:
    """Notices an embedded post, and what stands in one; a post quoted in a post belongs to it."""
    kind = embeds.kind_of(element.name, attributes)
    if kind is not None and not writer.embeds:
        element.embed = Embed(kind, element.first, writer.mark("post", attributes.get("cite", "")))
        element.furniture = element.comment = False
        writer.embeds.append(element.embed)
    elif writer.embeds:
        embed = writer.embeds[-1]
        if embed.kind == "card" and embeds.is_text(element.name, attributes):
            element.posted = element.verbatim = True
        embed.notice(len(writer.page.lines), element.name, attributes)


def _end(writer: _Writer, name: str) -> None:
    element = writer.open[-1]
    if element.name != name or len(writer.open) == 1:
        return  # what was written out is balanced, but for what a hostile name of an element may hide
    if not element.unseen and name in elements.BLOCKS:
        writer.end_line(gap=_is_paragraph(name, writer.open[-2].name))
    writer.open.pop()
    for mark in element.marks:
        mark.end = (len(writer.page.lines), writer.column)
    if element.name in elements.BOLD and element.first == len(writer.page.lines) and not element.place[1]:
        writer.head = len(writer.pieces), writer.column
    _keep_apart(writer, element)
    if element.embed is not None:
        writer.end_line(gap=True)
        writer.embeds.pop()
        embeds.settle(element.embed, writer.page.lines)
        element.embed.mark.end = (len(writer.page.lines), 0)
    elif name in cited.SOURCES and element.quoted:
        writer.cited = (element.first, element.place[1]), (len(writer.page.lines), writer.column)
    elif name == "blockquote" and writer.cited:
        cited.settle(writer.page, next(mark for mark in element.marks if mark.kind == "quote"), writer.cited)
        writer.cited = None
    if element.aside and not writer.open[-1].aside:
        _keep_own(writer, element)
    if name in elements.CONTAINERS and not (element.unseen or element.comment or element.embed or writer.embeds):
        writer.page.containers.append((element.first, len(writer.page.lines)))


def _keep_own(writer: _Writer, element: _Open) -> None:
    """Takes what stands beside an article to be of it where it is plainly a text of its own, with English in it.

    An `<aside>` is none with a link, a `<footer>` or `<header>` without a quotation, nor a shadow that is but the frame
    of what its element has.
    """
    lines, (marks, slots) = writer.page.lines[element.first :], element.before
    kinds = {mark.kind for mark in writer.page.marks[marks:]}
    if element.name in ("footer", "header") and "quote" not in kinds or element.name == "aside" and "link" in kinds:
        return
    if writer.slots > slots or any(notices.is_notice(line.text) for line in lines):
        return
    if "quote" in kinds or any(line.aside and has_sentence(line.text) for line in lines):
        for line in lines:
            line.furniture = line.furniture and not line.aside


def _keep_apart(writer: _Writer, element: _Open) -> None:
    """Ends the line between an inline element that has ended and the one it meets, where their languages differ."""
    line, (piece, column), last = len(writer.page.lines), element.place, len(writer.pieces)
    if element.first != line or piece == last or writer.column - column > LONGEST:
        return
    if beside := element.beside:
        one, other = "".join(writer.pieces[beside.first : piece]), "".join(writer.pieces[piece:])
        if are_apart(one, beside.language, other, element.language) or are_glued(one, other):
            writer.end_line_before(piece, column)
            line, piece, last = line + 1, 0, last - piece
    writer.ended = Inline(line, piece, last, element.language)
