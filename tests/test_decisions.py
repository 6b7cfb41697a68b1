"""Verdicts of all five kinds: how a row says them, what is refused, what becomes of the pairs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from helpers import CALM, article, followed, pair
from hypothesis import given
from hypothesis import strategies as st

from corpus.config import Config
from corpus.curation import curate, decide, new_texts
from corpus.publishing import conflicts, take_verdicts, text_digest, write_review
from corpus.publishing.review.decisions import Draft, Refused, read_row
from corpus.publishing.review.ledger import Entry, digest_in
from corpus.publishing.review.returned import legible
from corpus.publishing.review.verdicts import read_table
from corpus.publishing.sheet import Record
from corpus.text import spell
from corpus.types import Pair, Span, Verdict

CONFIG = Config()
COLUMNS = ("id", "verdict", "ja", "en", "note", "new_ja", "new_en", "reviewer", "article", "digest")
JA, EN = "大変うれしい。", "I am very happy."


def said(
    verdict: str = "", cells: Mapping[str, str] | None = None, *, lossy: bool = False
) -> tuple[str, Draft] | Entry | Refused:
    """What a row says that has these cells, and the rest as it was sent."""
    sent = {"id": "p1", "ja": JA, "en": EN, "article": "page", "digest": text_digest(JA, EN)}
    row = {**sent, "verdict": verdict, **(cells or {})}
    return read_row(COLUMNS, Record(tuple(row.get(column, "") for column in COLUMNS), 2, ""), "", lossy=lossy)


UNDERSTOOD: list[tuple[str, dict[str, str], Verdict]] = [
    ("accept", {"reviewer": "Ann"}, Verdict("accept", reviewer="Ann")),
    (" ＲＥＪＥＣＴ ", {"note": "no"}, Verdict("reject", "no")),
    ("edit", {"new_en": "I am glad."}, Verdict("edit", new_en="I am glad.")),
    ("split", {"new_ja": "大変||だ。", "new_en": "I || am."}, Verdict("split", new_ja="大変||だ。", new_en="I || am.")),
    ("merge p2", {}, Verdict("merge", others=("p2",))),
    ("Merge: p2, p3", {"new_ja": "嬉しい。"}, Verdict("merge", new_ja="嬉しい。", others=("p2", "p3"))),
    ("accept\u200b", {}, Verdict("accept")),
    ("edit", {"new_ja": "OpenAI"}, Verdict("edit", new_ja="OpenAI")),
    ("edit", {"new_en": "Nemawashi (根回し), they say."}, Verdict("edit", new_en="Nemawashi (根回し), they say.")),
]  # fmt: skip


@pytest.mark.parametrize(("word", "cells", "verdict"), UNDERSTOOD, ids=[case[0] for case in UNDERSTOOD])
def test_a_row_says_a_verdict(word: str, cells: dict[str, str], verdict: Verdict) -> None:
    entry = said(word, cells)
    assert isinstance(entry, Entry)
    assert (entry.id, entry.verdict, entry.line, entry.article) == ("p1", verdict, 2, "page")
    assert entry.digest == text_digest(JA, EN)


REFUSED: list[tuple[str, dict[str, str], str]] = [
    ("accepted", {}, "'accepted', and should be accept, reject, edit, split or merge"),
    ("accept", {"id": ""}, "no id"),
    ("", {"id": "", "note": "ask Ann"}, "no id"),
    ("accept p2", {}, "only merge"),
    ("accept", {"new_ja": "嬉しい。"}, "write edit"),
    ("reject", {"new_en": "Glad."}, "write edit"),
    ("edit", {}, "new_ja or new_en"),
    ("edit", {"new_en": "I || am."}, "split does"),
    ("merge p2", {"new_en": "I || am."}, "split does"),
    ("merge", {}, "merge p0123456789abcdef"),
    ("merge p1", {}, "merge p0123456789abcdef"),
    ("merge p2 and p3", {}, "'and' is none"),
    ("merge row 5", {}, "'row' is none"),
    ("split", {}, "it has 0 and 0"),
    ("split", {"new_ja": "大変||うれしい。", "new_en": EN}, "it has 1 and 0"),
    ("split", {"new_ja": "大変||うれしい。", "new_en": f"{EN}||"}, "on both sides"),
    ("accept", {"ja": "大変嬉しい。"}, "was changed"),
    ("", {"en": "I am glad."}, "was changed"),
    ("edit", {"new_en": "#NAME?"}, "a spreadsheet shows"),
    ("edit", {"new_ja": "#N/A"}, "a spreadsheet shows"),
    ("", {"new_en": "########"}, "a spreadsheet shows"),
    ("merge p2", {"new_en": "Err:509"}, "a spreadsheet shows"),
    ("edit", {"new_ja": "Tickets — required", "new_en": "切符は必要"}, "new_en is in Japanese"),
    ("edit", {"new_en": "切符は必要"}, "new_en is in Japanese"),
    ("edit", {"new_ja": "I am glad."}, "new_ja is in English"),
    ("split", {"new_ja": "I am||very happy.", "new_en": "大変||うれしい。"}, "new_en is in Japanese"),
    ("split", {"new_ja": "大変||very happy.", "new_en": "I am||うれしい。"}, "new_en is in Japanese"),
    ("merge p2", {"new_ja": "大変", "new_en": "うれしい。"}, "new_en is in Japanese"),
]


@pytest.mark.parametrize(("word", "cells", "why"), REFUSED)
def test_what_is_not_clear_is_refused_and_says_what_to_do(word: str, cells: dict[str, str], why: str) -> None:
    refused = said(word, cells)
    assert isinstance(refused, Refused) and why in refused.why


TWICE: list[tuple[str, str, str, Verdict | Draft | str]] = [
    ("verdict", "reject", "", Verdict("reject")),
    ("verdict", "", "reject", Verdict("reject")),
    ("verdict", "reject", "reject", Verdict("reject")),
    ("verdict", "reject", "accept", "two columns are named verdict, with 'reject' and 'accept'"),
    ("note", "ask Ann", "", Draft("ask Ann")),
    ("note", "ask Ann", "ask Ben", "two columns are named note"),
    ("new_en", "", "I am glad.", Draft(new_en="I am glad.")),
    ("comment", "one", "another", Draft()),
]


@pytest.mark.parametrize(("column", "first", "second", "expected"), TWICE)
def test_of_two_columns_with_one_name_the_filled_one_counts(
    column: str, first: str, second: str, expected: Verdict | Draft | str
) -> None:
    columns = ["id", "ja", "en", "verdict", column, column]
    if column == "verdict":
        columns.remove(column)
    cells = ("p1", JA, EN, *([] if column == "verdict" else [""]), first, second)
    found = read_row(columns, Record(cells, 2, ""), "", lossy=False)
    if isinstance(expected, str):
        assert isinstance(found, Refused) and expected in found.why
    else:
        assert (found.verdict if isinstance(found, Entry) else found) in (expected, ("p1", expected))


LIKE = [
    ("パンの日", 'It\'s "bread".', "パンの日", 'It\'s "bread".', True),
    ("パンの日", 'It\'s "bread".', "ハ\u309aンの日", "It's “bread”.", True),
    ("パンの日", "It's bread.", "パンの日", "It’s bread.", True),
    ("パンの日", "It's bread.", "バンの日", "It's bread.", False),
    ("パンの日", "It's bread.", "パンの日", "It is bread.", False),
]


@pytest.mark.parametrize(("ja", "en", "back_ja", "back_en", "same"), LIKE)
def test_a_text_that_is_only_written_otherwise_is_the_one_that_was_sent(
    ja: str, en: str, back_ja: str, back_en: str, *, same: bool
) -> None:
    cells = {"ja": back_ja, "en": back_en, "digest": text_digest(ja, en), "new_ja": back_ja + "だ"}
    found = said("edit", cells)
    assert isinstance(found, Entry) == same
    if isinstance(found, Entry):
        assert (found.ja, found.en, found.verdict.new_ja) == (ja, en, "パンの日だ")


def test_a_table_in_a_code_page_is_not_taken_for_changed() -> None:
    entry = said("accept", {"ja": "大変うれし?。"}, lossy=True)
    assert isinstance(entry, Entry) and entry.digest == text_digest(JA, EN)


LEGIBLE = [
    ({"ja": "??????。"}, True, False),
    ({"ja": "?? OpenAI ???"}, False, False),
    ({"ja": "OK?"}, False, True),  # somebody changed it
    ({"ja": "大変うれし?。"}, True, True),
    ({"ja": JA}, True, True),
    ({"ja": "", "new_en": "don稚"}, True, False),  # nothing says that this is CP932
    ({"ja": "", "new_ja": "うれしい。"}, True, True),
    ({"ja": "鯛", "digest": text_digest("鯛", EN)}, True, True),
]


@pytest.mark.parametrize(("cells", "lossy", "expected"), LEGIBLE)
def test_the_japanese_of_a_row_says_whether_its_letters_are_right(
    cells: dict[str, str], *, lossy: bool, expected: bool
) -> None:
    assert legible({"id": "p1", "en": EN, "digest": text_digest(JA, EN), **cells}, lossy=lossy) == expected


MARKS = [
    ("edit", {"ja": JA, "en": "Really? Yes.", "new_en": "Really? Yes!"}, True),
    ("edit", {"ja": JA, "en": "A caf? on a hill", "new_en": "The caf? on the hill"}, True),
    ("edit", {"ja": JA, "en": "A caf? on a hill", "new_en": "The caf? on the hill?"}, False),
    ("", {"ja": JA, "new_ja": "大変?うれしい。"}, False),
]


@pytest.mark.parametrize(("word", "cells", "fine"), MARKS)
def test_a_question_mark_in_a_code_page_is_one_that_the_old_text_has(
    word: str, cells: dict[str, str], *, fine: bool
) -> None:
    assert isinstance(said(word, cells, lossy=True), Refused) != fine


def test_what_is_written_without_a_verdict_is_a_draft() -> None:
    assert said("", {"note": "hm", "new_ja": "嬉しい。", "reviewer": "Ann"}) == (
        "p1",
        Draft("hm", "嬉しい。", "", "Ann"),
    )


@pytest.mark.parametrize(("columns", "word"), [(("id", "verdict", "new_en"), "edit"), (("id", "verdict"), "merge p2")])
def test_a_cell_at_which_the_file_ends_may_be_half(columns: tuple[str, ...], word: str) -> None:
    cells = ("p1", word, "I am ve")[: len(columns)]
    assert isinstance(read_row(columns, Record(cells, 2, "", ended=True), "", lossy=False), Entry)
    refused = read_row(columns, Record(cells, 2, "", ended=False), "", lossy=False)
    assert isinstance(refused, Refused) and "may be half" in refused.why


OLDER = [
    (131, "914792523357", True),  # as it was written, without a letter
    (131, "9.14793E+11", True),
    (131, "9,1E+11", True),
    (131, "9.2E+11", False),
    (132, "9.14793E+11", False),
    (1426, "55313314371", True),  # the zero in front is gone
    (1524, "6.86827e91", True),
    (131, "#NAME?", False),
]


@pytest.mark.parametrize(("count", "cell", "known"), OLDER)
def test_an_older_digest_is_known_also_as_the_number_that_a_spreadsheet_makes_of_it(
    count: int, cell: str, *, known: bool
) -> None:
    ja, en = f"地図は{count}枚。", f"There are {count} maps."
    found = said("accept", {"ja": ja, "en": en, "digest": cell})
    assert isinstance(found, Entry) == known
    if isinstance(found, Entry):
        assert found.digest == text_digest(ja, en)


@CALM
@given(st.text())
def test_no_digest_looks_like_a_number_to_a_spreadsheet(text: str) -> None:
    assert text_digest(text, EN)[0].isalpha() and digest_in(text_digest(text, EN)[1:]) == text_digest(text, EN)


def test_a_digest_that_is_none_is_not_forgiven_in_a_code_page() -> None:
    assert isinstance(said("accept", {"ja": "大変うれし?。", "digest": "9.14793E+11"}, lossy=True), Refused)


# What becomes of the pairs


def page() -> list[Pair]:
    """Three pairs of one page, the second of two sentences, none sure."""
    document = article()
    return [
        pair("p1", document=document, confidence=0.5),
        pair(
            "p2",
            document=document,
            ja=("二行目は", "改行をまたぐ。"),
            en=("The second line\nruns on.",),
            confidence=0.4,
        ),
        pair("p3", document=document, ja=("改行をまたぐ。\n「大変うれしい。",), en=("runs on.",), confidence=0.6),
    ]


def curated(verdicts: dict[str, Verdict]) -> dict[str, Pair]:
    return {one.id: one for one in followed(page(), verdicts, CONFIG)}


def test_an_edit_puts_its_texts_in_place_and_keeps_the_spans() -> None:
    before = page()[0]
    after = curated({"p1": Verdict("edit", new_en=" I am  glad. ")})["p1"]
    assert (after.ja.text, after.en.text) == (before.ja.text, "I am glad.")
    assert (after.en.spans, after.edited, after.reason) == (before.en.spans, True, None)


def test_an_edit_that_changes_nothing_is_none() -> None:
    after = curated({"p1": Verdict("edit", new_en=EN)})["p1"]
    assert (after.edited, after.reason) == (False, None)


def test_parts_of_a_split_stand_on_their_own_characters() -> None:
    verdict = Verdict("split", new_ja="二行目は|| 改行をまたぐ。", new_en="The second ｜｜line runs on.")
    after = curated({"p2": verdict})
    assert (after["p2"].reason, after["p2"].ja.text) == ("split", "二行目は改行をまたぐ。")
    parts = after["p2.1"], after["p2.2"]
    assert [(part.ja.text, part.en.text) for part in parts] == [
        ("二行目は", "The second"), ("改行をまたぐ。", "line runs on."),
    ]  # fmt: skip
    for part in parts:
        assert (part.reason, part.edited, part.verdict, part.confidence) == (None, False, verdict, 0.4)
        assert part.ja.text == spell("ja", part.ja.document.text, part.ja.spans)
        assert part.en.text == spell("en", part.en.document.text, part.en.spans)


SPLIT = Verdict("split", new_ja="二行目は|| 改行をまたぐ。", new_en="The second ||line runs on.")
PARTS: list[tuple[str, dict[str, Verdict], list[str | None], list[str]]] = [
    ("rejected", {"p2": SPLIT, "p2.2": Verdict("reject")}, [None, "rejected"], []),
    ("accepted", {"p2": SPLIT, "p2.1": Verdict("accept")}, [None, None], []),
    ("edited", {"p2": SPLIT, "p2.2": Verdict("edit", new_en="runs.")}, [None, None], []),
    ("before it was made anew", {"p2.2": Verdict("reject"), "p2": SPLIT}, [None, None], ["p2.2"]),
    ("split once more", {"p2": SPLIT, "p2.2": Verdict("split", new_ja="a||b", new_en="a||b")}, [None, None], ["p2.2"]),
    ("of which there is none", {"p2": SPLIT, "p2.3": Verdict("reject")}, [None, None], ["p2.3"]),
    ("of a pair that is whole", {"p2": Verdict("accept"), "p2.1": Verdict("reject")}, [], ["p2.1"]),
]


@pytest.mark.parametrize(("verdicts", "reasons", "unapplied"), [case[1:] for case in PARTS], ids=[c[0] for c in PARTS])
def test_what_a_reviewer_made_is_decided_in_its_turn(
    verdicts: dict[str, Verdict], reasons: list[str | None], unapplied: list[str]
) -> None:
    done = decide(page(), verdicts)
    after = {one.id: one for one in curate(done.pairs, CONFIG)}
    assert [one.reason for name, one in after.items() if name.startswith("p2.")] == reasons
    assert list(done.unapplied) == unapplied
    edited = [name for name, one in after.items() if one.edited]
    assert edited == ["p2.2"] * any(said.decision == "edit" for said in verdicts.values())
    merged = decide(page(), {"p1": Verdict("merge", others=("p2",)), "p1.1": Verdict("reject")})
    assert {one.id: one.reason for one in curate(merged.pairs, CONFIG)}["p1.1"] == "rejected"


def test_parts_that_were_reworded_keep_the_spans_of_the_whole() -> None:
    after = curated({"p2": Verdict("split", new_ja="二行目||改行をまたぐ。", new_en="The second||line runs on.")})
    assert (after["p2.1"].ja.text, after["p2.1"].edited) == ("二行目", True)
    assert after["p2.1"].ja.spans == after["p2"].ja.spans
    assert after["p2.1"].en.text == "The second" != after["p2"].en.text
    assert after["p2.1"].en.spans != after["p2"].en.spans


@pytest.mark.parametrize("both", [False, True])
def test_merged_pairs_become_one_in_the_order_of_the_page(*, both: bool) -> None:
    verdicts = {"p2": Verdict("merge", others=("p1",))}
    if both:
        verdicts["p1"] = Verdict("merge", others=("p2",))
    after = curated(verdicts)
    whole = after["p1.1" if both else "p2.1"]
    assert set(after) == {"p1", "p2", "p3", whole.id}
    assert (after["p1"].reason, after["p2"].reason, whole.reason) == ("merged", "merged", None)
    assert whole.ja.text == "大変うれしい。二行目は改行をまたぐ。"
    assert whole.en.text == "I am very happy. The second line runs on."
    assert (whole.edited, whole.confidence, whole.made_of) == (False, 0.4, ("p1", "p2"))


@pytest.mark.parametrize("cut", ["p1", "p2", ""])
def test_a_merge_of_a_cut_pair_is_cut(cut: str) -> None:
    pairs = [replace(one, cut=one.id == cut) for one in page()]
    whole = next(one for one in decide(pairs, {"p1": Verdict("merge", others=("p2",))}).pairs if one.id == "p1.1")
    assert whole.cut is bool(cut)


def test_a_chain_of_merges_is_one_pair() -> None:
    after = curated({"p1": Verdict("merge", others=("p2",)), "p3": Verdict("merge", others=("p2",))})
    assert [one.reason for one in after.values()].count("merged") == 3
    assert after["p3.1"].made_of == ("p1", "p2", "p3")


@pytest.mark.parametrize(("wording", "lost"), [("嬉しい。", ["p1"]), ("", [])])
def test_a_wording_that_a_later_merge_takes_the_place_of_is_said(wording: str, lost: list[str]) -> None:
    merge = Verdict("merge", new_ja=wording, others=("p2",), reviewer="Ann")
    done = decide(page(), {"p1": merge, "p3": Verdict("merge", others=("p1",), reviewer="Ben")})
    assert sorted(done.unapplied) == lost
    assert all("new texts" in why and "the verdict on p3" in why for why in done.unapplied.values())
    assert done.pairs[-1].made_of == ("p1", "p2", "p3")


def test_what_cannot_be_merged_is_said() -> None:
    verdicts = {"p1": Verdict("merge", others=("p9",)), "p2": Verdict("merge", others=("p4",))}
    elsewhere = pair("p4", document=article("other", "別の文章。「大変うれしい。」I am very happy."))
    done = decide([*page(), elsewhere], verdicts)
    assert sorted(done.unapplied) == ["p1", "p2"]
    assert "p9" in done.unapplied["p1"] and "different documents" in done.unapplied["p2"]
    assert [one.verdict for one in done.pairs] == [None] * 4


def test_an_uneven_split_in_a_ledger_is_said() -> None:
    done = decide(page(), {"p1": Verdict("split", new_ja="a||b", new_en="a")})
    assert "cut marks" in done.unapplied["p1"] and [one.verdict for one in done.pairs] == [None] * 3


def test_of_a_merge_and_a_decision_on_a_part_of_it_the_later_one_holds() -> None:
    merge, reject = Verdict("merge", others=("p2",)), Verdict("reject")
    first = decide(page(), {"p2": reject, "p1": merge})
    assert (list(first.unapplied), len(first.pairs)) == (["p2"], 4)
    last = decide(page(), {"p1": merge, "p2": reject})
    assert (list(last.unapplied), len(last.pairs)) == (["p1"], 3)
    assert [one.verdict for one in last.pairs] == [None, reject, None]


@CALM
@given(st.text(st.sampled_from("a—é語?| 😀"), min_size=1).filter(str.strip))
def test_letters_that_a_code_page_lacks_come_back(old: str) -> None:
    sent = " ".join(old.split())
    back = sent.encode("cp932", "replace").decode("cp932")
    assert new_texts(Verdict("edit", new_ja=back, lossy=True), sent, EN)[0][0] == sent
    assert new_texts(Verdict("edit", new_ja=back), sent, EN)[0][0] == back


BACK = [
    ("café — bar", "caf? ? || bar", "café — || bar"),
    ("café — bar", "cafe - bar, or so", "café — bar, or so"),  # as Windows writes it
    ("a——b", "a||b", "a||b"),
]


@pytest.mark.parametrize(("old", "new", "meant"), BACK)
def test_letters_come_back_where_the_text_was_changed_too(old: str, new: str, meant: str) -> None:
    ((_, en),) = new_texts(Verdict("edit", new_en=new, lossy=True), JA, old)
    assert en == meant


@CALM
@given(st.integers(1, 6), st.integers(1, 15))
def test_parts_cut_anywhere_spell_the_whole(ja: int, en: int) -> None:
    whole = page()[0]
    new_ja, new_en = f"{JA[:ja]}||{JA[ja:]}", f"{EN[:en]}||{EN[en:]}"
    after = curated({"p1": Verdict("split", new_ja=new_ja, new_en=new_en)})
    parts = after["p1.1"], after["p1.2"]
    assert not any(part.edited for part in parts)
    assert "".join(part.ja.text for part in parts) == whole.ja.text
    assert "".join(part.en.text for part in parts).replace(" ", "") == whole.en.text.replace(" ", "")
    assert all(isinstance(span, Span) and len(span) for part in parts for span in (*part.ja.spans, *part.en.spans))


# Two reviewers


def tell(folder: Path, *rows: tuple[str, str, str]) -> list[str]:
    """Writes a table of (id, verdict, reviewer), takes it, and returns what is listed as a conflict."""
    lines = ["id\tverdict\treviewer", *("\t".join(row) for row in rows)]
    (folder / "low_confidence.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    taken = take_verdicts(folder)
    done = decide(page(), taken.verdicts)
    write_review(folder, curate(done.pairs, CONFIG), taken, CONFIG)
    listed = conflicts(folder / "verdicts.tsv", taken.entries, taken.history, done.unapplied)
    return [str(conflict) for conflict in listed]


def test_two_reviewers_who_differ_are_listed_until_they_agree(tmp_path: Path) -> None:
    assert tell(tmp_path, ("p1", "accept", "Ann"), ("p2", "reject", "Ann")) == []
    (listed,) = tell(tmp_path, ("p1", "reject", "Ben"), ("p2", "reject", "Ben"))
    assert "Ann says accept (line 2), Ben reject, which holds" in listed and "verdicts.tsv:4: on p1" in listed
    assert tell(tmp_path) == [listed]
    assert take_verdicts(tmp_path).verdicts["p1"].decision == "reject"
    assert tell(tmp_path, ("p1", "reject", "Ann")) == []


def test_one_reviewer_who_changes_her_mind_is_no_conflict(tmp_path: Path) -> None:
    assert tell(tmp_path, ("p1", "accept", "Ann")) == tell(tmp_path, ("p1", "reject", "Ann")) == []


def test_a_verdict_that_could_not_be_followed_waits_again(tmp_path: Path) -> None:
    (listed,) = tell(tmp_path, ("p1", "merge p9", ""))
    assert "p1 cannot be merged with p9; the verdict is kept" in listed
    rows = (tmp_path / "low_confidence.tsv").read_text(encoding="utf-8-sig").splitlines()
    assert [row.split("\t")[0] for row in rows] == ["id", *(one.id for one in curate(page(), CONFIG))]
    assert tell(tmp_path, ("p1", "merge p3", "")) == []


CELLS = st.sampled_from(
    ["", "p1", "accept", "edit", "split", "merge", "merge p2", "||", "a||b", "a", '"', "'=", "\u3000", "?"]
)
HEADS = st.permutations([*COLUMNS, "id", "verdict", "confidence"])


@CALM
@given(HEADS, st.lists(st.lists(CELLS, max_size=14), max_size=6), st.sampled_from(["utf-8", "cp932", "utf-16"]))
def test_of_any_table_each_row_is_read_or_kept_aside(head: list[str], rows: list[list[str]], encoding: str) -> None:
    text = "\n".join("\t".join(row) for row in [head, *rows])
    read = read_table(Path("table.tsv"), text.encode(encoding))
    assert len(read.aside) == 2 * sum("put aside" in problem.message for problem in read.problems)
    for entry in (entry for entries in read.entries.values() for entry in entries):
        one = pair(entry.id)
        assert decide([one], {entry.id: entry.verdict}).pairs  # whatever was read can be followed, or is said not to
