"""The scripts that make pages, measure and fit: on values small enough to be checked by hand."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import get_args

import calibrate
import evaluate_pages
import make_pages
import numpy as np
import parallel
import pytest
from evaluate_pages import Found
from helpers import article, pair
from hypothesis import given
from hypothesis import strategies as st
from learning import fitting
from pages import folds as page_folds
from pages import gold

from corpus.types import Attribution, CorpusError, Reason, Relation, Span

SCRIPTS = Path(calibrate.__file__).parent


def test_every_program_stands_in_the_table_of_scripts() -> None:
    table = (SCRIPTS / "README.md").read_text(encoding="utf-8")
    programs = [path.name for path in SCRIPTS.glob("*.py")]
    assert programs and [name for name in programs if f"`{name}`" not in table] == []


# gold


def test_covered_leaves_out_white_space_and_punctuation() -> None:
    text = "「うん、A-1。」\t(x) + 3\n"
    assert "".join(text[at] for at in sorted(gold.covered(text, [Span(0, len(text))]))) == "うんA1x+3"
    assert gold.covered(text, [Span(1, 3), Span(2, 4)]) == {1, 2}
    assert gold.covered(text, []) == frozenset()


def characters(text: str) -> gold.Characters:
    return frozenset(int(at) for at in text)


@pytest.mark.parametrize(
    ("ours", "theirs", "strict", "lax"),
    [
        ("0123", "0123", True, True),
        ("012", "0123", False, True),
        ("01", "0123", False, True),
        ("0", "0123", False, False),
        ("0123", "01", False, True),
        ("0145", "0123", False, True),
        ("0456", "0123", False, False),
        ("", "0123", False, False),
        ("", "", True, False),
    ],
)
def test_strict_and_lax(ours: str, theirs: str, strict: bool, lax: bool) -> None:
    a, b = characters(ours), characters(theirs)
    assert (gold.strict(a, b), gold.lax(a, b), gold.lax(b, a)) == (strict, lax, lax)


def test_gold_is_read_and_has_a_digest(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"no NAME\.txt with a NAME\.gold\.json"):
        gold.read_gold(tmp_path)
    (tmp_path / "b.txt").write_text("一。\r\nOne.\n", encoding="utf-8", newline="")
    (tmp_path / "a.txt").write_text("no gold beside it", encoding="utf-8")
    row = {"ja": [[0, 2]], "en": [[4, 8]], "relation": "partial", "headline": False, "speaker": "Ann", "handle": None}
    (tmp_path / "b.gold.json").write_text(json.dumps({"pairs": [row]}), encoding="utf-8")
    (page,) = gold.read_gold(tmp_path)
    (found,) = page.pairs
    assert (sorted(found.ja), sorted(found.en)) == ([0], [4, 5, 6])
    assert (found.ja_text, found.en_text) == ("一。", "One.")
    assert (found.relation, found.headline, found.speaker, found.speaker_ja, found.handle, found.date) == (
        "partial", False, "Ann", None, None, None
    )  # fmt: skip
    before = gold.digest([page])
    assert len(before) == 16 and before == gold.digest(gold.read_gold(tmp_path))
    (tmp_path / "b.gold.json").write_text(json.dumps({"pairs": [row], "more": 1}), encoding="utf-8")
    assert gold.digest([page]) != before


# evaluate_pages

TEXT = "題名です。\n一つ目。二つ目の文。三つ目。\nThe first one. Now the second one. And the third. Nothing.\n"
PAGE = article("page", TEXT)
SAID = Attribution("Ann Lee", "リー氏", "ann", "2024-08-06")


def found(
    ja: str, en: str, reason: Reason | None, confidence: float, *, headline: bool = False, said: Attribution = SAID
) -> Found:
    """A pair that was found on the page."""
    made = pair(document=PAGE, ja=(ja,), en=(en,), confidence=confidence, headline=headline, attribution=said)
    made = replace(made, reason=reason)
    return Found(made, gold.covered(TEXT, made.ja.spans), gold.covered(TEXT, made.en.spans))


def gold_pair(ja: str, en: str, relation: str = "translation", *, headline: bool = False) -> gold.GoldPair:
    """A pair of the page's gold."""
    sides = [gold.covered(TEXT, [Span(TEXT.index(piece), TEXT.index(piece) + len(piece))]) for piece in (ja, en)]
    return gold.GoldPair(
        sides[0], sides[1], ja, en, relation, headline, SAID.speaker, SAID.speaker_ja, SAID.handle, SAID.posted_on
    )


GOLD = gold.GoldPage(
    Path("page.txt"),
    TEXT,
    (
        gold_pair("一つ目。", "The first one."),
        gold_pair("二つ目の文。", "Now the second one.", "partial"),
        gold_pair("三つ目。", "And the third."),
        gold_pair("題名です。", "The first one.", headline=True),
    ),
)
FOUND = [
    found("一つ目。", "The first one.", None, 0.9),
    found("二つ目の文", "the second one", None, 0.8, said=Attribution("Bo", "リー氏", "ann", None)),
    found("三つ目。", "Nothing.", "low_confidence", 0.6),
    found("三つ目。", "And the third.", "low_confidence", 0.4),
    found("題名です。", "The first one.", "headline", 0.7, headline=True),
    found("題名です。", "Nothing.", "surely_wrong", 0.05),
]


def test_pages_are_counted() -> None:
    counts = evaluate_pages.count(GOLD, FOUND)
    assert +counts == Counter(
        gold=3, found=3, kept=2,
        strict_right=1, strict_reached=1, strict_kept=1, near_right=2, near_reached=2, near_kept=2,
        lax_right=2, lax_reached=2, lax_kept=2,
        translations=2, translations_kept=1,
        headlines=1, headlines_found=1, headlines_right=1,
        listed=4, in_review=2, wrong_listed=1, wrong_in_review=1,
        attributed=2,
        speaker_right=1, speaker_named=2, speaker_named_right=1, speaker_said=2, speaker_said_right=1,
        speaker_ja_right=2, speaker_ja_named=2, speaker_ja_named_right=2, speaker_ja_said=2, speaker_ja_said_right=2,
        handle_right=2, handle_named=2, handle_named_right=2, handle_said=2, handle_said_right=2,
        date_right=1, date_named=2, date_named_right=1, date_said=1, date_said_right=1,
    )  # fmt: skip
    values = evaluate_pages.figures(counts)
    assert values["strict_precision"] == values["strict_recall"] == pytest.approx(1 / 3)
    assert values["lax_f1"] == pytest.approx(2 / 3)
    assert (values["accepted_precision"], values["accepted_strict_precision"]) == (1.0, 0.5)
    assert (values["accepted_recall"], values["headline_precision"]) == (0.5, 1.0)
    assert (values["speaker"], values["speaker_ja"], values["handle"], values["date"]) == (0.5, 1.0, 1.0, 0.5)


def test_nothing_found_is_no_recall() -> None:
    values = evaluate_pages.figures(evaluate_pages.count(GOLD, []))
    assert (values["strict_recall"], values["strict_f1"], values["accepted_recall"]) == (0.0, 0.0, 0.0)
    assert evaluate_pages.figures(Counter())["strict_f1"] == 1.0


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("リー氏", "リーさん", True),
        ("アン・リー氏", "リー氏", True),
        ("リー", "アン・リー", True),
        ("ベル氏", "リー氏", False),
        (None, "リー氏", False),
        ("ダギーさん", "船長のダギーさん", True),
        ("船長", "船長のダギーさん", False),
        ("アカウント", "水道局の公式アカウント", False),
        ("おばあさん", "向かいのおばあさん", False),
    ],
)
def test_speakers_in_japanese(ours: str | None, theirs: str, same: bool) -> None:
    assert evaluate_pages.same_speaker_ja(ours, theirs) == same


@pytest.mark.parametrize(
    ("ours", "theirs", "text", "same"),
    [
        (None, None, "", True),
        ("Ann Lee", None, "Ann Lee", False),
        ("Ann Lee", "Ann Lee", "by Ann Lee", True),
        ("Lee", "Ann Lee", "by Ann Lee", False),
        ("Lee", "Ann Lee", "by Lee", True),
        (None, "Ann Lee", "by nobody", True),
        (None, "Ann Lee", "by Ann Lee", False),
    ],
)
def test_speakers_in_english(ours: str | None, theirs: str | None, text: str, same: bool) -> None:
    assert evaluate_pages.same_speaker(ours, theirs, text) == same


def test_floors(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "page.gold.json").write_text(json.dumps({"pairs": []}), encoding="utf-8")
    pages, floors = gold.read_gold(tmp_path), tmp_path / "floors.json"
    values = {"strict_f1": 0.85, "lax_f1": 0.9}

    def below(**pinned: float) -> list[str]:
        floors.write_text(json.dumps({"gold": gold.digest(pages), "floors": pinned}), encoding="utf-8")
        return evaluate_pages.check_floors(floors, pages, values)

    assert below(strict_f1=0.85, lax_f1=0.8) == []
    assert below(strict_f1=0.8504) == []
    assert below(strict_f1=0.86, lax_f1=0.9) == ["strict_f1 is 0.850, its floor is 0.860"]
    (tmp_path / "page.gold.json").write_text(json.dumps({"pairs": [], "other": 1}), encoding="utf-8")
    (message,) = evaluate_pages.check_floors(floors, pages, values)
    assert "measured on other pages" in message


def test_a_folder_of_pages_is_evaluated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate_pages.main([str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err
    pages = Path(__file__).parent / "cases" / "pages"
    for name in ("01_cto_leaves.txt", "01_cto_leaves.gold.json"):
        (tmp_path / name).write_bytes((pages / name).read_bytes())
    assert evaluate_pages.main([str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "01_cto_leaves" in said and "strict_f1" in said
    assert gold.digest(gold.read_gold(tmp_path)) in said
    floors = tmp_path / "floors.json"
    floors.write_text(json.dumps({"gold": "of other pages", "floors": {}}), encoding="utf-8")
    assert evaluate_pages.main([str(tmp_path), "--floors", str(floors)]) == 1


# make_pages

MADE = list(make_pages.pages(parallel.documents(), 40, 3))


def test_the_same_seed_gives_the_same_pages() -> None:
    again = list(make_pages.pages(parallel.documents(), 40, 3))
    assert again == MADE
    assert list(make_pages.pages(parallel.documents(), 5, 4)) != MADE[:5]
    assert len({page.text for page in MADE}) == len(MADE)


def spans(value: object) -> list[Span]:
    """A side of a row of gold."""
    assert isinstance(value, list) and value
    return [Span(*span) for span in value]


def test_gold_spans_lie_in_the_text_and_apart() -> None:
    assert sum(len(page.pairs) for page in MADE) > 100
    for page in MADE:
        for side in ("ja", "en"):
            used: set[int] = set()
            for row in page.pairs:
                for span in spans(row[side]):
                    assert 0 <= span.start < span.end <= len(page.text)
                    piece = page.text[span.start : span.end]
                    # A mail is wrapped, with marks before its lines; no blank line stands within a sentence.
                    assert piece == piece.strip() and "\n\n" not in piece.replace("> ", "")
                    if not row["headline"]:
                        assert used.isdisjoint(range(span.start, span.end))
                        used.update(range(span.start, span.end))


def flowing(text: str) -> str:
    """A text as it was before a mail wrapped it or a sign put it in capitals."""
    text = " ".join(text.replace("\n> ", " ").split())
    return text.lower() if text.isupper() else text


def test_gold_pairs_are_made_of_the_sentences_of_the_documents() -> None:
    """The numbers of the sentences stand on both sides; where a side is cut or shortened, some may be gone."""
    relations: Counter[str] = Counter()
    for page in MADE:
        for row in page.pairs:
            ja, en = (
                parallel.numbers_in(flowing(" ".join(page.text[span.start : span.end] for span in spans(row[side]))))
                for side in ("ja", "en")
            )
            relations[str(row["relation"])] += 1
            if row["relation"] == "translation":
                assert ja == en and ja
            elif row["relation"] == "partial":
                assert set(en) <= set(ja) or set(ja) <= set(en)
    assert set(relations) <= set(get_args(Relation))
    assert relations["translation"] > relations["partial"] > 0


def test_pages_have_many_layouts() -> None:
    text = "\n".join(page.text for page in MADE)
    assert [mark for mark in ("— ", "(@", "「", "・", "Q: ", "――", "https://", "…") if mark not in text] == []
    shapes = {(len(spans(row["ja"])), len(spans(row["en"]))) for page in MADE for row in page.pairs}
    assert {(1, 1), (1, 2), (2, 1)} <= shapes
    assert any(row["headline"] for page in MADE for row in page.pairs)


# calibrate


def test_logistic_separates_what_can_be_separated() -> None:
    x = np.array([[-2.0, 5.0], [-1.0, 5.0], [1.0, 5.0], [2.0, 5.0]])
    y = np.array([0.0, 0.0, 1.0, 1.0])
    fitted = fitting.logistic(x, y, np.ones(4), ["a", "b"])
    scores = fitted.score({"a": x[:, 0], "b": x[:, 1]})
    assert ((scores > 0) == (y > 0)).all()
    assert fitted.weights["a"] > 0.5
    assert fitted.weights["b"] == pytest.approx(0.0, abs=1e-6)
    assert fitted.bias == pytest.approx(0.0, abs=1e-4)


def test_logistic_is_where_the_gradient_vanishes() -> None:
    """The bias has no ridge, so the weighted residuals sum to nothing; each weight's gradient is its ridge."""
    rng = np.random.default_rng(2)
    x = rng.normal(size=(200, 2))
    y = (x[:, 0] + rng.normal(size=200) > 0.5).astype(float)
    weight = rng.uniform(0.5, 2.0, 200)
    fitted = fitting.logistic(x, y, weight, ["a", "b"])
    probability = 1 / (1 + np.exp(-fitted.score({"a": x[:, 0], "b": x[:, 1]})))
    residual = weight * (y - probability)
    assert residual.sum() == pytest.approx(0.0, abs=1e-3)
    standard = (x - x.mean(0)) / x.std(0)
    slopes = np.array([fitted.weights["a"], fitted.weights["b"]]) * x.std(0)
    assert standard.T @ residual == pytest.approx(fitting.RIDGE * slopes, abs=1e-3)


def test_expected_calibration_error_by_hand() -> None:
    error = fitting.expected_calibration_error
    # Of 15 bins .1 falls into the second, .9 into the fourteenth: gaps .4 and .1, half of the beads each.
    assert error(np.array([0.1, 0.1, 0.9, 0.9]), np.array([0.0, 1.0, 1.0, 1.0])) == pytest.approx(0.25)
    assert error(np.array([1.0, 1.0]), np.array([1.0, 0.0])) == pytest.approx(0.5)
    assert error(np.array([0.0]), np.array([0.0])) == 0.0
    # One bin: the mean of all against the share of all.
    assert error(np.array([0.2, 0.8]), np.array([1.0, 0.0]), bins=1) == pytest.approx(0.0)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30))
def test_expected_calibration_error_is_a_share(rows: list[tuple[float, bool]]) -> None:
    confidence, right = (np.array(column, float) for column in zip(*rows, strict=True))
    assert 0.0 <= fitting.expected_calibration_error(confidence, right) <= 1.0


def test_a_score_that_is_calibrated_is_mapped_to_itself() -> None:
    rng = np.random.default_rng(5)
    odds = rng.normal(0, 2, 20_000)
    right = (rng.random(20_000) < 1 / (1 + np.exp(-odds))).astype(float)
    points = fitting.calibrate(odds, right)
    x, y = (np.array(column) for column in zip(*points, strict=True))
    assert (np.diff(x) > 0).all() and (np.diff(y) > 0).all()
    assert np.interp([-2.0, -1.0, 0.0, 1.0, 2.0], x, y) == pytest.approx([-2.0, -1.0, 0.0, 1.0, 2.0], abs=0.35)
    mapped = 1 / (1 + np.exp(-np.interp(odds, x, y)))
    assert fitting.expected_calibration_error(mapped, right) < 0.02


def test_labels_are_the_gold_of_a_made_page() -> None:
    (made,) = page_folds.extracted(parallel.documents(), 1, 3)
    assert made.text == MADE[0].text
    ja, en = calibrate.runs(made, calibrate.BODY)
    cells = [(j, e) for j in range(len(ja)) for e in range(len(en))]
    exact = calibrate.labels(made, ja, en, cells, strictly=True, headline=False)
    near = calibrate.labels(made, ja, en, cells, strictly=False, headline=False)
    assert 0 < exact.sum() <= near.sum() < len(cells)
    for right, (j, e) in zip(exact, cells, strict=True):
        if right:
            covers = calibrate.characters(made, ja)[j], calibrate.characters(made, en)[e]
            assert any(covers == row[:2] for row in made.gold)
