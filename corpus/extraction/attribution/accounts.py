"""The accounts that a page names: with "@", in a signature or a byline, or bare where lists of comments have them.

    @busby_burner                          with "@", and u/busby
    Orla Benn / orla-benn commented        in a byline (`bylines`)
    ★★★★☆ tallhenrik 2025年10月17日         bare at the beginning of a line
    21:02 brackenjoe: everyone ready?      the same, behind a time
    という lowhum_ さん                      bare with an underscore

A bare one begins with a small letter, or has a digit, an underscore, or a capital in its midst: "Fenella" is a name,
"toolsAgent" a part of software.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import regex

from corpus.extraction.lines.details import Detail
from corpus.extraction.lines.line import Line
from corpus.extraction.lines.marks import OF_ACCOUNT, OF_IDENTIFIER, PLACE_IN_WORK
from corpus.languages import PLATFORM_LINES, SPEECH_EN
from corpus.types import Span

AT, SIGNED, BARE = range(3)  # how an account is written
_SAYS = rf"(?:ha[sd]\s(?:\p{{Ll}}+\s)?)?(?:written|{'|'.join(sorted(SPEECH_EN))})\b"
# A name is read whole or not at all; what goes on with "@" is an address. Who is answered or thanked does not write,
# nor does whom a quotation or an English line names first: 「@annaさんに」, "@anna is whom you should contact." One who
# has written or said something does.
_WITH_AT = regex.compile(
    r"(?<![\w.+-])(?<!Replying to |返信先[:：]?\s?|[Tt]hanks (?:to )?)(?:(?<![「『“\"])|(?=.[\w.-]+[」』”\"]))[@＠]"
    r"(?P<handle>[\p{Latin}\d_.-]{2,40}+(?:@[\p{Latin}\d.-]{1,60}\.\p{Latin}{2,12})?)(?!/\p{Ll}|[\p{Latin}\d_@＠-])"
    rf"(?!\s?(?:さん|氏|様)?に感謝)(?!\s+(?!{_SAYS}){OF_ACCOUNT})"
    r"|(?<![\w/])(?:by)?u/(?P<handle>[\p{Latin}\d_-]{2,30}+)(?![\p{Latin}\d_@＠-])"
)
_BARE_NAME = (
    r"(?!\p{Ll}+(?:\p{Lu}\p{Ll}+)+\b(?!\s?[:：]))"
    r"(?!https?\b|www\.|(?:by)?u/)(?=\p{Ll}|[\p{Latin}\d.-]{0,29}[\d_]|\p{Lu}\p{Ll}{1,28}\p{Lu})(?=[\d_.-]{0,29}\p{Latin})"
    r"[\p{Latin}\d][\p{Latin}\d_.-]{1,28}[\p{Latin}\d_]"
)
_FIRST = regex.compile(
    r"[^\p{L}\d\n@＠]{0,20}(?:\d{1,2}:\d\d\W{1,3}|[AQ]?\d{1,4}[.:)]\s+|(?:asked\s+)?by\s+|\p{Lu}[\p{L} ]{2,30}\s/\s)?"
    rf"(?<![._])(?P<handle>{_BARE_NAME})"
    rf"(?!{OF_IDENTIFIER})(?!\s?/(?=[^/\s]*[^\x00-\x7f])[^/\s]{{1,30}}/)"  # how a word is said: "way /wéi/"
    r"(?=[^\S\n]{0,3}(?:$|[:：](?!//)|[　(（·・—▲↑✓／/]|,\s[\p{Lu}\d])|\s(?:[\d-]|commented))"
)
_UNDERSCORED = regex.compile(
    r"(?<![\w/@＠.?&=%+-])(?!_\.)(?P<handle>(?=[\p{Latin}\d.-]{0,29}_)(?=[\d_.-]{0,29}\p{Latin})[\p{Latin}\d_.-]{3,30}+)"
    rf"(?![\p{{Latin}}\d_.@＠=(-])(?!{OF_IDENTIFIER})"
)
# A version, a file, a page or a chapter, or what a date is, which look like accounts without an "@".
_NO_ACCOUNT = regex.compile(
    rf"{PLACE_IN_WORK.pattern}|date|via|posted|published|updated|modified|created|(?-i:\p{{Lu}}+(?:_\p{{Lu}}+)+)|"
    r"[vV]?\d+(?:\.\d+)+(?:-\w+)?|\S+\.(?:txt|md|py|js|ts|rs|go|c|h|json|html?|css|csv|tsv|toml|ya?ml|png|jpe?g|pdf|zip)",
    regex.IGNORECASE,
)
# Before the account of whoever translates, who says nothing.
_TRANSLATES = regex.compile(
    r"(?:翻訳者?|和訳|訳者?|[Tt]ranslat(?:ion|ed|or)(?: +by)?)[^\S\n]*[:：/／＝=|｜]?[^\S\n]*[@＠]?\Z"
)
_LONGEST_CREDIT = 24  # characters of it


def accounts_in(text: str, lines: Sequence[Line]) -> tuple[Detail, ...]:
    """The accounts that a text names, in order, given its lines that are not blank."""
    found: dict[int, Detail] = {}  # by where the name begins
    for match in _UNDERSCORED.finditer(text):
        _add(found, match, BARE)
    for line in lines:
        first = _FIRST.match(text, line.span.start, line.span.end)
        if first and first["handle"].lower() not in PLATFORM_LINES:  # "reply"
            _add(found, first, BARE)
        if line.said.handle:
            whole = rf"(?<!\w)(?P<handle>{regex.escape(line.said.handle)})(?!\w)"
            if signed := regex.search(whole, text, pos=line.span.start, endpos=line.span.end):
                _add(found, signed, SIGNED)
    for match in _WITH_AT.finditer(text):
        _add(found, match, AT)
    return tuple(_apart(found[at] for at in sorted(found)))


def _apart(found: Iterable[Detail]) -> Iterator[Detail]:
    """Details in order without those that begin within one before."""
    end = 0
    for detail in found:
        if detail.span.start >= end:
            end = detail.span.end
            yield detail


def _add(found: dict[int, Detail], match: regex.Match[str], written: int) -> None:
    start, name = match.start("handle"), match["handle"].rstrip(".-")
    if _TRANSLATES.search(match.string, max(0, start - _LONGEST_CREDIT), start):
        return
    bare = written == BARE and (_NO_ACCOUNT.fullmatch(name) or match.string.startswith("()", start + len(name)))
    if name and not bare:
        found[start] = Detail(Span(start, start + len(name)), name, written)
