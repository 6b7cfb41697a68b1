"""English on a page: posts with their signatures, blocks of quoted lines, quotations that a reporter interrupts.

A post on X is embedded as text and a signature line; the signature stands behind the text, before it, or in the middle
(the embed shows the first part, the page goes on after it). So among lines without Japanese between them a signature
takes the text before it, the text behind it where none stands before it, and the last one also what is left over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import regex

from corpus.extraction.lines.bylines import addresses
from corpus.extraction.lines.labels import label_of
from corpus.extraction.lines.line import SENTENCE_END, Line
from corpus.extraction.people.clusters import BETWEEN
from corpus.extraction.people.full_names import is_name
from corpus.extraction.sentences.splitting import split_english
from corpus.languages import DASHES, LIST_MARKS, MAIL_MARKS, SPEECH_EN, TITLES_EN
from corpus.names import without_stop
from corpus.types import Attribution, Sentence, Span

_QUOTED = regex.compile(r"“[^“”]+(?:”|$)|\"[^\"]+(?:\"|$)|«[^«»]+(?:»|$)")
_INSIDE = regex.compile(r"\p{Lu}[\p{L} .'’-]{1,30}: ")  # a label within quotation marks
_OPENERS, _CLOSERS = frozenset('“"«'), frozenset('”"»')
_NAME = rf"\p{{Lu}}[\p{{L}}.'’-]*(?:\s(?:{BETWEEN}\s|&\s){{0,2}}\p{{Lu}}[\p{{L}}.'’-]*){{0,3}}"
_VERBS = "|".join(sorted(SPEECH_EN))
_TOLD = {"tell", "tells", "told"}  # whose name behind it is that of the one who is told
_SAID = "|".join(sorted(SPEECH_EN - _TOLD))
_TO = r"(?:to|in|at|near|on|with|from|about)"  # before the name of a place, or of whom it is said to
_SOMEBODY = r"(?:[Oo]ne|[Aa]nother|[Ss]omeone|[Ss]omebody|[Aa]n?|[Tt]he|[Hh]er|[Hh]is|[Tt]heir|[Mm]y|[Oo]ur)"
# "Marchetti said" and "said Marchetti", a pronoun and "one student" name nobody; behind the quotation "(Ned Haskell,
# fisherman)".
_TOLD_BY = (
    regex.compile(
        rf"(?<!\b(?:{_TO}|of)\s)(?<!\p{{Lu}}[\p{{L}}.'’-]*\s)(?<name>{_NAME})"
        rf"(?:\s(?:of|from|in|at)\s{_NAME})?(?:,[^,“”\"]{{1,60}},)?\s+(?:{_VERBS})\b"
    ),
    regex.compile(
        rf"\b(?:{_SAID})\s+(?:[^,.;:¶]{{0,60}}?\b(?!{_TO}\s)\p{{Ll}}+\s+)??(?<name>{_NAME})(?=\s*(?:[,.;:¶]|$)|\s(?:of|from)\s)"
    ),
    regex.compile(rf"\b(?:{_SAID}|[Aa]ccording\s+to)\s+(?<name>{_NAME})"),
    regex.compile(rf"\b(?<name>he|she|they|we|it)\s+(?:{_VERBS})\b"),
    regex.compile(rf"¶\s*(?:{_VERBS})\s+@?(?<name>\p{{Ll}}[\w.-]*[\d_][\w-]*)"),
    regex.compile(
        rf"^\s*(?:\d{{1,3}}[.)]\s*)?¶\s*[—–―(（-]+\s*(?<name>{_NAME})\s*(?:[,，、][^()（）]{{0,60}})?[)）]?\s*$"
    ),
    regex.compile(rf"(?:^|¶)\s*(?<name>{_SOMEBODY}(?:\s[\p{{L}}'’-]+){{0,8}}?)\s+(?:{_VERBS})\b"),
    regex.compile(rf"¶\s*(?:{_VERBS})\s+(?<name>{_SOMEBODY})\b"),
)
# "a passenger told Reuters", "the company wrote in a letter to Emma Brown": whoever it is that has no name.
_TOLD_TO = regex.compile(
    rf"\b(?:{_VERBS})\s+(?:[^,.;:¶]{{0,60}}?\b{_TO}\s+)?{_NAME}(?=\s*(?:[,.;:¶]|$))|"
    rf"¶,?\s*\p{{Ll}}+\s[^¶]*{_NAME}\s+(?:{_VERBS})\b"
)
_UNNAMED = regex.compile(rf"{_SOMEBODY}(?:\s\p{{Ll}}.*)?")  # "a fisherman in Kells"
_TOLD_ALONE = regex.compile(r"\p{Ll}{3}[.!?…]\s+\p{Lu}")  # a sentence, and the next begins
_PROSE_WORD = regex.compile(r"[\p{P}]*\p{Latin}[\p{Latin}'’-]*[\p{P}]*")  # no path, no address, no version
_NUMBERED = regex.compile(r"\d+[.)]\s|\d+(?:\.\d+)?　|\([ivx]+\)\s")
_BETWEEN = regex.compile(r"[^\s>＞]")  # what is neither white space nor the mark of a quoted mail
# What ends a line above a text and is no part of it: a year, a time, a hashtag.
_HEADS = regex.compile(r"\b(?:19|20)\d{2}$|\b\d{1,2}:\d{2}(?::\d{2})?$|(?:^|\s)#\w+$")
WRAPPED = 40  # characters from which a line that does not end a sentence goes on in the next
_LIST_MARKS = "".join(sorted(LIST_MARKS))
_MARKS = 16  # characters before a sentence on its line that are looked at for marks
_FIELD = regex.compile(r"\p{Lu}\p{Latin}*(?: \p{Latin}+){0,4}: [^:：!?\n]{1,60}")
_FIELD_JA = regex.compile(r"[\p{Han}\p{Katakana}\p{Hiragana}ー・]{1,16}[:：][^:：。！？!?\n]{1,40}")
_FIELDS = 120  # characters around a line that are looked at for one
_HAILED = 2  # words of a line that says to whom a text is
CASUAL = 90  # characters of the widest line below which nobody wrapped a text all in small letters
_MAIL_MARK = regex.compile(r"[ \t]*\r?\n[ \t]*[>＞]+[ \t]*")


@dataclass
class Post:
    """English lines that one person wrote, and the signature among them if there is one."""

    lines: list[Line] = field(default_factory=list)
    signature: Line | None = None

    @property
    def said(self) -> Attribution:
        """What the signature or byline says; nothing where there is none."""
        return self.signature.said if self.signature else Attribution()


def posts_of(lines: Sequence[Line], labels: frozenset[str] = frozenset()) -> list[Post]:
    """The posts among English lines, signatures and bylines that stand together, in the order of their first line.

    What would be a byline above a text is a signature where the last line is one, and the first is none.
    """
    if lines and lines[-1].kind == "byline" and lines[0].kind == "english":
        lines = [replace(line, kind="signature") if line.kind == "byline" else line for line in lines]
    first = next((at for at, line in enumerate(lines) if line.kind == "byline"), len(lines))
    posts = _signed_posts(lines[:first], labels)
    byline: Line | None = None
    below: list[Line] = []
    for line in [*lines[first:], None]:
        if line is not None and line.kind != "byline":
            below.append(line)
            continue
        if below:  # what has a signature of its own needs no byline
            signed = any(other.kind == "signature" for other in below)
            posts.extend(_signed_posts(below, labels) if signed else [Post(below, byline)])
            below, byline = [], None
        if line is not None:
            byline = line if byline is None else replace(line, said=both(byline.said, line.said))
    return posts


def both(first: Attribution, second: Attribution) -> Attribution:
    """What two bylines say that follow each other, the headers of a mail."""
    return Attribution(
        speaker=first.speaker or second.speaker,
        handle=first.handle or second.handle,
        posted_on=first.posted_on or second.posted_on,
    )


def _signed_posts(lines: Sequence[Line], labels: frozenset[str]) -> list[Post]:
    """The posts among English lines and signatures."""
    posts: list[Post] = []
    waiting: list[Line] = []
    signed = any(line.kind == "signature" for line in lines)
    for line in lines:
        if line.kind != "signature":
            if not signed and waiting and label_of(line.text, labels):  # the next turn of an interview
                posts.append(Post(waiting))
                waiting = []
            waiting.append(line)
            continue
        if line.behind and waiting:  # it signs its own line alone
            posts += [Post(waiting[:-1]), Post(waiting[-1:], line)]
        elif posts and not posts[-1].lines:  # the signature before had no text in front of it: this text is its own
            posts[-1].lines.extend(waiting)
            posts.append(Post([], line))
        else:
            posts.append(Post(waiting, line))
        waiting = []
    if waiting and signed:
        posts[-1].lines.extend(waiting)
    elif waiting:
        posts.append(Post(waiting))
    return [post for post in posts if post.lines]


def english_sentences(text: str, lines: Sequence[Line], labels: frozenset[str] = frozenset()) -> list[Sentence]:
    """The sentences of English lines that follow each other, wherever a signature stands between them."""
    found: list[Sentence] = []
    for segment in _segments(text, lines):
        label = label_of(text[segment.start : segment.end], labels)
        start = segment.start + (label.length if label else 0)
        for quoted in quoted_parts(text, Span(start, segment.end)):
            named = quoted.start > start and _INSIDE.match(text, quoted.start)
            label = label_of(text[quoted.start : quoted.end], labels) if named else None
            first = quoted.start + label.length if label else quoted.start
            found.extend(_without_marks(text, s) for s in split_english(text, first, quoted.end))
    return found


def _without_marks(text: str, sentence: Sentence) -> Sentence:
    """The sentence in pieces where the lines of a quoted mail that it runs over begin with "> "."""
    start, end = sentence.span.start, sentence.span.end
    marks = [match.span() for match in _MAIL_MARK.finditer(text, start, end)]
    if not marks:
        return sentence
    places = [start, *(place for mark in marks for place in mark), end]
    return replace(sentence, pieces=tuple(Span(a, b) for a, b in zip(places[::2], places[1::2], strict=True)))


def _segments(text: str, lines: Sequence[Line]) -> Iterator[Span]:
    """Runs of lines that were wrapped by hand, one span each: a line that ends within a sentence goes on.

    Where the first word of the next line would have fitted, nobody wrapped: the widest line of the paragraph tells.
    What begins with a small letter goes on with the line before in any case, unless the first line begins with one.
    """
    for paragraph in _paragraphs(text, lines):
        small = paragraph[0].text[0].islower()
        widest = max(len(line.span) for line in paragraph)
        start: int | None = None
        for line, following in zip(paragraph, [*paragraph[1:], None], strict=True):
            start = line.span.start if start is None else start
            if following is None or not _wrapped(text, line, following, widest, small=small):
                yield Span(start, line.span.end)
                start = None


def _paragraphs(text: str, lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines right below each other, in a quoted mail or out of it."""
    together: list[Line] = []
    for line in lines:
        below = together and (
            text.count("\n", together[-1].span.end, line.span.start) == 1
            and not _BETWEEN.search(text, together[-1].span.end, line.span.start)
            and in_mail(text, together[-1].span.start) == in_mail(text, line.span.start)
        )
        if together and not below:
            yield together
            together = []
        together.append(line)
    if together:
        yield together


def _wrapped(text: str, line: Line, following: Line, widest: int, *, small: bool) -> bool:
    """Whether a line ends within a sentence because it was full; no item of a list goes on in the next one."""
    if line.item or following.item or (small and widest < CASUAL):
        return False
    goes_on = following.text[0].islower() and not small
    return (
        (in_mail(text, line.span.start) or len(line.span) >= WRAPPED)
        and (goes_on or len(line.span) + 1 + len(following.text.split()[0]) > widest)
        and not SENTENCE_END.search(line.text)
        and not _HEADS.search(line.text)
        and not ((addresses(line.text) or _hails(line.text, following.text)) and line.text[-1] in ",:")
        and not (following.text[0] in _OPENERS and not _quotes(line.text))
        and following.text[0] not in LIST_MARKS | DASHES
        and not _NUMBERED.match(following.text)
    )


def _hails(text: str, following: str) -> bool:
    """Whether a line of a word or two says to whom the sentence below it is: "Team,"."""
    return len(text.split()) <= _HAILED and following[0].isupper()


def _quotes(text: str) -> bool:
    """Whether a quotation that begins on a line goes on in the next."""
    return text.count('"') % 2 > 0 or text.count("“") > text.count("”")


def in_mail(text: str, at: int) -> bool:
    """Whether a place is on a line that begins with the mark of a quoted mail."""
    return text[text.rfind("\n", 0, at) + 1 : at].lstrip()[:1] in MAIL_MARKS


def quoted_parts(text: str, span: Span) -> list[Span]:
    """What was said in an English line that tells who said it between quotation marks, else the line as it is.

    `“Nobody reads rules,” Marchetti said. “They read jokes.”` has two parts; a line without marks, or one that only
    quotes a word, is one part. Marks right around the span belong to it, if it tells who says what is in them.
    """
    opened, closed = text[max(0, span.start - 1) : span.start], text[span.end : span.end + 1]
    whole = Span(span.start - (opened in _OPENERS), span.end + (closed in _CLOSERS))
    if not _QUOTED.search(text, whole.start, whole.end):  # as in most lines
        return [span]
    told = told_by(text, whole) is not None
    whole = whole if told else span
    quoted = [Span(m.start(), m.end()) for m in _QUOTED.finditer(text, whole.start, whole.end)]
    if quoted and _TOLD_ALONE.search(text, whole.start, quoted[0].start):
        return [span]
    inside = sum(len(part) for part in quoted)
    # 'News release, 12 January: "People bond over waiting."' has its label outside.
    introduced = bool(quoted) and text[whole.start : quoted[0].start].rstrip()[-1:] in (":", "：")
    behind = len(whole) - (quoted[0].start - whole.start) if introduced else len(whole)
    if not quoted or inside < (0.4 if told else 0.9) * behind:
        return [span]
    return [Span(part.start + 1, part.end - (text[part.end - 1] in _CLOSERS)) for part in quoted]


def told_by(text: str, span: Span) -> str | None:
    """The name that an English line gives for who said its quotation ("..., Marchetti said."), "" for one without."""
    outside = _QUOTED.sub(" ¶ ", text[span.start : span.end])
    if "¶" not in outside:
        return None
    for pattern in _TOLD_BY:
        match = pattern.search(outside)
        if match:
            name = match["name"]
            named = is_name(name.rpartition(" ")[2]) and _UNNAMED.fullmatch(name) is None
            return without_stop(without_titles(name)) if named else ""  # "So I asked his widow" names nobody
    return "" if _TOLD_TO.search(outside) else None


def without_titles(name: str) -> str:
    """An English name without the titles before it; "Detective Inspector Colm Rafferty" is Colm Rafferty."""
    words = name.split()
    while len(words) > 1 and words[0].lower().rstrip(".") in TITLES_EN:
        del words[0]
    return " ".join(words)


def is_prose(text: str, sentence: Span) -> bool:
    """Whether English that nobody signed is a sentence and no heading, label or link text.

    It stands in quotation marks, is ended, is a sign in capitals, addresses somebody before a sentence ("Sir,"), or has
    four words of which one is small ("Writing Good Tests" and "Download page" are none). Two words do behind the label
    of who speaks, and where a line has nothing but small ones ("still soup"); three where it has a label and a value,
    and a Japanese line beside it as well ("Lucky color: navy", ラッキーカラー：紺).
    """
    if text[max(0, sentence.start - 1) : sentence.start] in ("“", '"', "‘", "«"):
        return True
    said = text[sentence.start : sentence.end]
    words = [word for word in said.split() if _PROSE_WORD.fullmatch(word)]
    if len(words) >= 3 and said.isupper():  # a sign
        return True
    if SENTENCE_END.search(said) is not None and len(words) >= 1:
        return True
    if said[-1] in ",:" and text[sentence.end : sentence.end + 1] == " ":  # whom the sentence behind it addresses
        return True
    small = sum(word.islower() for word in words)
    # What stands before it on its line, as far as marks and labels go.
    before = "\n" + text[max(0, sentence.start - _MARKS) : sentence.start]
    line, short = before.rpartition("\n")[2].strip(), "\n" in before[1:] or sentence.start < _MARKS
    told = line.endswith((":", "：", "."))
    whole = short and not line.strip(_LIST_MARKS) and text[sentence.end : sentence.end + 1] in ("", "\n")
    few = told or (whole and small == len(said.split()))
    if small > 0 and len(words) == 3 and _FIELD.fullmatch(said):
        return _has_field_beside(text, sentence)
    return small > 0 and len(words) >= (2 if few else 4)


def _has_field_beside(text: str, line: Span) -> bool:
    """Whether the Japanese line above or below has a label and a value."""
    above = text[max(0, line.start - _FIELDS) : line.start].rstrip().rpartition("\n")[2]
    below = text[line.end : line.end + _FIELDS].lstrip().partition("\n")[0]
    return any(_FIELD_JA.fullmatch(beside.strip()) for beside in (above, below))
