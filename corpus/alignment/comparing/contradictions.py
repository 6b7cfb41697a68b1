"""Whether two texts say different things of one fact: a number, date, time, day of the week or name.

A rendering may leave a fact out, so one that stands on one side only says little (`mismatches.py` shows it to whoever
reviews the pair). Where each side has a fact of one kind that the other lacks, one of them is wrong, or the page
renders freely. What is only written otherwise is no contradiction (`numbers`), nor is what a page converts: miles and
kilometres, dollars and yen, eighteen months and a year and a half, unless the Japanese has the same unit. Dates of an
old calendar (元久2年8月9日) are not compared, nor a rough number with one that is near it (四千以上, 4,300). A name is
one where both are plainly names of one kind: no ordinary noun in katakana, unless a title or a ・ makes it somebody's,
no abbreviation (GB), no name in a label ("Juno: ..."), and countries differ from countries. Where all is in capitals
nothing tells a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus import languages as facts
from corpus.alignment.comparing.anchors import without_anchors
from corpus.alignment.comparing.countries import COUNTRIES, ENGLISH
from corpus.alignment.comparing.katakana import is_noun, is_person
from corpus.alignment.comparing.mismatches import capital_words, name_mismatches, weekday_mismatches
from corpus.alignment.comparing.numbers import Number, Spans, number_agreement, numbers, unexplained
from corpus.names import names_in, similarity
from corpus.types import Language

_FEET = ("フィート", "フット", "ft")
# Units behind an English amount that a page converts, and what Japanese writes where it does not.
_CONVERTED_UNITS = (
    (("mile", "miles", "mph", "nautical miles"), ("マイル", "海里")),
    (("knot", "knots"), ("ノット",)),
    (("foot", "feet", "ft", "footer"), _FEET),
    (("inch", "inches"), ("インチ",)),
    (("yard", "yards", "yd"), ("ヤード",)),
    (("pound", "pounds", "lb", "lbs", "stone"), ("ポンド", "ストーン")),
    (("ounce", "ounces", "oz", "cup", "cups"), ("オンス", "カップ")),
    (("acre", "acres"), ("エーカー",)),
    (("gallon", "gallons", "pint", "pints"), ("ガロン", "パイント")),
    (("degrees fahrenheit", "fahrenheit", "°F"), ("華氏", "°F", "℉")),
    (("basis points",), ("ベーシスポイント", "bp")),
    (("dozen",), ("ダース",)),
    (("month", "months", "month-old"), ("月",)),
    (("week", "weeks", "week-old", "fortnight"), ("週",)),
    (("day", "days"), ("日",)),
    (("hour", "hours"), ("時間",)),
    (("minute", "minutes", "min", "mins"), ("分",)),
    (("second", "seconds"), ("秒",)),
    (("dollar", "dollars", "cents", "bucks", "USD"), ("ドル", "セント", "$")),
    (("euro", "euros", "EUR"), ("ユーロ", "€")),
    (("sterling", "quid", "pence", "GBP"), ("ポンド", "ペンス", "£")),
)
# Marks before an English amount of money, and what Japanese writes where it does not convert it.
_CONVERTED_MONEY = {"$": ("ドル", "$", "セント"), "€": ("ユーロ", "€"), "£": ("ポンド", "£", "ペンス")}
_WORD = rf"(?:{'|'.join((*facts.NUMBER_WORDS_EN, *facts.NUMBER_SCALES_EN, 'half', 'a', 'and'))})"
_AMOUNT = rf"(?:[0-9][0-9,.]*(?: {_WORD})?[- ]?|\b{_WORD}(?:[- ]{_WORD}){{0,5}}[- ])"
_OLD_DATE = re.compile(
    rf"(?:(?!過去|今後|以後|{'|'.join(facts.ERAS)})[一-鿿]{{2}}|同)"
    r"\s?(?:元|[0-9]{1,2}|[一二三四五六七八九十]{1,3})年(?![間前後目連以])"
)
_LABEL = re.compile(r"^[^\s:.!?][^:.!?\n]{0,40}: (?=\S)")  # "Lamp & Wire: Your new record", whom somebody asks
MAYBE = 0.62  # likeness of spellings that may be one name's: ダヴィズ, Dafydd
_NEAR = 0.1  # of the larger number, where the Japanese is rough
_HEIGHT = rf"{_AMOUNT}(?:foot|feet|ft)[ -](?:{_WORD}|[0-9]{{1,2}})\b|\b[3-7]['’′] ?[0-9]{{1,2}}(?:[\"”″]|\b)"  # 6'5"
_UNITS = (
    (re.compile(_HEIGHT, re.IGNORECASE), _FEET),
    *(
        (re.compile(rf"{_AMOUNT}(?:{units})\b|\b(?:{units})[ ][0-9][0-9,.]*", re.IGNORECASE), own)  # "mile 25", too
        for units, own in (("|".join(map(re.escape, english)), own) for english, own in _CONVERTED_UNITS)
    ),
    *(
        (re.compile(rf"{re.escape(mark)}\s?[0-9][0-9,.]*(?:\s?(?:[kmb]n?|[mb]illion)\b)?", re.IGNORECASE), own)
        for mark, own in _CONVERTED_MONEY.items()
    ),
)


def contradicts(ja: str, en: str) -> bool:
    """Whether a fact of the one text is another one in the other. Linear in the texts' lengths."""
    days_differ = "曜" in ja and _on_both_sides(weekday_mismatches(ja, en))
    return days_differ or _numbers_differ(ja, en) or _names_differ(ja, en)


def _names_differ(ja: str, en: str) -> bool:
    """Whether each side names somebody or something that the other does not name, and both are plainly names."""
    if en == en.upper() or not any(map(_is_name, capital_words(without_anchors(en)))):
        return False
    folded = without_anchors(ja)
    if not names_in(folded):  # most pairs name nobody in katakana
        return False
    found = tuple(name_mismatches(ja, en))
    label = _LABEL.match(en) if "：" not in ja and ":" not in ja else None
    behind = en[label.end() :] if label else en
    theirs = [word for language, word in found if language == "en" and _is_name(word) and word in behind]
    ours = [
        name
        for language, name in found
        if language == "ja" and theirs and (name in COUNTRIES or not is_noun(name) or is_person(name, folded))
    ]
    return any(
        (name in COUNTRIES) == (word.lower() in ENGLISH) and similarity(name, word) < MAYBE
        for name in ours
        for word in theirs
    )


def _is_name(word: str) -> bool:
    """Whether a capital word may be a name that katakana spells: no abbreviation (GB, MHz), no initial; O'Brien is."""
    if word[1:2] in ("'", "’"):
        word = word[2:]
    return len(word) > 2 and word[0].isupper() and not word[1].isupper() and not word[:3].isupper()


def _numbers_differ(ja: str, en: str) -> bool:
    own = numbers(ja, "ja")
    agreement = number_agreement(own, numbers(en, "en")) if own else None
    if agreement is None or not (agreement.only_ja and agreement.only_en) or _OLD_DATE.search(ja):
        return False
    unconverted = number_agreement(own, numbers(_without_converted(ja, en), "en")).only_en
    only_ja, only_en = unexplained(ja, en, sorted(agreement.only_ja), sorted(agreement.only_en & unconverted))
    rough, spans = any(word in ja for word in facts.ABOUT_JA), Spans.of(ja, en)
    return any(
        _kind(one) == _kind(other) and not (rough and _near(one.value, other.value)) and not spans.part(one, other)
        for one in only_ja
        for other in only_en
    )


def _on_both_sides(found: Iterable[tuple[Language, str]]) -> bool:
    return len({language for language, _ in found}) == 2


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= _NEAR * max(a, b)


def _kind(number: Number) -> str:
    """What a number can be confused with: 60 % and two thirds are shares, 1998 and 98年 years or amounts."""
    if number.kind == "plain" and 0 < number.value < 1:
        return "percent"
    return "plain" if number.kind == "year" else number.kind


def _without_converted(ja: str, en: str) -> str:
    """The English without amounts in units that the Japanese does not have."""
    for pattern, units in _UNITS:
        if not any(unit in ja for unit in units):
            en = pattern.sub(" ", en)
    return en
