"""Sentence splitting: cases as data, and what must hold for every text."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extraction.lines.marks import MARK, REACTION
from corpus.extraction.sentences.breaks import Breaks
from corpus.extraction.sentences.splitting import split_english, split_japanese
from corpus.types import Sentence

CASES = Path(__file__).parent / "cases" / "sentences"
SPLITTERS = {"ja": split_japanese, "en": split_english}


def _cases(name: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"])


def _texts(language: str, text: str) -> list[str]:
    return [text[s.span.start : s.span.end] for s in SPLITTERS[language](text, 0, len(text))]


@pytest.mark.parametrize("case", [case for name in ("wild", "synthetic", "negative") for case in _cases(name)])
def test_cases(case: dict[str, Any]) -> None:
    text = case["text"]
    assert _texts(case["language"], text) == case["sentences"]
    found = SPLITTERS[case["language"]](text, 0, len(text))
    assert any(sentence.cut for sentence in found) == case.get("cut", False)


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", _cases("known_failures"), ids=lambda case: case["note"])
def test_known_failures(case: dict[str, Any]) -> None:
    assert _texts(case["language"], case["text"]) == case["sentences"]


PIECES = st.sampled_from([
    "。", "！", "?", "!", ".", "…", "...", "「", "」", "『", "』", "（", "）", "(", ")", "“", "”", "\"",
    "\n", "\n\n", " ", "　", "・", "1. ", "- ", "― ", "Q: ", "https://t.co/ab", "pic.twitter.com/ab",
    "www.a.b/c", "#tag", "＃タグ", "@name", "🔥", "モーニング娘", "の", "は", "今日は", "晴れ", "笑", "the",
    "He", "said", "U.S", "Mr", "p.m", "3.5", "(訳)", "、", ",", ":", "※", "→", "I",
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join))


@given(TEXTS, st.sampled_from(["ja", "en"]), st.integers(0, 5), st.integers(0, 5))
def test_nothing_is_lost(text: str, language: str, head: int, tail: int) -> None:
    """In order, apart, trimmed; outside only links, hashtags, marks of lists and characters that are no text."""
    start, end = min(head, len(text)), max(min(head, len(text)), len(text) - tail)
    found: list[Sentence] = SPLITTERS[language](text, start, end)
    at, outside = start, []
    for sentence in found:
        assert at <= sentence.span.start < sentence.span.end <= end
        piece = text[sentence.span.start : sentence.span.end]
        assert piece == piece.strip()
        assert re.search(r"[^\W_]", piece)
        outside.append((at, sentence.span.start))
        at = sentence.span.end
    assert not any(sentence.cut for sentence in found[:-1])
    left = "".join(_without_marks(text[:end], *gap) for gap in [*outside, (at, end)])
    assert not re.search(r"[^\W_]", left), left


def _without_marks(text: str, start: int, end: int) -> str:
    """What is left between two sentences without links, hashtags, marks, addresses, notes and counts of reactions."""
    gap = text[start:end]
    for first, last in reversed(Breaks(gap).links):
        gap = gap[:first] + "\n" + gap[last:]
    gap = re.sub(r"[#＃]\w+", "\n", gap)
    gap = re.sub(r"(?:^|(?<=[。！？!?.]))[*＊※]\d{1,2}", "", gap)
    gap = re.sub(rf"{REACTION}\s?[0-9][0-9.,]*[KkMm万]?$", "", gap)
    gap = re.sub(r"^笑$", "", gap, flags=re.MULTILINE)  # behind a sentence that ends: laughter
    before = ""
    while gap != before:
        before = gap
        gap = re.sub(r"^[^\w(（【［①-❿@]+|^[(（【［@](?![0-9０-９訳\w])|^(@\w+\s+)+", "", gap)
        mark = MARK.match(gap + text[end : end + 1] + " ")  # what follows may be what makes it a mark
        if mark is not None and mark.end() <= len(gap):
            gap = gap[mark.end() :]
    return gap


@given(TEXTS, st.sampled_from(["ja", "en"]))
def test_only_the_passage_is_read(text: str, language: str) -> None:
    """What stands before and behind the passage changes nothing."""
    inside = SPLITTERS[language](text, 0, len(text))
    around = SPLITTERS[language]("」x." + text + "」 He", 3, 3 + len(text))
    moved = [(s.span.start + 3, s.span.end + 3, s.cut) for s in inside]
    assert moved == [(s.span.start, s.span.end, s.cut) for s in around]


LONG = ["。", "(", "「", "「」", "……", "a. ", "A. (", "https://a.b/", "#a ", "\n・", "「あ。」", "1. ", "🔥"]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("piece", LONG)
def test_a_long_text_of_anything_is_split_as_a_short_one(language: str, piece: str) -> None:
    """With work that grows with the square of the length this would take minutes; `hostile_pages.py` prints ratios."""
    few, many = (len(SPLITTERS[language]((piece * size)[:size], 0, size)) for size in (1_000, 100_000))
    assert many in (few, pytest.approx(100 * few, rel=0.01))
