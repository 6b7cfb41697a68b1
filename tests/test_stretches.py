"""Long pages are compared stretch by stretch, others as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus
from corpus.alignment.page import stretches as long_pages
from corpus.alignment.page.stretches import FACING, OWN, PIECE, stretches
from corpus.extraction import extract
from corpus.types import Pair, Passage, Sentence, Span

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


def test_readings_of_the_same_characters_stay_in_one_stretch() -> None:
    """The passages of a hundred sentences, and one behind the last of a stretch's that has its characters."""
    text = "あ。" * 200 + "A. " * 101
    ja = [Passage("quotation", "ja", (Sentence(Span(2 * at, 2 * at + 2)),)) for at in range(100)]
    ja[OWN] = Passage("quotation", "ja", (Sentence(Span(2 * OWN - 1, 2 * OWN + 1)),))
    en = [Passage("post", "en", (Sentence(Span(400 + 3 * at, 402 + 3 * at)),)) for at in range(101)]
    first, second = stretches([*ja, *en], [text], corpus.load_encoder())
    assert [sum(passage.language == "ja" for passage in one) for one in (first, second)] == [OWN + 1, 99 - OWN]


def test_english_that_two_stretches_of_a_long_page_ask_for_is_used_once(tmp_path: Path) -> None:
    again = "\n\n".join(JAPANESE.split("\n\n")[:30])
    path = tmp_path / "page.txt"
    path.write_text(f"題名\n{JAPANESE}\n\n{ENGLISH}\n\n{again}\n", encoding="utf-8")
    body = [pair for pair in corpus.pairs(path) if not pair.headline]
    used = [span for pair in body for span in pair.en.spans]
    assert len(used) == len(set(used)) > 0


def test_a_stretch_meets_what_is_like_it_beyond_all_that_stands_near(tmp_path: Path) -> None:
    near = "\n\n".join(f"The committee of ward {number} talked about the drains." for number in range(200))
    passages, text = passages_of(tmp_path, f"題名\n{JAPANESE}\n\n{near}\n\n{ENGLISH}\n")
    met = 0
    for stretch in stretches(passages, [text], corpus.load_encoder()):
        said = {side: [text[p.span.start : p.span.end] for p in stretch if p.language == side] for side in ("ja", "en")}
        towns = [ja.split("番")[0].strip("「") for ja in said["ja"]]
        met += sum(any(f"town {town} sold" in en for en in said["en"]) for town in towns)
    assert met >= 0.9 * len(NUMBERS)
