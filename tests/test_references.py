"""Numbers that refer a rendering to its English."""

from __future__ import annotations

import pytest
from helpers import article

from corpus.alignment.page.references import references
from corpus.extraction import extract


def referred(text: str) -> set[tuple[str, str]]:
    """The Japanese and the English texts that a number binds together."""
    passages = extract(article("page", text)).passages
    ja = [p for p in passages if p.language == "ja" and p.role == "narration" and len(p.sentences) == 1]
    en = [p for p in passages if p.language == "en"]
    found = references(ja, en, text)
    assert found.shape == (len(ja), len(en)) and set(found.ravel().tolist()) <= {0.0, 1.0}
    pairs = [(ja[row].span, en[column].span) for row, column in zip(*found.nonzero(), strict=True)]
    return {(text[a.start : a.end], text[b.start : b.end]) for a, b in pairs}


@pytest.mark.parametrize("mark", ["[{}]", "［{}］", "※{}", "(注{})", "*{}"])
def test_a_mark_behind_a_sentence_binds_its_clauses_to_the_english_behind_the_same_mark(mark: str) -> None:
    one, two = mark.format(1), mark.format(2)
    second = f"客は荷物を忘れたと語っている{two}。"
    text = (
        f"題名\n会社は列車は時刻どおりに走ったと発表した{one}。本当だろうか。\n{second}\n\n"
        f"原文\n{one} The train ran on time.\n{two} I forgot my bag on the train.\n"
    )
    found = referred(text)
    assert ("列車は時刻どおりに走った", "The train ran on time.") in found
    assert ("客は荷物を忘れた", "I forgot my bag on the train.") in found
    assert not any("本当" in ja or (ja in second) != ("bag" in en) for ja, en in found)


def test_other_numbers_bind_nothing() -> None:
    text = "題名\n店は三つある(2)と聞いた。\n次に行くと書いてあった。\n[2] The train ran on time.\n"
    assert referred(text) == set()
