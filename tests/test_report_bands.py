"""The bands of the report: what stands beside a pair and in its box, and what stays when only some pairs are shown."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from helpers import article, pair
from hypothesis import given
from hypothesis import strategies as st
from report_pages import PAGE, Elements, bands, of, some_pairs

from corpus.config import Config
from corpus.curation import same_texts
from corpus.publishing import Comparing
from corpus.publishing.report.bands import SIGNALS, repeated
from corpus.publishing.report.view import AROUND, Piece, near_waiting
from corpus.types import Attribution, Verdict

WAITS = {"reason": "low_confidence", "confidence": 0.5, "verdict": None}
KEPT = {"reason": None, "confidence": 0.9, "verdict": None}


def test_each_pair_is_a_band_that_can_be_reached_and_says_what_it_is() -> None:
    html = of(some_pairs(), [PAGE])
    found = {band["id"]: band for band in Elements(html).of("div", "bead")}
    assert set(found) == {"p1", "p2", "p3", "p4"}
    assert all(band["tabindex"] == "0" for band in found.values())
    assert {name: str(band["class"]).split()[1:] for name, band in found.items()} == {
        "p1": ["c9", "kept", "near"], "p2": ["c4", "waits"], "p3": ["c0", "left", "near"], "p4": ["c9", "left", "near"],
    }  # fmt: skip
    labels = [str(band["aria-label"]) for band in found.values()]
    assert sorted(label.partition(",")[0] for label in labels) == [f"Pair {at} of 4" for at in range(1, 5)]
    became = {name: str(band["aria-label"]).partition(", ")[2] for name, band in found.items()}
    assert became == {"p1": "kept", "p2": "to review", "p3": "left out", "p4": "left out"}


def test_what_waits_is_marked_in_words_and_ids_are_text() -> None:
    told = bands(of(some_pairs(), [PAGE]))
    assert "0.40 to review low_confidence p2" in told["p2"]
    assert "0.90 kept p1" in told["p1"] and "0.01 surely_wrong p3" in told["p3"]
    assert [name for name, band in told.items() if "to review" in band] == ["p2"]


def test_a_box_tells_who_when_why_and_the_signals_that_words_explain() -> None:
    known = {"similarity": 0.8123, "covered_ja": 0.5, "length_surprise": 1.26, "left_en": 3.0, "again": 2.0}
    told = bands(of([pair("p1", document=PAGE, confidence=0.4, signals=known)], [PAGE]))["p1"]
    box = told.partition(" p1 ")[2]
    assert "nobody is named as the speaker relation translation" in box
    assert "low_confidence : its confidence is below 0.84: a reviewer should look at it" in box
    for said in ("alike in meaning 0.81 of 1", "50% of the Japanese is", "lengths 1.3 standard deviations from usual"):
        assert said in box
    assert "left_en" not in box and "again" not in box and box.endswith("all of it: taiyaku why p1")
    assert len(SIGNALS) < 6
    said = bands(of(some_pairs(), [PAGE]))["p1"]
    assert "said by Ann Lee · アン・リー氏 · @ann on 2024-08-06" in said


def test_what_is_kept_by_a_verdict_says_so() -> None:
    told = bands(of([pair("p", document=PAGE, confidence=0.2)], [PAGE], p=Verdict("accept")))
    assert "0.20 kept by verdict p" in told["p"] and "verdict accept" in told["p"]


NUMBERS = article("numbers", "客は3人、朝5時。\nFour guests, at 7 a.m.\n")


@pytest.mark.parametrize(
    ("confidence", "contradicts", "beside"),
    [(0.9, True, True), (0.5, False, True), (0.9, False, False), (0.1, True, False)],
    ids=["contradiction", "low confidence", "kept", "surely wrong"],
)
def test_what_differs_stands_beside_the_texts_that_a_person_decides_on(
    confidence: float, contradicts: bool, beside: bool
) -> None:
    ja, en = NUMBERS.text.splitlines()
    one = pair("p", document=NUMBERS, ja=(ja,), en=(en,), confidence=confidence, contradicts=contradicts)
    html = of([one], [NUMBERS])
    shown = re.findall(r'<p class="odd (ja|en)">only here: (.+?)</p>', html)
    assert [side for side, _ in shown] == (["ja", "en"] if beside else [])
    assert ("only in the Japanese:" in bands(html)["p"]) != beside
    assert "7:00" in bands(html)["p"] and "5:00" in bands(html)["p"]


def test_equal_texts_have_nothing_that_stands_on_one_side_only() -> None:
    told = bands(of([pair("p", document=PAGE, confidence=0.5)], [PAGE]))["p"]
    assert "only" not in told


def test_a_duplicate_leads_to_the_pair_that_it_repeats() -> None:
    other = replace(PAGE, name="other")
    html = of([pair("p1", document=PAGE, confidence=0.95), pair("p2", document=other)], [PAGE, other])
    assert 'duplicate of</span> <a href="#p1"><bdi>p1</bdi></a>' in html
    hidden = of([pair("p1", document=PAGE, confidence=0.95), pair("p2", document=other)], [other])
    assert "duplicate of</span> <bdi>p1</bdi>" in hidden and 'href="#p1"' not in hidden
    again = of([pair("p1", document=PAGE), pair("p1", document=other)], [PAGE, other])
    assert re.search(r'duplicate of</span> <a href="#p1"><bdi>\w+</bdi></a>', again)


def test_what_was_decided_on_is_repeated_before_what_is_kept() -> None:
    def row(name: str, reason: str | None, verdict: str | None, ja: str = "はい。") -> dict[str, object]:
        return {"id": name, "reason": reason, "verdict": verdict, "translation": {"ja": ja, "en": "Yes."}}

    rows = [
        row("p1", "duplicate", None), row("p2", None, None), row("p3", "rejected", "reject"),
        row("p4", "duplicate", None, "いいえ。"), row("p5", "low_confidence", None, "いいえ。"),
    ]  # fmt: skip
    comparing = Comparing(lambda ja, en: (), same_texts)
    assert {name: other["id"] for name, other in repeated(rows, comparing).items()} == {"p1": "p3"}
    assert {name: other["id"] for name, other in repeated(rows[:2], comparing).items()} == {"p1": "p2"}


# What stays when only pairs for a reviewer are shown


def listed(kinds: str, places: list[tuple[tuple[int, int], ...]]) -> list[Piece]:
    """Pieces: `w` a pair that waits, `k` one that is kept."""
    return [Piece(0, place, row=WAITS if kind == "w" else KEPT) for kind, place in zip(kinds, places, strict=True)]


@pytest.mark.parametrize(
    ("kinds", "places", "near"),
    [
        ("kkkwkkk", [((0, at),) for at in range(7)], {1, 2, 4, 5}),
        ("kkkkkkk", [((0, at),) for at in range(7)], set()),
        ("wwww", [((0, at),) for at in range(4)], set()),
        # Its English stands elsewhere on the page: what is around that stays, too.
        ("wkkkkkk", [((0, 0), (0, 55)), *(((0, at),) for at in (10, 20, 30, 40, 50, 60))], {1, 2, 4, 5, 6}),
        # What is left of an original is not beside the end of the article.
        ("kwkk", [((0, 0),), ((0, 5),), ((1, 0),), ((1, 9),)], {0}),
        ("kwkk", [((0, 0),), ((0, 5), (1, 4)), ((1, 0),), ((1, 9),)], {0, 2, 3}),
    ],
)
def test_what_stands_beside_a_waiting_pair_stays(
    kinds: str, places: list[tuple[tuple[int, int], ...]], near: set[int]
) -> None:
    assert near_waiting(listed(kinds, places), Config()) == near


@given(st.text("wk", max_size=12))
def test_no_more_stays_than_is_beside(kinds: str) -> None:
    near = near_waiting(listed(kinds, [((0, at),) for at in range(len(kinds))]), Config())
    waits = {at for at, kind in enumerate(kinds) if kind == "w"}
    beside = {at for at in range(len(kinds)) if any(abs(at - other) <= AROUND for other in waits)}
    assert near == beside - waits


def test_an_article_without_a_pair_is_told_from_others() -> None:
    html = of([pair("p", document=PAGE)], [PAGE, article("other", "何もない。")])
    assert [leaf["class"] for leaf in Elements(html).of("section", "leaf")] == ["leaf bare", "leaf"]
    assert "Nothing waits for a reviewer." in html and 'class="nothing found"' not in html
    assert "No pair was found." in of([], [PAGE])


def test_a_speaker_s_name_tells_its_language() -> None:
    said = Attribution("Ann Lee", "アン・リー氏")
    html = of([pair("p", document=PAGE, attribution=said)], [PAGE])
    assert '<bdi>Ann Lee</bdi> · <bdi lang="ja">アン・リー氏</bdi>' in html
