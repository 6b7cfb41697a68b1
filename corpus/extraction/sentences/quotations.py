"""Quotations inside a Japanese line: brackets matched, utterances told from names, titles and terms.

「」 stands around what somebody said, but as often around a product's name, a title, a term or irony. An utterance is
told by what is in it (a sentence's end, a predicate) and by what follows it (と, って, という声 before a verb of
saying). Nothing here knows English: whether an utterance has a counterpart is for the alignment to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from corpus.extraction.lines.line import JAPANESE
from corpus.languages import PARENTHESES, QUOTATION_BRACKETS
from corpus.types import Span

HIRAGANA = regex.compile(r"\p{Hiragana}")
STOPPED = regex.compile(r"(?:[。．]|(?<=\p{Hiragana})\.)$")  # at the end, also as papers are written: "…です."
# How a clause of speech ends: a predicate, a request, a particle of the spoken language.
PREDICATE_END = regex.compile(
    r"(?:です|ます|した|でした|ました|ません|ない|いる|ある|なる|する|った|んだ|いた|えた|れた|めた|けた|せた|てた|たい|だ|だろう|でしょう|だよ|です[よねかが]|ます[よねかが]|"
    r"[よねぞぜわなかさ]|かな|かも|だった|だけど|けど|のに|から|ので|って|て|で|ください|下さい|しい|ろ|れ|ら|う|く|す|む|る|た|い|え|け|せ|の|草|[らえけせてねべめれ]ん)[ー〜～♪!！?？wｗ]*$"
)
# Behind と, what gives a name; and what follows an utterance and no name: quoting particles, each with what has to
# stand behind it.
NAMING = "は呼|呼ば|名付|題|銘打|いう名|いう製品|いうサービス|いうタイトル|いうアプリ|いうソフト|いうゲーム"
QUOTING = regex.compile(
    rf"[」』”]?\s*(?:と(?!{NAMING})|って(?!い)|など|とも|との|だと|なんて|といった|。|、と|$|[（(/／「『]|→)"
)
# "という" follows names as often as voices: these nouns behind it tell of a voice.
_VOICED = (
    r"(?:という|との|といった|などの|など)[^。、]{0,12}(?:声|意見|投稿|メッセージ|コメント|発言|言葉|感想|反応|返信|主張|"
    r"指摘|批判|疑問|質問|回答|返答|説明|知らせ|警告|趣旨|内容)"
)
VOICE = regex.compile(rf"[」』”]?\s*{_VOICED}")
_VOICE_END = regex.compile(rf"\p{{Hiragana}}{_VOICED}$")


# Behind what somebody answered, however short: 「次の質問を」とだけ返した, 「だめ」と即答, 「静粛に」の一声で.
_ANSWERED = regex.compile(
    r"(?:と(?:だけ|も?、?\p{Hiragana}{0,3}(?:返|答|即答|叫|つぶや|述べ|語|断|応じ|一喝|詰め寄|認め))|の一[声言喝]|で(?:締め|終わ|始ま|落ち))"
)
# "…と白状", "…を報告", "…とも": a report may end in a noun, or before its verb.
_NOUN_END = regex.compile(r"\p{Hiragana}(?:(?:と|って|とも|とは|を|も)[\p{Han}\p{Katakana}ー]{2,8}|とも|とか|と)$")
_ENDED_WITHIN = regex.compile(r"[。！？!?](?=.)")


@dataclass(frozen=True, slots=True)
class Bracketed:
    """An outermost bracket of a line: `inner` is its content, `outer` has the brackets too; `quotes` if of speech."""

    outer: Span
    inner: Span
    quotes: bool


def matched(text: str, start: int, end: int) -> dict[int, int]:
    """Where each quotation bracket and parenthesis of `text[start:end]` is closed, by where it is opened.

    Unclosed ones are passed over. Linear in the length.
    """
    closers = {**QUOTATION_BRACKETS, **PARENTHESES}
    pairs: dict[int, int] = {}
    stack: list[tuple[int, str]] = []
    for at in range(start, end):
        mark = text[at]
        if mark in closers:
            stack.append((at, closers[mark]))
        elif stack and mark in closers.values():
            # A closer that fits no open bracket closes nothing; one that fits closes what was left open inside it too.
            depth = next((d for d in range(len(stack) - 1, max(-1, len(stack) - 8), -1) if stack[d][1] == mark), None)
            if depth is not None:
                pairs[stack[depth][0]] = at
                del stack[depth:]
    return pairs


def bracketed(text: str, start: int, end: int) -> list[Bracketed]:
    """The outermost quotation brackets and parentheses of `text[start:end]`, in order.

    Parentheses within quotation marks (and the other way round) belong to the outer one.
    """
    pairs = matched(text, start, end)
    found: list[Bracketed] = []
    at = start
    for opened in sorted(pairs):
        closed = pairs[opened]
        if opened < at or (text[opened + 1] in QUOTATION_BRACKETS and pairs.get(opened + 1) == closed - 1):
            continue  # of "（「…」）" the quotation counts
        found.append(Bracketed(Span(opened, closed + 1), Span(opened + 1, closed), text[opened] in QUOTATION_BRACKETS))
        at = closed + 1
    return found


def is_utterance(content: str, following: str) -> bool:
    """Whether the content of 「」 was said by somebody, told from itself and from the text behind its closing bracket.

    Names, titles, terms and single words of irony are not; a text without Japanese is not decided here (False).
    """
    content = content.strip()
    if not JAPANESE.search(content) or not HIRAGANA.search(content):
        return False
    if _ENDED_WITHIN.search(content) or content[-1] in "。！？!?…":
        return True
    if VOICE.match(following) or _ANSWERED.match(following):
        return True
    spoken = PREDICATE_END.search(content) is not None
    if not QUOTING.match(following):
        return spoken and len(content) >= 10
    return spoken and len(content) >= 5 or len(content) >= 14


def said(text: str, part: Bracketed) -> bool:
    """Whether the content of these quotation brackets was said by somebody."""
    following = text[part.outer.end : part.outer.end + 24].partition("\n")[0]
    return part.quotes and is_utterance(text[part.inner.start : part.inner.end], following)


def utterances(text: str, start: int, end: int) -> Iterator[Bracketed]:
    """The quotation brackets of `text[start:end]` whose content was said by somebody."""
    return (part for part in bracketed(text, start, end) if said(text, part))


def says_something(sentence: str) -> bool:
    """Whether Japanese in a writer's own voice is a sentence, no heading or label: ended, or with a predicate."""
    bare = sentence.rstrip(" 　」』”）)")
    ended = bare.endswith(("！", "？", "!", "?", "…")) or STOPPED.search(bare) is not None
    return ended or any(end.search(bare) for end in (PREDICATE_END, _NOUN_END, _VOICE_END))
