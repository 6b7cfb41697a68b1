"""Long pages are compared stretch by stretch, others as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus
from corpus.alignment.page import stretches as long_pages
from corpus.alignment.page.stretches import FACING, OWN, PIECE, stretches
from corpus.extraction import extract
from corpus.types import Pair, Passage

NUMBERS = range(1, 161)
ENGLISH = "\n\n".join(f"Our shop in town {number} sold {number * 7} red umbrellas last year." for number in NUMBERS)
JAPANESE = "\n\n".join(f"「{number}番の町の店は昨年、赤い傘を{number * 7}本売りました」" for number in NUMBERS)


def passages_of(folder: Path, text: str) -> tuple[list[Passage], str]:
    path = folder / "page.txt"
    path.write_text(text, encoding="utf-8")
    article = corpus.read(path)
    return list(extract(article).passages), article.text


def test_a_page_that_is_not_long_is_one_stretch(tmp_path: Path) -> None:
    passages, text = passages_of(tmp_path, f"題名\n{JAPANESE[:1000]}\n\n{ENGLISH[:1000]}\n")
    assert list(stretches(passages, [text], corpus.load_encoder())) == [passages]


def test_each_japanese_sentence_of_a_long_page_is_in_one_stretch(tmp_path: Path) -> None:
    passages, text = passages_of(tmp_path, f"題名\n{JAPANESE}\n\n{ENGLISH}\n")
    found = list(stretches(passages, [text], corpus.load_encoder()))
    ja = [s for stretch in found for p in stretch if p.language == "ja" for s in p.sentences]
    assert len(found) > 1
    assert sorted(ja, key=lambda s: s.span) == sorted(
        (s for p in passages if p.language == "ja" for s in p.sentences), key=lambda s: s.span
    )
    for stretch in found:
        sides = [sum(len(p.sentences) for p in stretch if p.language == language) for language in ("ja", "en")]
        assert sides[0] <= OWN + PIECE and sides[1] <= FACING + PIECE


@pytest.fixture(scope="module")
def far_away(tmp_path_factory: pytest.TempPathFactory) -> list[Pair]:
    """What is found on a long page whose English all stands first."""
    path = tmp_path_factory.mktemp("long") / "page.txt"
    path.write_text(f"題名\n{ENGLISH}\n\n{JAPANESE}\n", encoding="utf-8")
    assert len(NUMBERS) ** 2 > long_pages.LONG
    return [pair for pair in corpus.pairs(path) if not pair.headline]


def right(found: list[Pair]) -> list[Pair]:
    """Those whose towns have the same number."""
    return [pair for pair in found if f"town {pair.ja.text.split('番')[0]} " in pair.en.text]


def test_what_is_rendered_far_away_on_a_long_page_is_found(far_away: list[Pair]) -> None:
    """What a stretch needs of the English is known by its likeness alone."""
    assert len(right(far_away)) >= 0.9 * len(NUMBERS)
    assert len({pair.en.text for pair in far_away}) == len(far_away)


def test_most_of_what_is_rendered_far_away_is_likelier_than_not(far_away: list[Pair]) -> None:
    assert sum(pair.confidence >= 0.5 for pair in right(far_away)) >= 0.6 * len(NUMBERS)
