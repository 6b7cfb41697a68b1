"""What stands behind a sentence and is no part of it: laughter, what the audience does, and in Japanese who said it."""

from __future__ import annotations

import re

from corpus import languages as facts
from corpus.extraction.sentences.breaks import TEXT

_REACH = 60  # characters before the end of a sentence that are looked at
# "私も知らなかった（5年生の保護者）", but not "呼んだのは母さん（元教員）", what she is, "見に来た（300人）", what is
# counted, nor "鍵をくれた（私の兄）", who is somebody's.
_SOMEBODY = (
    "(?<![一二三四五六七八九十百千万\\d０-９])(?:者|員|師|客|住民|市民|男性|女性|学生|卒業生|生徒|選手|店主|飼い主|運転手|親|父|母|祖父|祖母|"
    "編集長|校長|社長|店長|監督|教授|博士|弁護士|開発チーム|ファン|ユーザー|リスナー|スタッフ|プレイヤー|CTO|CEO)"
)
_OF_SOMEBODY = "(?:私|僕|俺|うち|彼|彼女|自分)の"
_ASIDE_JA = re.compile(
    r"(?:(?<=[ぁ-んー。！？!?])笑|[（(](?:会場|場内|一同|客席)?(?:から)?(?:笑い?|爆笑|拍手)[）)]|"
    r"(?<=[ぁ-んー。！？!?])[ 　]?[（(][^（）()\n、。はがをにでと]{1,30}(?:さん|氏|くん|ちゃん)[）)]|"
    r"(?<=[ぁ-んー。！？!?])(?<!さん)(?<!さま)(?<!くん)(?<!ちゃん)(?<!たち)[ 　]?"
    rf"[（(](?!{_OF_SOMEBODY})[^（）()\n、。はがをにでと]{{0,20}}{_SOMEBODY}[）)]。?)\s*$"
)
_HEARD = rf"(?:{'|'.join(sorted(facts.HEARD_EN))})"
_ASIDE_EN = re.compile(
    rf"\s*[(\[（［]\s?(?P<first>{_HEARD})(?:, {_HEARD})*\.?\s?[)\]）］](?P<closer>[\"”]?)\s*$",
    re.IGNORECASE,
)
_CLOSERS, _MARKS = {'"': '"', "“": "”"}, re.compile('["“”]')
_LAUGHS = ("（笑）", "(笑)")  # written with the sentence, as spoken


def end_japanese(text: str, start: int, end: int) -> int:
    """Where the Japanese sentence `text[start:end]` ends without what stands behind it and is no part of it."""
    aside = _ASIDE_JA.search(text, max(start, end - _REACH), end)
    if aside is None or aside.group().strip() in _LAUGHS or not TEXT.search(text, start, aside.start()):
        return end
    return aside.start()


def without_heard(text: str, start: int, end: int) -> tuple[int, int]:
    """The English sentence `text[start:end]` without the laughter or the applause behind it.

    And without the quotation marks around both, if there are no others.
    """
    aside = heard(text, start, end)
    if aside is None or not TEXT.search(text, start, aside.start()):
        return start, end
    closer = aside["closer"] or text[end : end + 1]
    if closer and closer == _CLOSERS.get(text[start]) and not _MARKS.search(text, start + 1, aside.start()):
        start = TEXT.search(text, start, aside.start()).start()  # type: ignore[union-attr]  # there is one
    elif aside["closer"]:
        return start, end  # it belongs to another quotation
    return start, aside.start()


def heard(text: str, start: int, end: int) -> re.Match[str] | None:
    """What is heard at the end of `text[start:end]`, in English.

    Within a sentence it is small, or laughter: "and home we went [pauses]", but "The button says [Pauses]".
    """
    aside = _ASIDE_EN.search(text, max(start, end - _REACH), end)
    if aside is None or aside["first"].islower() or aside["first"].lower() in facts.HEARD_OF_MANY_EN:
        return aside
    said = text[max(start, aside.start() - 4) : aside.start()].rstrip("".join(facts.CLOSING_QUOTES))
    return aside if said[-1:] in facts.ENGLISH_ENDERS else None
