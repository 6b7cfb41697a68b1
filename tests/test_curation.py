"""Curation: each reason, which of several duplicates is kept, groups and splits; no pair is ever lost."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import get_args

import pytest
from helpers import CALM, article, documented, followed, pair
from hypothesis import given
from hypothesis import strategies as st

from corpus.config import Config
from corpus.curation import REASONS, curate
from corpus.curation.sameness import letters
from corpus.publishing.schema import COLUMNS
from corpus.types import Decision, Pair, Reason, Verdict

CONFIG = Config(accept_confidence=0.7, review_confidence=0.1)
LOW, WRONG = 0.5, 0.05

CASES: list[tuple[str, Pair, Decision | None, Reason | None]] = [
    ("good", pair(), None, None),
    ("at the threshold", pair(confidence=0.7), None, None),
    ("a last bit below the threshold", pair(confidence=0.7 - 1e-9), None, None),
    ("low", pair(confidence=LOW), None, "low_confidence"),
    ("at the lower threshold", pair(confidence=0.1), None, "low_confidence"),
    ("wrong", pair(confidence=WRONG), None, "surely_wrong"),
    ("cut", pair(cut=True), None, "truncated"),
    ("cut before low", pair(cut=True, confidence=LOW), None, "truncated"),
    ("cut before wrong", pair(cut=True, confidence=WRONG), None, "truncated"),
    ("contradiction", pair(contradicts=True), None, "contradiction"),
    ("low before contradiction", pair(contradicts=True, confidence=LOW), None, "low_confidence"),
    ("accepted though it contradicts", pair(contradicts=True), "accept", None),
    ("headline", pair(headline=True), None, "headline"),
    ("headline before cut", pair(headline=True, cut=True), None, "headline"),
    ("rejected", pair(), "reject", "rejected"),
    ("rejected before headline", pair(headline=True, cut=True, confidence=WRONG), "reject", "rejected"),
    ("accepted though wrong", pair(confidence=WRONG), "accept", None),
    ("accepted though a headline and cut", pair(headline=True, cut=True), "accept", None),
]


@pytest.mark.parametrize(("given_pair", "decision", "reason"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_the_first_rule_that_applies_gives_the_reason(
    given_pair: Pair, decision: Decision | None, reason: Reason | None
) -> None:
    verdicts = {given_pair.id: Verdict(decision)} if decision else {}
    (out,) = followed([given_pair], verdicts, CONFIG)
    assert out.reason == reason
    assert out.verdict == verdicts.get(given_pair.id)


def test_every_reason_is_documented() -> None:
    assert set(REASONS) == set(get_args(Reason))
    pages = documented()
    assert [reason for reason in REASONS if f"| `{reason}` |" not in pages] == []


def test_every_verdict_and_every_column_of_a_row_is_documented() -> None:
    pages = documented()
    table = pages.partition("**To review**")[2].partition("\n\nWho spoke")[0]
    verdicts = re.findall(r"^\| `([a-z]+)(?: ID)?` \|", table, re.MULTILINE)
    assert [word for word in get_args(Decision) if word not in verdicts] == []
    row = pages.partition("**A row** has ")[2].partition("\n\n")[0]
    assert [column.name for column in COLUMNS if not re.search(rf"`{column.name}\b", row)] == []


def reasons(pairs: list[Pair], verdicts: dict[str, Verdict] | None = None) -> dict[str, Reason | None]:
    return {found.id: found.reason for found in followed(pairs, verdicts or {}, CONFIG)}


def test_of_duplicates_the_surest_is_kept_then_the_first() -> None:
    twice = [pair("a", confidence=0.8), pair("b", nth=1, confidence=0.9)]
    assert reasons(twice) == {"a": "duplicate", "b": None}
    level = [pair("b", nth=1), pair("a")]
    assert reasons(level) == {"a": None, "b": "duplicate"}
    last_bit = [pair("a"), pair("b", nth=1, confidence=0.9 + 1e-9)]
    assert reasons(last_bit) == {"a": None, "b": "duplicate"}


def test_of_level_duplicates_that_of_the_page_retrieved_first_is_kept() -> None:
    def on(name: str, day: str | None, confidence: float = 0.9) -> Pair:
        return pair(name, document=article(name, retrieved=day), confidence=confidence)

    assert reasons([on("a", "2026-11-30"), on("b", "2026-11-29")]) == {"a": "duplicate", "b": None}
    assert reasons([on("a", None), on("b", "2026-11-29")]) == {"a": "duplicate", "b": None}
    assert reasons([on("a", "2026-11-29"), on("b", "2026-11-29")]) == {"a": None, "b": "duplicate"}
    assert reasons([on("a", "2026-11-30", 0.95), on("b", "2026-11-29")]) == {"a": None, "b": "duplicate"}


def test_an_accepted_pair_is_kept_and_its_better_duplicate_gives_way() -> None:
    twice = [pair("a", confidence=0.99), pair("b", nth=1, confidence=LOW)]
    assert reasons(twice, {"b": Verdict("accept")}) == {"a": "duplicate", "b": None}
    both = {"a": Verdict("accept"), "b": Verdict("accept")}
    assert reasons(twice, both) == {"a": None, "b": None}


def test_a_pair_that_the_machine_leaves_out_makes_no_kept_one_a_duplicate() -> None:
    assert reasons([pair("a", confidence=WRONG), pair("b", nth=1)]) == {"a": "surely_wrong", "b": None}
    assert reasons([pair("a", confidence=WRONG), pair("b", nth=1, confidence=LOW)]) == {
        "a": "surely_wrong", "b": "low_confidence",
    }  # fmt: skip


def test_what_a_person_should_look_at_is_asked_once_and_not_where_it_is_kept() -> None:
    assert reasons([pair("a", confidence=LOW), pair("b", nth=1)]) == {"a": "duplicate", "b": None}
    surer = pair("b", nth=1, confidence=LOW + 0.1)
    assert reasons([pair("a", confidence=LOW), surer]) == {"a": "duplicate", "b": "low_confidence"}
    assert reasons([pair("a", cut=True), pair("b", nth=1)]) == {"a": "duplicate", "b": None}
    assert reasons([pair("a", contradicts=True), surer]) == {"a": "contradiction", "b": "duplicate"}
    assert reasons([pair("a", confidence=LOW), surer], {"a": Verdict("reject")}) == {"a": "rejected", "b": "duplicate"}


DECIDED = {
    "accept": (Verdict("accept"), None),
    "reject": (Verdict("reject"), "rejected"),
    "edit": (Verdict("edit", new_en="So happy."), None),
    "split": (Verdict("split", new_ja="大変||うれしい。", new_en="I am||very happy."), "split"),
}


@pytest.mark.parametrize("decision", DECIDED)
@pytest.mark.parametrize(
    ("confidence", "facts"), [(0.99, {}), (LOW, {}), (WRONG, {}), (0.9, {"cut": True}), (0.9, {"contradicts": True})]
)
def test_what_was_decided_on_two_texts_is_undone_and_asked_again_by_no_twin(
    decision: str, confidence: float, facts: dict[str, bool]
) -> None:
    verdict, reason = DECIDED[decision]
    for name in ("a", "b"):  # which one comes first is nothing
        twin = pair("b" if name == "a" else "a", nth=1, confidence=confidence, **facts)  # type: ignore[arg-type]
        found = reasons([pair(name, confidence=0.9), twin], {name: verdict})
        assert found[name] == reason
        assert found[twin.id] == "duplicate"


def test_twins_that_were_both_decided_on_keep_their_own_verdicts() -> None:
    twice = [pair("a"), pair("b", nth=1)]
    both = {"a": Verdict("reject"), "b": Verdict("accept")}
    assert reasons(twice, both) == {"a": "rejected", "b": None}


def test_what_an_edit_makes_is_a_twin_of_what_says_the_same_by_itself() -> None:
    said = article("said", "大変うれしい。\nSo happy.")
    twice = [pair("a"), pair("b", document=said, en=("So happy.",), confidence=0.99)]
    assert reasons(twice, {"a": Verdict("edit", new_en="So happy!")}) == {"a": None, "b": "duplicate"}


SAME = [
    ("大変うれしい。", "「大変うれしい」"),
    ("大変うれしい。", "大変 うれしい!"),
    ("I am very happy.", "“I am very happy”"),
    ("I am very happy.", "i AM very  happy..."),
    ("It cost 1,500 yen", "It cost 1,500 yen."),
    ("In 1998", "in 1998."),
    ("It’s OpenAI's", "It's OpenAI’s"),
    ("…", "…"),
]
OTHER = [
    ("It grew by 1.5", "It grew by 15"),
    ("It was -5 degrees", "It was 5 degrees"),
    ("10% of it", "10 of it"),
    ("ha", "は"),
    ("カキ", "ガキ"),
    ("Oh 😀", "Oh 😭"),
    ("?", "!"),
]


def test_what_is_the_same_text_and_what_is_not() -> None:
    assert [(one, other) for one, other in SAME if letters(one) != letters(other)] == []
    assert [(one, other) for one, other in OTHER if letters(one) == letters(other)] == []


def test_of_two_pairs_that_differ_in_the_last_full_stop_one_is_kept() -> None:
    bare = article("bare", "「大変うれしい」\nI am very happy")
    twice = [pair("a"), pair("b", document=bare, ja=("大変うれしい",), en=("I am very happy",))]
    assert sorted(reasons(twice).values(), key=str) == [None, "duplicate"]


def test_case_width_and_white_space_make_no_difference_but_one_other_side_does() -> None:
    wide = article("wide", "大変うれしい。\n\uff29 am  VERY happy.\nSo happy.")
    same = pair("w", document=wide, en=("\uff29 am  VERY happy.",))
    assert reasons([pair("a"), same]) == {"a": None, "w": "duplicate"}
    other = pair("w", document=wide, en=("So happy.",))
    assert reasons([pair("a"), other]) == {"a": None, "w": None}


def test_a_page_under_two_names_gives_each_pair_once() -> None:
    twins = [pair("a", document=article("one")), pair("a", document=article("two"))]
    for verdicts in ({}, {"a": Verdict("accept")}):
        assert [found.reason for found in followed(twins, verdicts, CONFIG)] == [None, "duplicate"]


def test_articles_that_share_a_text_share_a_group() -> None:
    note = article("note", "I am very happy.")
    pages = [
        pair("1", document=article("d")),
        pair("2", document=article("c")),  # the same bytes
        pair("3", document=article("b", "大変うれしい。 1 I am very happy.", url="https://example.org/x")),
        pair("4", document=article("a", "大変うれしい。 2 I am very happy.", url="https://example.org/x")),
        pair("5", document=article("f", "大変うれしい。 3"), original=note),
        pair("6", document=article("e", "大変うれしい。 4"), original=note),
        pair("7", document=article("g", "大変うれしい。 5 I am very happy.")),
    ]
    short = {found.id: found.group for found in curate(pages, CONFIG)}  # 12 letters and 6 are nobody's own
    assert short == {"1": "c", "2": "c", "3": "a", "4": "a", "5": "e", "6": "e", "7": "g"}


def many(count: int) -> list[Pair]:
    return [pair(str(n), document=article(f"page{n:03}", f"大変うれしい。{n} I am very happy.")) for n in range(count)]


def test_few_groups_are_all_train_and_more_are_split() -> None:
    assert {found.split for found in curate(many(19), CONFIG)} == {"train"}
    out = curate(many(200), CONFIG)
    assert {found.split for found in out} == {"train", "validation", "test"}
    assert sum(found.split == "train" for found in out) > 150


@CALM
@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.booleans(), st.booleans(), st.sampled_from([None, "accept", "reject"])),
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)
def test_found_is_kept_plus_the_reasons_in_any_order_of_files(
    facts: list[tuple[float, bool, bool, Decision | None]], chance: random.Random
) -> None:
    found = [
        pair(str(n), document=article(f"page{n}"), confidence=confidence, headline=headline, cut=cut)
        for n, (confidence, headline, cut, _) in enumerate(facts)
    ]
    verdicts = {str(n): Verdict(fact[3]) for n, fact in enumerate(facts) if fact[3]}
    out = followed(found, verdicts, CONFIG)
    counts = Counter(one.reason or "kept" for one in out)
    assert sum(counts.values()) == len(out) == len(found)
    assert set(counts) <= {"kept", *REASONS}
    shuffled = chance.sample(found, len(found))
    assert followed(shuffled, verdicts, CONFIG) == out


def test_pairs_with_the_same_japanese_stand_in_the_order_of_their_english() -> None:
    one, other = pair("p1"), pair("p2", en=("The second line\nruns on.",))
    for pairs in ([one, other], [other, one]):
        assert [found.id for found in curate(pairs, Config())] == ["p1", "p2"]
