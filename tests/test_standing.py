"""Verdicts outlive what changes around the texts: the page's name, its layout, what alignment makes of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from helpers import CALM, JA, article
from helpers import pair as found_pair
from hypothesis import given
from hypothesis import strategies as st
from inputs import CASES

import corpus
from corpus.curation import standing
from corpus.curation.overlaps import settled, share
from corpus.extraction import extract
from corpus.pipeline import Built, pairs_of_page
from corpus.provenance import verify
from corpus.publishing.review.ledger import COLUMNS, text_digest
from corpus.text import spell
from corpus.types import Side, Span, Verdict

PAGE = CASES / "pages" / "07_boardgame_interview.txt"

STANDS = [
    ("as it is", "大変うれしい。", "I am very happy.", True),
    ("over a line break within a sentence", "二行目は 改行をまたぐ。", "The second line runs on.", True),
    ("over a line break between sentences", "二行目は改行をまたぐ。", "I am very happy. The second line", True),
    ("changed", "大変嬉しい。", "I am very happy.", False),
    ("the English is gone", "大変うれしい。", "I am glad.", False),
    ("with words in between", "大変うれしい。二行目は", "I am very happy.", False),
    ("nothing", "", "I am very happy.", False),
]


@pytest.mark.parametrize(("why", "ja", "en", "stands"), STANDS, ids=[case[0] for case in STANDS])
def test_a_pair_stands_where_both_its_texts_do(why: str, ja: str, en: str, *, stands: bool) -> None:
    found = standing("p1", ja, en, article())
    assert (found is not None) == stands, why
    if found is not None:
        assert (found.id, found.ja.text, found.en.text, found.confidence) == ("p1", ja, en, 0.0)


BORDERS = [
    ("切符は要る", "You need a ticket.", '「切符は要る」\n"You need a ticket."', True),
    ("切符は要る", "You need a ticket.", '「切符は要るわけではない」\n"You need a ticket."', False),
    ("切符は要る", "You need a ticket.", '「切符は要る？」\n"You need a ticket."', False),
    ("切符は要る", "You need a ticket.", "切符は要る。You need a ticket. 以上。", True),
    ("水も雇用も必要だ", "We need both.", '市長は水も雇用も必要だと述べた。\n"We need both."', True),
    ("水も雇用も必要だ", "We need both.", '市長は水も雇用も必要だとは思わないと述べた。\n"We need both."', False),
    ("水も雇用も必要だ", "We need both.", "「水も雇用も必要だ」と市長は言った。\nWe need both", False),
    ("私が泣いた", "I was.", "私が泣いたわけではない。\nI was.", False),
    ("私が泣いた", "I was.", "「私が泣いた」（I was.）", True),
    ("言わなければなりません", "I must say it.", "「言わなければなりませんか」\nI must say it.", False),
    ("4回目は数えない", "The fourth does not count.", "「14回目は数えない」\nThe fourth does not count.", False),
    ("4回目は数えない", "The fourth does not count.", "・4回目は数えない\n- The fourth does not count.", True),
    ("3勝0敗です。", "We're 3 and 0.", '「3勝0敗です。」\n"We\'re 3 and 0.5 games back."', False),
    ("3勝0敗です。", "We're 3 and 0.", '「3勝0敗です。」\n"We\'re 3 and 0. We go on."', True),
    ("犬は乗れる", "Dogs may ride.", '「犬は乗れる」\n"No Dogs may ride."', False),
    ("犬は乗れる", "Dogs may ride", '「犬は乗れる」\n"Dogs may ride, but not here."', False),
    ("犬は乗れる", "Dogs may ride,", '「犬は乗れる」\n"Dogs may ride," he said.', True),
    ("会員は無料", "Members ride free.", '「会員は無料」\n"Non-Members ride free."', False),
    ("5度です", "5 degrees.", "「5度です」\nIt says: -5 degrees.", False),
]


@pytest.mark.parametrize(("ja", "en", "text", "stands"), BORDERS)
def test_a_text_stands_where_it_is_no_part_of_a_longer_one(ja: str, en: str, text: str, *, stands: bool) -> None:
    page = article(text=f"駅の話\n\n{text}\n")
    assert (standing("p1", ja, en, page, extract(page).passages) is not None) == stands


@pytest.mark.parametrize("name", ["32_release_notes_backup", "51_museum_theft", "72_foundation_list"])
def test_a_pair_stands_over_the_marks_of_a_mail_and_over_who_said_it(name: str) -> None:
    page = corpus.read(CASES / "pages" / f"{name}.txt")
    extracted, interrupted = extract(page), 0
    for pair in pairs_of_page(extracted):
        found = standing(pair.id, pair.ja.text, pair.en.text, page, extracted.passages)
        assert found is not None and (found.ja, found.en) == (pair.ja, pair.en)
        interrupted += standing(pair.id, pair.ja.text, pair.en.text, page) is None
    assert interrupted > 0


def test_english_may_stand_in_an_original() -> None:
    page, original = article(text=JA), article("note", "I am very happy. It goes on.")
    assert standing("p1", "大変うれしい。", "It goes on.", page) is None
    whole = type(page)(page.name, page.text, page.source, page.sha256, page.encoding, page.path, (original,))
    found = standing("p1", "大変うれしい。", "It goes on.", whole)
    assert found is not None and found.en.document is original


@pytest.mark.parametrize(("end", "common"), [(5, False), (6, True)])
def test_sides_that_only_touch_have_no_character_in_common(end: int, common: bool) -> None:
    page = article()
    one, other = (Side("", page, (span,)) for span in (Span(0, end), Span(5, 9)))
    assert (share(one, other), share(other, one)) == (common, common)


@pytest.mark.parametrize(
    ("verdict", "steps_back"),
    [
        (Verdict("accept"), True),
        (Verdict("edit", new_en="Glad."), True),
        (Verdict("split", new_ja="大変||うれしい。", new_en="I am||very happy."), True),
        (Verdict("merge", others=("p9",)), True),
        (Verdict("reject"), False),
    ],
)
def test_what_alignment_found_steps_back_from_what_a_person_keeps(verdict: Verdict, steps_back: bool) -> None:
    first = found_pair("f1", ja=("大変うれしい。", "二行目は"))
    second = found_pair("f2", ja=("改行をまたぐ。",), en=("runs on.",))
    left = settled([first, second], [found_pair("p1")], {"p1": verdict}).pairs
    assert [one.id for one in left] == (["f2", "p1"] if steps_back else ["f1", "f2"])


@CALM
@given(st.text(st.sampled_from("あいう\n\u3000 .a"), min_size=1), st.integers(0, 9), st.integers(1, 9))
def test_what_is_found_is_spelled_by_its_spans(text: str, start: int, size: int) -> None:
    page = article(text=f"{text}\nI am.")
    wanted = "".join(text[start : start + size].split("\n"))
    found = standing("p1", wanted, "I am.", page)
    assert found is None or found.ja.text == spell("ja", page.text, found.ja.spans) == " ".join(wanted.split())


def built(folder: Path) -> Built:
    return corpus.build(folder / "articles", out=folder / "build")


def decide(folder: Path, name: str, verdict: str, ja: str, en: str, page: str) -> None:
    """A ledger with one line."""
    row = {"id": name, "verdict": verdict, "ja": ja, "en": en, "article": page, "digest": text_digest(ja, en)}
    lines = ["\t".join(COLUMNS), "\t".join(row.get(column, "") for column in COLUMNS)]
    (folder / "review").mkdir()
    (folder / "review/verdicts.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    shutil.copyfile(PAGE, tmp_path / "articles" / PAGE.name)
    return tmp_path


def test_a_verdict_follows_a_page_to_another_name(folder: Path) -> None:
    pair = next(pair for pair in corpus.pairs(PAGE) if pair.reason is None)
    decide(folder, pair.id, "reject", pair.ja.text, pair.en.text, PAGE.stem)
    (folder / "articles" / PAGE.name).rename(folder / "articles/renamed.txt")
    build = built(folder)
    assert (build.conflicts, build.applied) == ((), 1)
    (rejected,) = [found for found in build.pairs if found.reason == "rejected"]
    assert (rejected.ja.text, rejected.ja.document.name) == (pair.ja.text, "renamed")
    assert rejected.id != pair.id


def test_what_was_accepted_is_kept_though_alignment_does_not_find_it(folder: Path) -> None:
    first, *_, last = corpus.pairs(PAGE)
    decide(folder, "p0", "accept", first.ja.text, last.en.text, PAGE.stem)
    build = built(folder)
    (kept,) = [pair for pair in build.pairs if pair.id == "p0"]
    assert (kept.reason, kept.confidence, kept.ja.text, kept.en.text) == (None, 0.0, first.ja.text, last.en.text)
    assert build.conflicts == () and verify(folder / "build/dataset") == []


def test_what_was_accepted_and_is_gone_is_a_conflict(folder: Path) -> None:
    decide(folder, "p0", "accept", "どこにもない文。", "It stands nowhere.", PAGE.stem)
    (conflict,) = built(folder).conflicts
    assert "p0 is no longer found" in conflict.message


def test_what_was_accepted_and_became_a_part_of_a_longer_sentence_is_a_conflict(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    page = '小さな駅の話\n駅長のトム・ベルさんは言った。「切符は要るわけではない」\n"You need a ticket."\n'
    (tmp_path / "articles/a.txt").write_text(page, encoding="utf-8")
    decide(tmp_path, "p0", "accept", "切符は要る", "You need a ticket.", "a")
    build = built(tmp_path)
    (conflict,) = build.conflicts
    (pair,) = build.pairs
    assert "was its text changed?" in conflict.message and pair.id in conflict.message
    assert (pair.ja.text, pair.verdict) == ("切符は要るわけではない", None)


def test_a_text_that_stands_twice_is_taken_where_nothing_was_found() -> None:
    page = article(text="「大変うれしい。」\n「大変うれしい。」\nI am very happy.\n\nI am very happy.\n")
    first, second = (found_pair("f", document=page, nth=nth) for nth in (0, 1))
    found = standing("p1", "大変うれしい。", "I am very happy.", page, found=[first])
    assert found is not None and (found.ja, found.en) == (second.ja, second.en)


def test_a_headline_stays_beside_what_a_person_keeps_since_it_uses_no_character() -> None:
    title = found_pair("f1", headline=True)
    left = settled([title, found_pair("f2")], [found_pair("p1")], {"p1": Verdict("accept")}).pairs
    assert [one.id for one in left] == ["f1", "p1"]


@pytest.mark.parametrize(("before", "stands"), [("'", True), ("「'", True), ("o'", False), ("5.", False), ("", True)])
def test_a_quotation_mark_before_a_text_is_a_border_and_an_apostrophe_is_none(before: str, *, stands: bool) -> None:
    page = article(text=f"「駅は開く」\n{before}The station opens.")
    assert (standing("p1", "駅は開く", "The station opens.", page) is not None) == stands


def test_a_line_that_was_typed_into_the_ledger_follows_its_page_by_the_texts_of_an_earlier_one(folder: Path) -> None:
    pair = next(pair for pair in corpus.pairs(PAGE) if pair.reason is None)
    decide(folder, pair.id, "accept", pair.ja.text, pair.en.text, PAGE.stem)
    with (folder / "review/verdicts.tsv").open("a", encoding="utf-8") as ledger:
        ledger.write("\t".join([pair.id, "reject", *[""] * (len(COLUMNS) - 2)]) + "\n")
    (folder / "articles" / PAGE.name).rename(folder / "articles/renamed.txt")
    build = built(folder)
    assert build.conflicts == ()
    assert [(found.ja.text, found.reason) for found in build.pairs if found.verdict] == [(pair.ja.text, "rejected")]
