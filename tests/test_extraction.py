"""Extraction: pages as cases, and what must hold for every text.

A case lists every passage but narration, in order; of narration it lists what must be among it, since the clauses of a
narration sentence are candidates and promise nothing.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers import CALM
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.extraction import Page, extract
from corpus.extraction.lines.line import language_of
from corpus.extraction.overlaps import Overlaps
from corpus.extraction.passages import FACING
from corpus.types import Article, Attribution, Passage, Source, Span

CASES = Path(__file__).parent / "cases" / "extraction"
KNOWN = ("speaker", "speaker_ja", "handle", "posted_on")


def cases(*names: str) -> list[dict[str, Any]]:
    """The cases of some files; TypeError for one with a key that no test reads."""
    found = [case for name in names for case in tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]]
    for case in found:
        if unknown := set(case) - {"note", "text", "passages", "pairs"}:
            raise TypeError(f"{case['note']}: {unknown}")
    return found


def page_of(text: str) -> Page:
    """The page of a text that stands in no file."""
    return extract(Article("page", text, Source(), "", "utf-8", Path("page.txt")))


def said(attribution: Attribution) -> dict[str, str]:
    """What is known of who said it, without what is not."""
    return {name: value for name in KNOWN if (value := getattr(attribution, name)) is not None}


def described(page: Page, passage: Passage) -> dict[str, Any]:
    """A passage as a case writes it."""
    row: dict[str, Any] = {"role": passage.role, "language": passage.language, "sentences": texts(page, passage)}
    cut = {"cut": True} if any(sentence.cut for sentence in passage.sentences) else {}
    return row | cut | said(passage.attribution)


def texts(page: Page, passage: Passage) -> list[str]:
    """The sentences of a passage as they stand in the page."""
    return [page.text(passage)[sentence.span.start : sentence.span.end] for sentence in passage.sentences]


def check(case: dict[str, Any]) -> None:
    """Whether the passages of a case's text are those that it lists."""
    page = page_of(case["text"])
    found = [described(page, passage) for passage in page.passages]
    wanted = case["passages"]
    assert [row for row in found if row["role"] != "narration"] == [row for row in wanted if row["role"] != "narration"]
    assert [row for row in wanted if row["role"] == "narration" and row not in found] == []
    for row in case.get("pairs", ()):
        (ja,) = [passage for passage in page.passages if texts(page, passage) == row["ja"]]
        (en,) = [passage for passage in page.passages if texts(page, passage) == row["en"]]
        assert said(page.attribution(ja, en, ja.span, en.span)) == {name: row[name] for name in KNOWN if name in row}


@pytest.mark.parametrize("case", cases("wild", "synthetic", "negative"), ids=lambda case: case["note"])
def test_cases(case: dict[str, Any]) -> None:
    check(case)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("It rained all night on the roof. と彼は述べた。", "と彼は述べた。"),
        ("“It rained all night on the roof.” を 合言葉にした。", "を 合言葉にした。"),
        ("題材：The history of the old harbour town is long.", "題材"),
    ],
)
def test_what_goes_on_from_english_or_labels_it_is_no_sentence(line: str, rest: str) -> None:
    page = page_of(f"題名\n{line}\n雨が降っていた。\n")
    assert rest not in [text for passage in page.passages for text in texts(page, passage)]
    assert any(passage.language == "en" for passage in page.passages)


@pytest.mark.xfail(strict=True, raises=AssertionError)
@pytest.mark.parametrize("case", cases("known_failures"), ids=lambda case: case["note"])
def test_known_failures(case: dict[str, Any]) -> None:
    check(case)


def test_every_role_has_a_case() -> None:
    roles = {row["role"] for case in cases("wild", "synthetic") for row in case["passages"]}
    assert roles == {
        "headline", "narration", "quotation", "post", "source_title", "link", "signature", "boilerplate"
    }  # fmt: skip


PIECES = st.sampled_from([
    "。", "！", "?", ".", "…", "「", "」", "『", "』", "（", "）", "(", ")", "“", "”", "\"", "\n", "\n\n", "\r\n", " ",
    "　", "・", "1. ", "- ", "— ", "――", "Q: ", "A: ", "(訳)", "訳：", "→", "https://example.com/a", "@nedcole", "🔥",
    "— Ned Cole (@nedcole) May 5, 2020", " - GIGAZINE", "関連記事", "題名", "コール氏は", "ネッド・コール",
    "と述べました", "という声", "と呼ばれる", "今日は休みます", "I am off today", "Ned Cole", "said", "2024年8月6日",
    "3.5%", "U.S.", "\0", "\ud800", "\u2028", "ｺｰﾙ", "…さん", "氏", "、", ",",
])  # fmt: skip
LINES = st.sampled_from([
    "コール氏は「今日は休みます」と述べました。", "「明日は来ます」", "橋は閉まっている。…", "訳：今日は休みます。",
    "“I am off today,” Ned Cole said.", "I am off today. I will be there tomorrow…", "The bridge is closed, they say.",
    "— Ned Cole (@nedcole) May 5, 2020", "Q: Are you off today? / 今日は休みですか？", "",
])  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=80),
    st.text(st.characters(), max_size=40),  # lone surrogates too
    st.lists(PIECES, max_size=40).map("".join),
    st.lists(st.one_of(LINES, LINES, PIECES), min_size=2, max_size=20).map("\n".join),
    st.lists(st.one_of(LINES, PIECES), min_size=2, max_size=20).map("".join),
)


@CALM
@given(TEXTS)
def test_any_text_has_passages_within_it(text: str) -> None:
    """Never an error; spans within the text and not empty, sentences in order and apart, passages by their start."""
    passages = page_of(text).passages
    for passage in passages:
        at = 0
        assert passage.sentences and passage.document == 0
        for sentence in passage.sentences:
            assert at <= sentence.span.start < sentence.span.end <= len(text)
            assert text[sentence.span.start : sentence.span.end].strip()
            at = sentence.span.end
    starts = [passage.span.start for passage in passages]
    assert starts == sorted(starts)
    assert page_of(text).passages == passages


SAYINGS = st.sampled_from(["もう着いたの？", "雨は降りません。", "ここから港まではとても遠いんですよ"])
BEHIND_QUOTATION = st.sampled_from(
    ["そうよ、猫さん。", "いいえ。", "とても遠いです。", "もう帰るね。", "はい！", "でも行くよ。", "彼は言った。"]
)


@CALM
@given(SAYINGS, st.lists(BEHIND_QUOTATION, min_size=1, max_size=3), st.booleans())
def test_what_is_said_behind_a_quotation_stands_in_a_passage(quoted: str, behind: list[str], blank: bool) -> None:
    gap = "　" if blank or quoted[-1] not in "。？" else ""
    text = f'題名\n\n"It rained," the cat said. Nobody minded at all.\n「{quoted}」{gap}{"".join(behind)}\n'
    spans = (sentence.span for passage in page_of(text).passages for sentence in passage.sentences)
    found = {at for span in spans for at in range(span.start, span.end)}
    assert [text[at] for at in range(len(text)) if at not in found and language_of(text[at]) == "ja"] == []


@pytest.mark.parametrize("behind", ["と彼は言った。", "　と彼は言った。", "の一言。", "を合言葉にした。"])
def test_what_tells_of_a_quotation_is_no_sentence_behind_it(behind: str) -> None:
    page = page_of(f"題名\n\nIt is far.\n「ここから港まではとても、とても遠いんですよ。」{behind}\n")
    assert behind.strip() not in [text for passage in page.passages for text in texts(page, passage)]


SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 30), st.integers(1, 30))


@CALM
@example([Span(0, 10), Span(2, 5)], Span(5, 8))  # one that only touches, behind one that goes on further
@example([Span(2, 5), Span(8, 9)], Span(5, 8))
@given(st.lists(SPANS), SPANS)
def test_spans_that_touch_are_found(spans: list[Span], span: Span) -> None:
    touching = [other for other in spans if span.start < other.end and other.start < span.end]
    assert sorted(map(str, Overlaps(spans).touching(span))) == sorted(map(str, touching))


ALONE = """散歩の話

駅前の店主によると、店は土曜で閉めるという。
客は「41年は長かった」と話した。
"""


def test_a_page_that_faces_nothing_is_not_cut_into_clauses() -> None:
    """Where English stands, or an original may come, everything is read; the sentences are the same in any case."""
    page = Article("page", ALONE, Source(), "", "utf-8", Path("page.txt"))
    whole, alone = extract(page), extract(page, alone=True)
    spans = {passage.span for passage in alone.passages}
    assert spans < {passage.span for passage in whole.passages}
    assert {texts(alone, one)[0] for one in alone.passages if one.role == "quotation"} == {"41年は長かった"}
    note = Article("note", "The shop will close on Saturday.", Source(), "", "utf-8", Path("note.txt"))
    quoting = replace(page, originals=(note,))
    assert extract(quoting, alone=True) == extract(quoting)
    for english in ("It was a long time.", "It was long（長かった）と言った。"):
        both = replace(page, text=f"{ALONE}{english}\n")
        assert extract(both, alone=True) == extract(both)


@pytest.mark.parametrize(
    ("first", "headline"),
    [
        ("ドレミ娘。が水車小屋で公演。ファン涙", True),
        ("「水車は回る。川は冷たい。」とブラント氏が語る", True),
        ("水車は回るものです.川は冷たいものです.", False),
        ("水車は回るものです。", False),
    ],
)
def test_a_first_line_that_ends_as_a_sentence_is_no_headline(first: str, headline: bool) -> None:
    page = page_of(f"{first}\n\nThe mill turns and the river is cold.\n")
    assert any(passage.role == "headline" for passage in page.passages) is headline


@CALM
@given(TEXTS)
def test_any_page_with_english_is_read_whole(text: str) -> None:
    page = Article("page", text, Source(), "", "utf-8", Path("page.txt"))
    whole, alone = extract(page), extract(page, alone=True)
    faced = any(one.language == "en" and one.role in FACING for one in whole.passages)
    spans, every = ({one.span for one in read.passages} for read in (alone, whole))
    assert whole.passages == alone.passages if faced else spans <= every


@CALM
@given(TEXTS, TEXTS)
def test_any_original_has_passages_within_it(text: str, original: str) -> None:
    note = Article("note", original, Source(), "", "utf-8", Path("note.txt"))
    page = extract(Article("page", text, Source(), "", "utf-8", Path("page.txt"), (note,)))
    for passage in page.passages:
        size = len(page.text(passage))
        assert passage.language == "en" or passage.document == 0
        assert all(0 <= s.span.start < s.span.end <= size for s in passage.sentences)


MONSTERS = [
    "「", "(", "（", "“", "\"", "「あ", "(a ", "氏", "漢", "ア", "a ", "あ。", "A. ", "— a (@", "、", "訳：",
    "\n", "「」", "\0",
]  # fmt: skip


@pytest.mark.parametrize("piece", MONSTERS, ids=ascii)
def test_a_long_line_of_anything_comes_to_an_end(piece: str) -> None:
    """100,000 characters: with work that grows with the square of the length this would not end today."""
    text = (piece * 100_000)[:100_000]
    passages = page_of(text).passages
    assert all(passage.span.end <= len(text) for passage in passages)
    assert len(passages) <= 20
    assert bool(passages) == bool(text.strip())


def without_boilerplate(text: str) -> list[Passage]:
    """The passages of a text that are no furniture of its page."""
    return [passage for passage in page_of(text).passages if passage.role != "boilerplate"]


@pytest.mark.parametrize("path", sorted((CASES.parent / "pages").glob("*.txt")), ids=lambda path: path.stem)
def test_what_stands_behind_a_page_does_not_change_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    longer = text.rstrip("\n") + "\n・関連記事\n川べりの朝市を訪ねて - テックノート\n"
    assert without_boilerplate(text) and without_boilerplate(longer) == without_boilerplate(text)
