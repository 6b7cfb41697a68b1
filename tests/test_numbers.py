"""Numbers and anchors of both languages: cases as data, and every integer in every form."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.alignment.comparing.anchors import handles, hashtags, latin_tokens, urls
from corpus.alignment.comparing.numbers import Number, number_agreement, numbers
from corpus.types import Language

CASES = Path(__file__).parent / "cases" / "numbers"
ONES = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SCALES = {"trillion": 10**12, "billion": 10**9, "million": 10**6, "thousand": 1000, "hundred": 100}
LONG = ["1", "一", "1.", "1,", "one ", "1-", "1:", "twenty-", "a hundred and ", "1分の", "午後1", "1億", "1000,"]


def _cases(name: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"])


def _values(found: frozenset[Number], weak: bool = False) -> list[float]:
    return sorted({round(number.value, 9) for number in found if number.weak == weak})


@pytest.mark.parametrize(
    ("language", "case"), [("ja", case) for case in _cases("japanese")] + [("en", case) for case in _cases("english")]
)
def test_values(language: Language, case: dict[str, Any]) -> None:
    found = numbers(case["text"], language)
    assert _values(found) == sorted(set(case["values"]))
    assert _values(found, weak=True) == sorted(case.get("weak", []))


@pytest.mark.parametrize("case", _cases("agreement"))
def test_agreement(case: dict[str, Any]) -> None:
    found = number_agreement(numbers(case["ja"], "ja"), numbers(case["en"], "en"))
    assert _values(found.only_ja) == case.get("only_ja", [])
    assert _values(found.only_en) == case.get("only_en", [])


def _kanji(n: int, unit: str = "") -> str:
    """18700 as 一万八千七百."""
    for name, size in (("兆", 10**12), ("億", 10**8), ("万", 10**4)):
        if n >= size:
            return _kanji(n // size) + name + (_kanji(n % size) if n % size else "")
    out = ""
    for name, size in (("千", 1000), ("百", 100), ("十", 10)):
        if n >= size:
            out += ("" if n // size == 1 else "一二三四五六七八九"[n // size - 1]) + name
            n %= size
    return out + ("一二三四五六七八九"[n - 1] if n else "")


def _mixed(n: int) -> str:
    """18700 as 1万8700."""
    out = ""
    for name, size in (("兆", 10**12), ("億", 10**8), ("万", 10**4)):
        if n >= size:
            out += f"{n // size}{name}"
            n %= size
    return out + (str(n) if n else "")


def _words(n: int) -> str:
    """18700 as eighteen thousand seven hundred."""
    for name, size in SCALES.items():
        if n >= size:
            rest = f" {'and ' if size == 100 else ''}{_words(n % size)}" if n % size else ""
            return f"{_words(n // size)} {name}{rest}"
    if n < 20:
        return ONES[n]
    return TENS[n // 10] + (f"-{ONES[n % 10]}" if n % 10 else "")


@given(st.integers(1, 10**4) | st.integers(1, 10**15 - 1))
def test_every_integer_is_one_value(n: int) -> None:
    """In digits, with commas, full-width, with 万 and 億, in kanji, and in English digits and words."""
    wide = f"{n:,}".translate({ord(a): ord(b) for a, b in zip("0123456789,", "０１２３４５６７８９，", strict=True)})
    expected = [n]
    forms = [f"全部で{form}円です" for form in (str(n), f"{n:,}", wide, _mixed(n))]
    for text in forms:
        assert _values(numbers(text, "ja")) == expected, text
    kanji = numbers(f"全部で{_kanji(n)}円です", "ja")
    assert sorted(number.value for number in kanji) == expected, _kanji(n)
    for text in (f"It was {n} yen.", f"It was {n:,} yen."):
        assert _values(numbers(text, "en")) == expected, text
    words = numbers(f"It was {_words(n)} yen.", "en")
    assert sorted(number.value for number in words) == expected, _words(n)
    agreement = number_agreement(numbers(forms[3], "ja"), words)
    assert agreement.matched
    assert not agreement.only_ja
    assert not agreement.only_en


@given(st.text(max_size=80), st.sampled_from(["ja", "en"]))
def test_any_text_is_read(text: str, language: Language) -> None:
    found = numbers(text, language)
    assert all(number.value >= 0 for number in found)
    assert number_agreement(found, found).matched == found


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("piece", LONG)
def test_a_long_text_of_anything_has_the_numbers_of_a_short_one(language: Language, piece: str) -> None:
    """With work that grows with the square of the length this would take minutes; `hostile_pages.py` prints ratios."""
    few, many = (numbers((piece * size)[:size], language) for size in (1_000, 100_000))
    assert few == many


def test_anchors() -> None:
    text = "OpenAIのＧＰＴ-4（@Open_AI）は #人工知能 でNode.jsの https://example.com/Path を、Alice's mail a@b.example"
    assert latin_tokens(text) >= {"openai", "gpt-4", "gpt", "node.js", "node", "alice", "mail"}
    assert not latin_tokens(text) & {"path", "https", "open_ai", "4", "s"}
    assert urls(text) == {"https://example.com/Path"}
    assert handles(text) == {"open_ai"}
    assert hashtags(text) == {"人工知能"}
