"""A Markdown page: its front matter is its source, its text becomes HTML, and that is rendered like any other.

All of it is the article, so no main content is looked for. Left out are code blocks and lines that only call a template
(`{{< tweet id="1" >}}`, `{% endraw %}`, `:::message`, `@[card](…)`): what these would show is not in the file.
Notes and definitions are paragraphs where they stand.

A line break inside a paragraph is a space in Markdown, and a line break on many platforms. Here it stays one where a
sentence ends at it, where the script changes, or around a line in bold: so a quotation and its rendering on the next
line, or its label on the one above, do not run together.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from corpus.languages import ORIGINAL_MARKS, TRANSLATION_MARKS
from corpus.reading import text_page
from corpus.reading.html import main_content, markup
from corpus.reading.html.page_facts import address, iso_day
from corpus.reading.html.rendering import render
from corpus.reading.origin import Extracted, Origin
from corpus.types import CorpusError, Source

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FENCES = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE),
}
_LINK = re.compile(r"\[\[(?:[^\[\]|]{1,200}\|)?([^\[\]|]{1,200})\]\]")
_COLON = re.compile(r":(?:\s|$)")
_VALUE = re.compile(r"^([A-Za-z_][\w-]*+:[ \t]++)(?![\"'\[{|>&*!%@`#-])([^\n]++)", re.MULTILINE)  # one without marks
_PIECE = 50_000  # characters
_DEEPEST = 50  # quotations and lists in each other; what stands deeper is left out
_LINE = re.compile(rf"[^\n]{{1,{_PIECE}}}\n?|\n")
_FENCE = re.compile(r"`{3,}|~{3,}")
_PLACE = re.compile(r" \(at line (\d+)(?:, column \d+)?\)")
_SAID = 200  # characters of what a parser says
_QUOTE_IT = ': put a value with a colon in it into quotation marks, title: "a: b"'
_LONGEST = 50_000  # characters of a front matter
_KEY = re.compile(r"\s*(?:#[^\n]*\n\s*)*[\"']?\w[\w .-]*[\"']?\s*[:=]")
_MARKED_LINE = re.compile(r"^(?:#{1,6} +\S|```|~~~)", re.MULTILINE)
_QUOTED_LINE = re.compile(r"(?:\A|\n[ \t]*\n)> \S")
_MAIL = re.compile(r"^(?:[^\n]{0,200} wrote:|--) *$|^(?:From|Subject|Date): |^>>", re.MULTILINE)
# What Jekyll, Hugo, Zenn, Qiita and their like call it, best first. `source` is no address of the page: it is as often
# the one of the English that the page translates.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "url": ("canonical_url", "canonicalurl", "canonical", "url", "permalink", "link"),
    "publisher": ("publisher", "site", "site_name", "publication_name"),
    "title": ("title",),
    "author": ("author", "authors"),
    "published": ("date", "published_at", "publishdate", "published", "created_at", "created", "pubdate"),
    "licence": ("licence", "license"),
}
_MADE: Mapping[str, Callable[[str], str]] = {"url": lambda said: address(said, None), "published": iso_day}
"""What is made of what stands there, if it is that: `permalink` says a path alone."""

# What dialects add to CommonMark and no reader sees: calls of templates, the kind of a callout ("> [!NOTE]"), whose
# title is a paragraph, of two words the source of a quotation ("> [!quote] Ann Pen"), the marks of notes ("[^1]",
# "[^1]: "), of definitions (": "). A heading needed no blank behind its marks once, and on Qiita until 2017.
_CALLOUT = r"^[ \t]{0,3}((?:>[ \t]?)+)\[!%s(?:\|[^\]\n]{0,40})?\][+-]?+[ \t]*"
_LABEL = rf"(?:{'|'.join((*ORIGINAL_MARKS, *TRANSLATION_MARKS))})(?![\w-])"  # what the quotation is, and not where from
_QUOTE, _ANY = _CALLOUT % "(?i:quote|cite)", _CALLOUT % "[A-Za-z-]{1,20}"
_DIALECTS = tuple(
    (re.compile(pattern, re.MULTILINE), shown)
    for pattern, shown in (
        (r"^[ \t]*(?:\{\{[<%].*[>%]\}\}|\{%.*%\}|:::+.*|@\[\w+\]\(.*\))[ \t]*$", ""),
        (rf"{_QUOTE}(?!{_LABEL})(\S+ [^\n<]+)\n((?:[ \t]*>[^\n]*\n)*[ \t]*>[^\n]*)", r"\3\n\1\n\1<cite>\2</cite>"),
        (rf"{_ANY}(?=\S)([^\n]+)", r"\1\2\n\1"),
        (_ANY, r"\1"),
        (r"^[ \t]{0,3}\[\^[^\]\s]{1,40}\]:[ \t]*", "\n"),
        (r"\[\^[^\]\s]{1,40}\]", ""),
        (r"^[ \t]{0,3}:[ \t]+(?=\S)", "\n"),
        (r"^([ \t]{0,3}#{2,6})(?=[^#\s!])", r"\1 "),
        (r"((?:\A|^(?:(?![ \t]*>)[^\n]*|(?:[ \t]*>)+[ \t]*)\n)(?:[ \t]{0,3}>)+[ \t]{0,3}#{2,6})(?=[^#\s!\d])", r"\1 "),
    )
)
# The same within a line, but for code: links of a wiki, ruby, marked words, attributes.
_WITHIN = re.compile(
    r"`[^`\n]*`|!\[\[[^\[\]\n]{1,200}\]\]|\[\[(?=[^\W\d_])(?:[^\[\]\n|]{1,200}\|)?(?P<link>[^\[\]\n|]{1,200})(?<=\S)\]\]|"
    r"\{(?P<ruby>[一-鿿々〆ヶA-Za-z0-9]{1,20})(?:\|[ぁ-ゖァ-ヺー・]{1,20}){1,20}\}|"
    r"(?<![=A-Za-z0-9])==(?=\S)(?P<mark>[^=\n]{1,200})(?<=\S)==(?![=A-Za-z0-9])|"
    r"[ \t]{0,2}\{:[^{}\n]{0,200}\}|[ \t]{0,2}\{[#.][\w.#-]{1,40}\}(?=[ \t]*$)",
    re.MULTILINE,
)
_ENDED = re.compile(r"[。！？!?.…:：][\"'”’」』）)\]]*$")
# Japanese is wrapped before a Latin word ("これは、" and "Rust の") and behind one ("新しい Future" and "を返す").
_WRAPPED = re.compile("[、，はがをにの]\n|\n[、，をはがにのとで]")
_HIRAGANA = re.compile("[ぁ-ゖ]")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


def read(raw: bytes, origin: Origin) -> Extracted:
    """The article of a Markdown file's bytes.

    Raises `CorpusError` for bytes that are no text, for a front matter that is broken, and where nothing is left.
    """
    page, encoding = text_page.read(raw, origin.path)
    page = page.replace("\r\n", "\n").replace("\r", "\n")
    values, body = _front_matter(page, origin)
    source = _source(values, origin.known)
    rendered = render(markup.tokens(markup.parse(_html(_plain(body)))))
    headed = any(mark.kind == "heading" and mark.value == "1" for mark in rendered.marks)
    if (title := _text(values.get("title"))) and not headed and rendered.lines:
        rendered.lines[0].gap = True
        main_content.add_headline(rendered, title)
    kept = [number for number, line in enumerate(rendered.lines) if not line.dropped]
    text, marks = main_content.assemble(rendered, kept, source.url or "")
    if not text:
        raise CorpusError("has no text besides its front matter and its code: put it there", path=origin.path)
    return Extracted(text, encoding, source, markup.extractor_name("markdown-it-py"), marks)


def is_markdown(beginning: str) -> bool:
    """Whether a text that begins so is Markdown: by a front matter, a heading, a fence of code, a block quotation.

    Mails quote with the same mark, and are plain text. Marks are ASCII: the encoding of the letters does not matter.
    """
    page = beginning.replace("\r\n", "\n")
    if _fenced(page) or _MARKED_LINE.search(page):
        return True
    return _QUOTED_LINE.search(page) is not None and _MAIL.search(page) is None


def _plain(body: str) -> str:
    """The Markdown that every dialect understands."""
    for pattern, shown in _DIALECTS:
        body = pattern.sub(shown, body)
    return _WITHIN.sub(_shown, body)


def _shown(match: re.Match[str]) -> str:
    """What a reader sees of a link, of ruby, of what is marked; code as it is."""
    return match[0] if match[0][0] == "`" else match["link"] or match["ruby"] or match["mark"] or ""


@lru_cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])


def _html(body: str) -> str:
    """The HTML of Markdown. A long text goes piece by piece: a parser's tokens take hundreds of times its room."""
    parser = _markdown()
    known: dict[str, Any] = {}  # the references of the pieces before
    rendered = []
    for piece in _pieces(body):
        tokens = parser.parse(piece, known)
        _keep_breaks(tokens)
        rendered.append(parser.renderer.render(tokens, parser.options, known))
    return "".join(rendered)


def _pieces(body: str) -> Iterator[str]:
    """A text cut at blank lines, not within a fence of code; elsewhere too where there is no blank line for long."""
    if len(body) <= _PIECE:
        yield body
        return
    lines: list[str] = []
    length, fence = 0, ""
    for match in _LINE.finditer(body):
        line, bare = match[0], match[0].strip()
        if fence:
            fence = "" if bare.startswith(fence) and not bare.strip(fence[0]) else fence
        elif found := _FENCE.match(bare):
            fence = found[0]
        lines.append(line)
        length += len(line)
        if not fence and length > (2 * _PIECE if bare else _PIECE):
            yield "".join(lines)
            lines, length = [], 0
    yield "".join(lines)


def _fenced(page: str) -> tuple[str, str, str] | None:
    """The fence of a page's front matter, what stands within it, and what follows; None where there is none."""
    fence, _, rest = page.partition("\n")
    fence = fence.rstrip()
    end = _FENCES[fence].search(rest, 0, _LONGEST) if fence in _FENCES else None
    return (fence, rest[: end.start()], rest[end.end() :]) if end and _KEY.match(rest) else None


def _front_matter(page: str, origin: Origin) -> tuple[Mapping[str, Any], str]:
    """The values that a page begins with, keys in lower case, and what follows them."""
    page = page.removeprefix("\ufeff")
    found = _fenced(page)
    if found is None:
        return {}, page
    fence, written, body = found
    try:
        values = _yaml(written) if fence == "---" else tomllib.loads(written)
    except (ValueError, RecursionError) as error:
        kind = "YAML" if fence == "---" else "TOML"
        where = _PLACE.search(str(error))
        message = f"its front matter is no {kind}: {' '.join(_PLACE.sub('', str(error)).split())[:_SAID]}"
        raise CorpusError(message, path=origin.path, line=1 + int(where[1]) if where else 1) from error
    if not isinstance(values, dict):
        return {}, page
    return {str(key).lower(): value for key, value in values.items()}, body


def _yaml(written: str) -> object:
    """The values of a front matter. A title with a colon in it, which YAML forbids, is what its writer meant."""
    import yaml

    try:
        return yaml.safe_load(written)
    except yaml.YAMLError as error:
        quoted = _VALUE.sub(_quoted, written)
        if quoted != written:
            with suppress(yaml.YAMLError):
                return yaml.safe_load(quoted)
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or str(error)
        said += _QUOTE_IT if said.startswith("mapping values") else ""
        raise ValueError(said if mark is None else f"{said} (at line {mark.line + 1})") from error
    except (ArithmeticError, AttributeError, LookupError, TypeError) as error:  # it does not say that it raises these
        raise ValueError(f"a value is not of the kind that it is said or seems to be: {error}") from error


def _quoted(line: re.Match[str]) -> str:
    """A line of YAML with its value in quotation marks where it has a colon that it must not have without them."""
    value, comment, rest = line[2].partition(" #")
    return f"{line[1]}{json.dumps(value.rstrip())}{comment}{rest}" if _COLON.search(value) else line[0]


def _source(values: Mapping[str, Any], known: Source) -> Source:
    """The page's source: what is known already, then what its front matter says."""
    stated: dict[str, str] = {}
    for name, keys in _KEYS.items():
        said = (_text(values.get(key)) for key in keys)
        made = _MADE.get(name, str)
        stated[name] = next((value for text in said if text and (value := made(text))), "")
    return Source(**{f.name: getattr(known, f.name) or stated.get(f.name) or None for f in fields(Source)})


def _text(value: object) -> str:
    """A value as a text: a date in ISO form, the names of several authors in a row; nothing for anything else."""
    if isinstance(value, list):
        return ", ".join(filter(None, (_text(one if not isinstance(one, list) else _linked(one)) for one in value)))
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, date):
        return value.isoformat()
    return _LINK.sub(r"\1", " ".join(value.split())) if isinstance(value, str) else ""


def _linked(value: Sequence[object]) -> object:
    """What a link of a wiki names (`[[Ann Pen]]`), which is a list in a list to YAML."""
    return value[0] if len(value) == 1 and not isinstance(value[0], list) else None


def _keep_breaks(tokens: Iterable[Token]) -> None:
    """Makes line breaks of those in the source where a sentence ends, the script changes, or bold lines are."""
    for block in tokens:
        children = block.children or []
        breaks = [at for at, one in enumerate(children) if one.type in ("softbreak", "hardbreak")]
        lines = [children[a + 1 : b] for a, b in pairwise((-1, *breaks, len(children)))]
        heads = [_is_bold(line) and not _nearest(below)[:1].islower() for line, below in pairwise(lines)]
        for at, (line, below), headed in zip(breaks, pairwise(lines), pairwise((*heads, False)), strict=True):
            before, after = _nearest(reversed(line)), _nearest(below)
            scripts = {bool(_WIDE.match(letter)) for letter in (before[-1:], after[:1]) if letter}
            wrapped = _WRAPPED.search(f"{before}\n{after}") and _is_japanese(line) and _is_japanese(below)
            if any(headed) or _ENDED.search(before) or (len(scripts) > 1 and not wrapped):
                children[at].type = "hardbreak"


def _nearest(tokens: Iterable[Token]) -> str:
    """What the first of some tokens says that is text, not the mark of an emphasis or a link."""
    return next((one.content for one in tokens if one.type in ("text", "code_inline") and one.content), "")


def _is_japanese(line: Iterable[Token]) -> bool:
    return any(_HIRAGANA.search(one.content) for one in line if one.type == "text")


def _is_bold(line: Sequence[Token]) -> bool:
    """Whether all of a line is in bold: a heading, or the label of what stands below."""
    line = [one for one in line if one.type != "text" or one.content.strip()]
    if not line or line[0].type != "strong_open" or line[-1].type != "strong_close":
        return False
    return all(one.level > line[0].level for one in line[1:-1])
