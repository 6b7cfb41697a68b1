"""Parts of a Japanese line that may be all that renders: one side of an arrow, an aside behind English."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.extraction import extract
from corpus.extraction.sentences.line_parts import around_arrow
from corpus.types import Article, Source, Span

ANSWER = '規約は "When we ask, we want your answer." と述べる（聞いたときに欲しいのはあなたの答えです）。'


def japanese_of(text: str) -> list[str]:
    """The Japanese passages of a page whose text follows a title and English."""
    text = f"話\n\nIt is an error now.\n\n{text}\n"
    page = extract(Article("page", text, Source(), "", "utf-8", Path("page.txt")))
    return ["".join(text[s.span.start : s.span.end] for s in p.sentences) for p in page.passages if p.language == "ja"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("3. 連鎖代入はエラーになる → 37箇所を修正した", ["連鎖代入はエラーになる", "37箇所を修正した"]),
        ("・連鎖代入はエラーになる ⇒ ？", ["連鎖代入はエラーになる"]),
        (ANSWER, ["聞いたときに欲しいのはあなたの答えです"]),
    ],
)
def test_a_part_of_a_line_is_read_by_itself(text: str, parts: list[str]) -> None:
    found = japanese_of(text)
    assert all(part in found for part in parts), found


@pytest.mark.parametrize(
    "text",
    [
        "連鎖代入→エラーになる",
        "受付をする → 審査をする → 公開をする",
        "## → ⇒",
        "エラーになる ← 代入",
        "",
        "船長は「嵐が来た → 港へ戻れ」と書いた",
        "（雨でした → 風でした）",
    ],
)
def test_steps_have_no_sides(text: str) -> None:
    assert around_arrow(text, Span(0, len(text))) == []


@pytest.mark.parametrize(
    "text", ["・嵐がマストを奪った → 港に戻れない", "嵐が来た（朝まで待っていた）。The storm took the mast.", ANSWER]
)
def test_a_part_is_read_once(text: str) -> None:
    found = japanese_of(text)
    assert len(set(found)) == len(found)


def test_a_note_is_no_aside() -> None:
    assert "第4条" not in japanese_of('"We want your answer." とある（第4条）。')
