"""What a block quotation names as its source: the title above what it quotes, which leads there, or a line below it.

    > [Why we left the cloud](https://...)        > We moved everything in six months.
    > We left it because of what it cost.         > (Interview with Ann Pen, 2019)

Where the page breaks the line behind such a title is lost in Markdown, where a line break is a blank.
"""

from __future__ import annotations

import regex

from corpus.extraction.lines.line import LATIN_WORD, SENTENCE_END, language_of
from corpus.extraction.lines.markup import Markup
from corpus.languages import SENTENCE_STARTERS
from corpus.types import Span

_TITLE = 3  # words of a title that a sentence follows: fewer are a name ("GitHub Copilot", "Ann Pen")
_SOURCE = 2  # words of a source in parentheses
_LONGEST = 200  # characters of it
_SIGNS = ("—", "–", "―", "--", "@")  # who said what stands above
# What a name goes on with, though a sentence may begin so: "[Acme Cloud](https://...) For Business".
_GOES_ON = frozenset(("at", "by", "for", "from", "in", "on", "to", "with"))
_BEHIND = regex.compile(r"(?<=[\p{L}\p{N})\"”’'])[ \t]+(?P<word>\p{Lu}[\p{L}'’]*)(?!-)")
_IN_PARENTHESES = regex.compile(r"[(（](?P<said>[^()（）]++(?:[(（][^()（）]++[)）])?[^()（）]*+)[)）]")
_SMALL = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "no", "of", "on", "p", "pp", "the", "to", "vol", "with")
)
# "from "The Cloud Exit", chapter 3", "Quoted in The Atlantic", "blog post, May 2019", "ペン氏へのインタビュー、2019年".
_TAKEN = "adapted|cited|excerpt(?:ed)?|interview(?:ed)?|published|quoted|sources?|taken|via|from"
_NAMES_SOURCE = regex.compile(
    rf"(?:(?i:(?:(?:first|originally) )?(?:{_TAKEN}))\b(?! \p{{Lu}}[^.!?,\"“]* (?:it|we|they|you|I)\b)"
    rf"(?=[^.!?]*[\p{{Lu}}\d\"“‘/])[^.!?]*"
    r"|(?![^.!?]*\b(?:[Ww]e|I|[Yy]ou|[Tt]hey|[Ii]t|thanks)\b)"
    r"[^.!?]*, (?:(?:\d{1,2} )?\p{Lu}\p{Ll}{2,8} (?:\d{1,2}, )?)?(?:19|20)\d\d)"
)
_NAMES_SOURCE_JA = regex.compile(
    r"(?:出典|引用元?)[:：].*|(?!.*は)[^。！？]*(?:\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|[月\d]号|第?\d+[章頁]|\d+ページ"
    r"|(?:より|から)(?:引用|抜粋)|[』」]より|インタビュー|[^\p{Hiragana}][著訳編])"
)


def title_end(text: str, line: Span, markup: Markup) -> int:
    """Where the title ends that a line begins with, above what is quoted from there; where it begins, for none.

    Behind a title a sentence begins; in the middle of one no such word has a capital ("[The docs](https://...) are").
    """
    link = markup.link_at(line.start)
    quotation = markup.quotation_of(line)
    if link is None or quotation is None or line.start != quotation.start or link.end >= line.end:
        return line.start
    said = text[link.start : link.end]
    behind = _BEHIND.match(text, link.end, line.end)
    if behind is None or language_of(said) == "ja" or len(said.split()) < _TITLE:
        return line.start
    word = behind["word"].lower().replace("’", "'")
    begins = word in SENTENCE_STARTERS - _GOES_ON and not word.startswith("i'") and word != "i"
    return link.end if begins else line.start


def is_source(text: str, line: Span, below: Span, following: str, markup: Markup) -> bool:
    """Whether the first or the last line of a quotation, which has others, only tells what it is taken from.

    A link does so above something said: below it, or above links and a signature alone, it is said itself.
    """
    quotation = markup.quotation_of(line)
    if quotation is None or (line.start > quotation.start) == (line.end < quotation.end):
        return False
    if markup.is_link(line):
        says = below.end <= quotation.end and not markup.is_link(below) and not following.startswith(_SIGNS)
        return line.start == quotation.start and says and SENTENCE_END.search(text) is None and text[-1] not in ":："
    last = line.end == quotation.end
    inside = _IN_PARENTHESES.fullmatch(text) if last else None
    return inside is not None and _names_source(inside["said"].strip())


def _names_source(said: str) -> bool:
    """Whether what stands in parentheses names a work, or when and by whom it was said, and is no remark."""
    if len(said) > _LONGEST:
        return False
    if language_of(said) == "ja":
        return _NAMES_SOURCE_JA.fullmatch(said) is not None
    words = LATIN_WORD.findall(said)
    named = len(words) >= _SOURCE and all(word[0].isupper() or word in _SMALL for word in words)
    return said[-1] not in ".!?…" and (named or _NAMES_SOURCE.fullmatch(said) is not None)
