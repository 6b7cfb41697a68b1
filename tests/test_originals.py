"""English originals beside a page: when one takes the place of a cut post, and that it is aligned like the page's own.

The full note is invented: a plausible English for the Japanese of the page, in other words than its author's.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pages.gold import covered

import corpus
from corpus.extraction import Page, extract
from corpus.provenance import verify
from corpus.types import Article, Attribution, Pair, Source, Span

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT / "data" / "articles" / "openai-schulman-anthropic.txt"

PAGE = """橋の話
技師のポール・エングダール氏は投稿で事情を語りました。
「今年は開通しません。ケーブルは無事ですが、塗装がまだです。春まで待ってください」
A word about the bridge:
— Paul Engdahl (@pengdahl) November 30, 2021
We will not open it this year. The cables are fine, but the…
橋の名前は公募で決まった。
"""
SAID = Attribution("Paul Engdahl", None, "pengdahl", "2021-11-30")
FRAME = "A word about the bridge:"
NOTE = "We will not open it this year. The cables are fine, but the paint is not."
POST = [FRAME, "We will not open it this year.", "The cables are fine, but the…"]


def article(name: str, text: str, *originals: Article) -> Article:
    return Article(name, text, Source(), f"{name:0<64}", "utf-8", Path(f"{name}.txt"), originals)


def page_with(*originals: str, text: str = PAGE) -> Page:
    return extract(article("page", text, *(article(f"note{at}", note) for at, note in enumerate(originals, start=1))))


def english(page: Page) -> list[tuple[int, list[str], Attribution]]:
    """Document, sentences and attribution of the English that is aligned."""
    return [
        (p.document, [page.text(p)[s.span.start : s.span.end] for s in p.sentences], p.attribution)
        for p in page.passages
        if p.language == "en" and p.role in ("post", "quotation")
    ]


def test_an_original_takes_the_place_of_a_cut_post_and_its_attribution() -> None:
    note = "We will not open it this year. The cables are fine, but the paint is not. Please wait until spring."
    found = english(page_with(note))
    assert found == [
        (0, [FRAME], SAID),
        (
            1,
            [
                "We will not open it this year.",
                "The cables are fine, but the paint is not.",
                "Please wait until spring.",
            ],
            SAID,
        ),
    ]


def test_an_original_stands_where_the_post_does_that_it_completes() -> None:
    page = page_with(f"{NOTE} Please wait until spring.", "Come and see it in May.")
    places = {passage.document: passage.place for passage in page.passages if passage.language == "en"}
    start, end = (PAGE.index(FRAME), PAGE.index(POST[-1]) + len(POST[-1]))
    assert places == {0: None, 1: Span(start, end), 2: None}


@pytest.mark.parametrize(
    "note",
    [
        "WE WILL NOT OPEN IT THIS YEAR.\n\nThe cables are “fine”, but the paint is not.\n",
        "We will not open it this year. The  cables are fine, but,\nthe painters are ill.",
    ],
    ids=["case, paragraphs and quotation marks", "line breaks, spaces and commas"],
)
def test_case_white_space_and_marks_do_not_count(note: str) -> None:
    found = english(page_with(note))
    assert [(document, said) for document, _, said in found] == [(0, SAID), (1, SAID)]
    assert found[0][1] == [FRAME]


@pytest.mark.parametrize(
    "note",
    [
        "We will open it this year. The cables are fine, but the paint is not.",
        "We will not open it this year. The cables are broken. Please wait.",
        "Please wait until spring. We will not open it this year. The cables are fine, but the paint is not.",
    ],
    ids=["begins otherwise", "goes on otherwise", "begins before the post"],
)
def test_an_original_that_begins_otherwise_stands_beside_the_post(note: str) -> None:
    first, second = english(page_with(note))
    assert first == (0, POST, SAID)
    assert second[0] == 1 and second[2] == Attribution()


def test_what_the_page_has_of_an_original_is_left_to_the_page() -> None:
    whole = PAGE.replace("but the…", "but the paint is not.")
    note = "We will not open it this year. The cables are fine, but the paint is not."
    post = (0, [FRAME, "We will not open it this year.", "The cables are fine, but the paint is not."], SAID)
    assert english(page_with(note, text=whole)) == [post]
    further = (1, ["Please wait until spring."], Attribution())
    assert english(page_with(note + " Please wait until spring.", text=whole)) == [post, further]
    assert english(page_with("We will not open it this year.")) == [(0, POST, SAID)]


@pytest.mark.parametrize(
    ("author", "takes"), [("Paul Engdahl", True), ("Engdahl", True), (None, True), ("Ulla Beck", False)], ids=str
)
def test_the_text_of_somebody_else_takes_no_place(author: str | None, takes: bool) -> None:
    note = replace(article("note", NOTE), source=Source(author=author))
    page = extract(article("page", PAGE, note))
    assert [sentences for document, sentences, _ in english(page) if document == 0] == [[FRAME] if takes else POST]


def test_an_original_is_said_by_its_author_on_its_day() -> None:
    source = Source(author="Ulla Beck", published="2021-12-01")
    page = extract(article("page", PAGE, replace(article("note", "Come and see it in May."), source=source)))
    assert english(page)[1][2] == Attribution(speaker="Ulla Beck", posted_on="2021-12-01")


def test_a_japanese_author_is_no_english_speaker() -> None:
    note = replace(article("note", "Come and see it in May."), source=Source(author="上田さち"))
    assert english(extract(article("page", PAGE, note)))[1][2] == Attribution()


def test_a_post_without_a_frame_goes_altogether() -> None:
    text = PAGE.replace("A word about the bridge:\n", "")
    note = "We will not open it this year. The cables are fine, but the paint is not."
    assert [document for document, _, _ in english(page_with(note, text=text))] == [1]


def test_of_several_originals_the_one_that_begins_the_same_way_takes_the_place() -> None:
    found = english(
        page_with(
            "A letter about something else. It has nothing to do with it.",
            "We will not open it this year. The cables are fine, but the paint is not.",
        )
    )
    assert [(document, said) for document, _, said in found] == [(0, SAID), (1, Attribution()), (2, SAID)]


@pytest.mark.parametrize("note", ["日本語だけの文書です。", "https://example.com/", "🔥", "\n"], ids=ascii)
def test_an_original_without_english_changes_nothing(note: str) -> None:
    assert english(page_with(note)) == english(page_with())


def test_pairs_with_an_original_name_it_and_its_characters() -> None:
    note = (
        "We will not open it this year. The cables are fine, but the paint is not finished. Please wait until spring."
    )
    page = article("page", PAGE, article("note", note))
    pairs = [pair for pair in corpus.pairs(page) if pair.en.document.name == "note" and pair.confidence >= 0.5]
    for pair in pairs:
        assert pair.en.text == " ".join(note[span.start : span.end] for span in pair.en.spans)
        assert (pair.attribution.speaker, pair.attribution.handle) == ("Paul Engdahl", "pengdahl")
    assert facing("春まで待ってください", PAGE, pairs) == "Please wait until spring."


def facing(ja: str, text: str, pairs: Sequence[Pair]) -> str | None:
    """The English of the pair that a piece of Japanese stands in; None where it stands in none."""
    at = text.index(ja)
    here = [pair for pair in pairs if any(s.start <= at and at + len(ja) <= s.end for s in pair.ja.spans)]
    return here[0].en.text if here else None


# The real page with an invented full note, a line a sentence: the beginning of a Japanese sentence, and its English.
BEFORE = """
私はOpenAIを去る | I've made the difficult decision to leave OpenAI.
この選択は | This choice stems from my desire to deepen my focus on AI alignment, and to start a new chapter of my \
career where I can return to hands-on technical work.
"""
FURTHER = """
Anthropicでは新しい視点 | I believe that at Anthropic I can gain new perspectives, and do research together with \
people who are deeply engaged with the topics that interest me most.
はっきりさせておきたい | To be clear, I am not quitting because of a lack of support for alignment research at OpenAI.
それどころか | On the contrary, the leaders of OpenAI are very eager to invest in this field.
私の決断は個人的 | My decision is a personal one.
私は約9年前 | I joined OpenAI about nine years ago, after graduate school, as a member of the founding team.
インターンシップ以外 | It is the first and only company where I have ever worked, apart from internships.
とても楽しかった | It was a lot of fun.
最初に私を採用 | I am grateful to Sam and Greg, who hired me at the beginning, and to Mira and Bob, who trusted me, \
gave me wonderful opportunities and helped me through difficulties.
私は、OpenAIで私たち全員 | I am proud of what all of us have achieved together at OpenAI.
公益的な使命 | We built a rare and unprecedented company with a mission for the public good.
私は歴史の一部 | I thank you from my heart for the chance to be part of history.
他の場所で | Even while I work somewhere else, I will be cheering for you.
"""
FOUND, KEPT = 11, 9
"""How many of the twelve further sentences are found at the least, and kept without review."""
NOTES = {
    "it goes on from where the post is cut": "I've decided to look for all this at another company.",
    "it has another sentence there": "",
}


def rendered(table: str) -> dict[str, str]:
    """English sentence -> the beginning of the Japanese one that renders it."""
    rows = (line.split(" | ") for line in table.strip().split("\n"))
    return {en: ja for ja, en in rows}


def real_page(folder: Path, goes_on: str) -> Path:
    """The real page beside an invented full note that its sidecar names; returns the page's path."""
    (folder / "articles").mkdir()
    (folder / "originals").mkdir()
    shutil.copyfile(REAL, folder / "articles" / "page.txt")
    (folder / "articles" / "page.toml").write_text('originals = ["full-note"]\n', encoding="utf-8")
    note = " ".join(filter(None, [*rendered(BEFORE), goes_on, *rendered(FURTHER)]))
    note = note.replace(" I joined OpenAI", "\n\nI joined OpenAI") + "\n"
    (folder / "originals" / "full-note.txt").write_text(note, encoding="utf-8")
    (folder / "originals" / "full-note.toml").write_text('url = "https://example.com/note"\n', encoding="utf-8")
    return folder / "articles" / "page.txt"


@pytest.mark.parametrize("goes_on", NOTES.values(), ids=NOTES.keys())
def test_the_further_sentences_of_a_full_note_are_aligned(goes_on: str, tmp_path: Path) -> None:
    page = real_page(tmp_path, goes_on)
    text = page.read_bytes().decode("utf-8")
    pairs = [pair for pair in corpus.pairs(page) if not pair.headline]
    sides = [covered(pair.ja.document.text, pair.ja.spans) for pair in pairs]
    assert sum(map(len, sides)) == len(frozenset[int]().union(*sides))
    pairs = [pair for pair in pairs if pair.confidence >= 0.5]
    from_note = [pair for pair in pairs if pair.en.document.name == "full-note"]
    for pair in from_note:
        assert pair.en.document.path == tmp_path / "originals" / "full-note.txt"
        assert pair.ja.document.name == "page"
    further = {en: facing(ja, text, from_note) for en, ja in rendered(FURTHER).items()}
    wrong = {en: got for en, got in further.items() if got is None or en not in got}
    assert len(further) - len(wrong) >= FOUND, wrong
    before = {en: facing(ja, text, pairs) for en, ja in rendered(BEFORE).items()}
    assert all(got is not None and en in got for en, got in before.items()), before


def test_the_rows_of_a_build_name_the_original_and_are_proved(tmp_path: Path) -> None:
    page = real_page(tmp_path, NOTES["it goes on from where the post is cut"])
    built = corpus.build(page.parent, out=tmp_path / "build")
    assert built.problems == ()
    assert verify(built.published.folder) == []
    rows = pq.read_table(built.published.folder / "candidates").to_pylist()
    from_note = [row for row in rows if row["provenance"]["en"]["article"] == "full-note"]
    assert sum(row["reason"] is None for row in from_note) >= KEPT
    note = (tmp_path / "originals" / "full-note.txt").read_text(encoding="utf-8")
    for row in from_note:
        side = row["provenance"]["en"]
        assert (side["url"], row["provenance"]["ja"]["url"]) == ("https://example.com/note", None)
        assert row["translation"]["en"] == " ".join(note[start:end] for start, end in side["spans"])


def test_a_stub_on_the_page_is_no_copy_of_a_whole_sentence_with_its_letters() -> None:
    text = PAGE.replace("We will not open it this year. The cables are fine, but the…", "We will not open it…")
    found = english(page_with("We will not open it. The cables are fine.", text=text))
    assert [said for document, said, _ in found if document == 1] == [["We will not open it.", "The cables are fine."]]


def test_what_the_page_quotes_of_an_original_word_for_word_is_left_to_the_page() -> None:
    text = "橋の話\n技師は“The cables are fine, but the paint is not.”と語った。「ケーブルは無事だが、塗装はまだだ」\n"
    page = page_with("We will not open it this year. The cables are fine, but the paint is not.", text=text)
    assert {p.role for p in page.passages if p.language == "en" and p.document == 0} == {"quotation"}
    told = [(document, said) for document, said, _ in english(page)]
    assert told == [
        (0, ["The cables are fine, but the paint is not."]),
        (1, ["We will not open it this year."]),
    ]


@pytest.mark.parametrize(
    ("post", "takes"),
    [("We will not open it…", False), ("We will not open it this…", False), ("We will not open it this year…", True)],
)
def test_a_stub_of_few_letters_is_no_beginning_of_an_original(post: str, takes: bool) -> None:
    text = PAGE.replace("We will not open it this year. The cables are fine, but the…", post)
    note = NOTE.replace("this year. The", "this year, since the")
    sides = [(document, said) for document, said, _ in english(page_with(note, text=text))]
    assert sides[0] == (0, [FRAME] if takes else [FRAME, post])
