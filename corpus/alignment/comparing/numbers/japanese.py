"""Numbers in Japanese: 1万8700, 二〇二四年, 9割, 午後3時半, 令和6年."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus import languages as facts
from corpus.alignment.comparing.numbers.agreement import Number
from corpus.alignment.comparing.numbers.common import (
    CLOCK,
    DIGITS,
    DOTTED,
    SUFFIXES,
    Form,
    clock,
    digits,
    pattern_of,
    read,
    tidy,
)

_KANJI = "".join(facts.KANJI_DIGITS) + "".join(facts.KANJI_SMALL_UNITS) + "万億兆"
_BLANK = "(?<=[0-9]) (?=[百千万億兆](?![葉代貨]))"  # 130 万
_NUMERAL = f"(?!四半期)[{_KANJI}]"  # 第3四半期 is a third quarter
NUMBER = rf"(?:{DIGITS}|{_NUMERAL})(?:{DIGITS}|{_NUMERAL}|(?<=[0-9])京|{_BLANK}){{0,32}}"
_COUNTER = "|".join(map(re.escape, sorted(facts.COUNTERS, key=len, reverse=True)))
_PIECE = re.compile(rf"{DIGITS}|.")
# Before a kanji numeral a kanji is rather part of a word (統一, 第三者), but for these.
_BEFORE_KANJI_NUMERAL = frozenset("第約計全各残合他同翌毎満延総数者比月年日時分秒後前間円人は")
_VAGUE = frozenset("数何幾")  # 数百万 is "millions", 何十 "dozens"
_WEAK_COUNTERS = frozenset("つ人名個回度枚本台匹件晩夜日言") | {"人目", "番目"}
_NO_NUMBERS = ("十分", "千代", "一人前", "八百屋", "八百長", "百貨", "千葉", "三日月")
_SET_PHRASES = ("三日坊主", "三度目の正直", "二人三脚", "五分五分", "四六時中", "十人十色", "四苦八苦", "一か八か")


def japanese_numbers(text: str) -> Iterator[Number]:
    """The numbers of a text whose letters are folded, in order."""
    return read(text, _FORMS, _PATTERN)


def _nothing(match: re.Match[str]) -> Iterator[Number]:
    """三日坊主, who gives up soon, whatever the day."""
    return iter(())


def _era(match: re.Match[str]) -> Iterator[Number]:
    year = 1 if match["era_year"] == "元" else value_of(match["era_year"])
    yield Number(facts.ERAS[match["era_name"]] + year)


def _half_day(match: re.Match[str]) -> Iterator[Number]:
    """午後3時半."""
    minutes = 30 if match["past"] else value_of(match["minute"] or match["colon"] or "0")
    hours = value_of(match["hour"]) % 12 + 12 * (match["half"] == "午後")
    return _time_of_day(hours, minutes, before=bool(match["to"]))


def _hour_and_minute(match: re.Match[str]) -> Iterator[Number]:
    """15時40分."""
    return _time_of_day(value_of(match["at_hour"]), value_of(match["at_minute"]), before=bool(match["before"]))


def _time_of_day(hours: float, minutes: float, *, before: bool) -> Iterator[Number]:
    """9時15分前 is a quarter to nine, or before 9:15: neither is sure."""
    if before:
        yield Number(abs(hours - minutes / 60), "time", weak=True)
    yield Number(hours + minutes / 60, "time", weak=before)


def _minutes_and_seconds(match: re.Match[str]) -> Iterator[Number]:
    """2分14秒, which English writes 2:14."""
    return clock(value_of(match["minutes"]), value_of(match["seconds"]))


def _with_hundredths(match: re.Match[str]) -> Iterator[Number]:
    """11ドル50セント, which English writes $11.50."""
    yield Number(tidy(value_of(match["whole"]) + value_of(match["hundredths"]) / 100))


def _with_decimals(match: re.Match[str]) -> Iterator[Number]:
    """9秒98 and 1メートル94, which English writes 9.98 and 1.94."""
    yield Number(tidy(float(f"{match['before_unit']}.{match['behind_unit']}")))


def _days_off(match: re.Match[str]) -> Iterator[Number]:
    """週休3日, which English calls a week of four days."""
    days = value_of(match["off"])
    yield from (Number(value, weak=True) for value in (days, 7 - days))


def _fraction(match: re.Match[str]) -> Iterator[Number]:
    """3分の1; of music, 4分の3拍子, English says both numbers."""
    below, above = value_of(match["below"]), value_of(match["above"])
    if match["beat"]:
        yield from (Number(above), Number(below))
    elif below:
        yield Number(above / below)


def _counted(match: re.Match[str]) -> Iterator[Number]:
    """A number with what it counts."""
    written, counter = match["number"], match["counter"] or ""
    before = match.string[match.start() - 1 : match.start()]
    weak = False
    if not re.search("[0-9]", written):
        if not _is_numeral(match, before):
            return
        weak = len(written) == 1 and written in "一二十千"
    elif before in _VAGUE:
        return
    value = value_of(written) * SUFFIXES.get(match["scale"] or "", 1)
    if match["and_half"] and counter:
        value += 0.5
    if counter == "割":
        yield Number(value * 10, "percent")
    elif counter in ("%", "％", "パーセント"):
        yield Number(value, "percent")
    elif counter == "月" and 1 <= value <= 12:
        yield Number(value, "month")
    elif counter == "時" and value <= 24:
        yield Number(value, "time")
    elif counter == "年" and _is_short_year(written):
        yield Number(value, "year")
    elif counter == "世紀" and value < 10:  # 2世紀 is two hundred years, or a century long ago
        yield from (Number(value), Number(100 * value, weak=True))
    else:
        yield Number(value, weak=weak or (value <= 2 and counter in _WEAK_COUNTERS))


def _is_numeral(match: re.Match[str], before: str) -> bool:
    """Whether kanji numerals are a number, and not a word or part of one."""
    text, written = match.string, match["number"]
    if before in _VAGUE or text[match.end("number") : match.end("number") + 1] in _VAGUE:
        return False
    if re.match("[一-鿿]", before) and before not in _BEFORE_KANJI_NUMERAL:
        return False
    if text.startswith(_NO_NUMBERS, match.start()) or written[0] in "万億兆":
        return False
    units = any(char in "十百千万億兆" for char in written)
    numerals = sum(char in facts.KANJI_DIGITS for char in written)
    # Without a counter only what cannot be a word: numerals with a unit (三十, 二百万), a run (二〇二四).
    return bool(match["counter"]) or (len(written) >= 2 and (units or numerals >= 3))


def _is_short_year(written: str) -> bool:
    """98年, 03年, 一八年; 二三年 is two or three years."""
    if re.fullmatch("[0-9]{2}", written):
        return True
    found = [facts.KANJI_DIGITS[char] for char in written if char in facts.KANJI_DIGITS]
    return len(found) == len(written) == 2 and found[1] != found[0] + 1


def _halves(match: re.Match[str]) -> Iterator[Number]:
    """半減, 半額."""
    yield Number(0.5, weak=True)


def value_of(written: str) -> float:
    """1万8700, 二〇二四, 千三百, 1.5億 as a number."""
    total: float = 0
    section: float = 0
    current: float | None = None
    positional = False
    for piece in _PIECE.findall(written.replace(" ", "")):
        if piece in facts.KANJI_DIGITS:
            digit = facts.KANJI_DIGITS[piece]
            current = current * 10 + digit if positional and current is not None else digit
            positional = True
            continue
        positional = False
        if piece in facts.KANJI_SMALL_UNITS:
            section += (1 if current is None else current) * facts.KANJI_SMALL_UNITS[piece]
            current = None
        elif piece in facts.KANJI_LARGE_UNITS:
            total += (section + (current or 0) or 1) * facts.KANJI_LARGE_UNITS[piece]
            section, current = 0, None
        else:
            current = digits(piece)
    return tidy(total + section + (current or 0))


_FORMS = {
    "dotted": DOTTED,
    "set_phrase": Form("|".join(_SET_PHRASES), _nothing),
    "era": Form(rf"(?P<era_name>{'|'.join(facts.ERAS)})(?P<era_year>元|{NUMBER})年", _era),
    "half_day": Form(
        rf"(?P<half>午前|午後) ?(?P<hour>{NUMBER}) ?"
        rf"(?:時 ?(?:(?P<minute>{NUMBER}) ?分(?:(?P<to>前)(?!後))?|(?P<past>半))?|:(?P<colon>[0-9]{{2}}))",
        _half_day,
    ),
    "fraction": Form(rf"(?P<below>{NUMBER})分の(?P<above>{NUMBER})(?P<beat>拍子)?", _fraction),
    "with_hundredths": Form(
        rf"(?P<whole>{NUMBER}) ?(?:ドル|ユーロ|ポンド) ?(?P<hundredths>{NUMBER}) ?(?:セント|ペンス)", _with_hundredths
    ),
    "with_decimals": Form(
        r"(?<![0-9.,])(?P<before_unit>[0-9]{1,3})(?:秒|メートル)(?P<behind_unit>[0-9]{2})"
        rf"(?![0-9.,:] ?|[ァ-ヶ]|[一-鿿](?<![台差縮更])|(?:{_COUNTER}|割|分|ミリ|センチ))",
        _with_decimals,
    ),
    "clock": CLOCK,
    "hour_and_minute": Form(
        rf"(?P<at_hour>{NUMBER}) ?時 ?(?P<at_minute>{NUMBER}) ?分(?:(?P<before>前)(?!後))?", _hour_and_minute
    ),
    "minutes_and_seconds": Form(
        rf"(?<!時間)(?<!時間 )(?P<minutes>{NUMBER}) ?分 ?(?P<seconds>{NUMBER}) ?秒", _minutes_and_seconds
    ),
    "counted": Form(
        rf"(?P<number>{NUMBER})(?P<scale>[kKMB](?![A-Za-z]))?"
        rf" ?(?P<counter>割|月(?!間)|時(?!間|代|期|点)|[%％]|パーセント|{_COUNTER})?"
        r"(?P<and_half>半(?![分減数額年日期]))?",
        _counted,
    ),
    "days_off": Form(rf"週休 ?(?P<off>{NUMBER}) ?日", _days_off),
    "halves": Form(r"半(?=[分減数額])", _halves),
}
_PATTERN = pattern_of(_FORMS, f"[0-9{_KANJI}午半週{''.join({era[0] for era in facts.ERAS})}]")
