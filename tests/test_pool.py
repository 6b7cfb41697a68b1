"""The pool of originals: what a page quotes is found among all of them, and nothing else is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import corpus
from corpus.cli import main
from corpus.config import Config
from corpus.extraction import extract
from corpus.pool import pool_in, pool_of
from corpus.provenance import verify
from corpus.types import Article, Mark, Source, Span

CONFIG = Config()

PAGE = """橋の話
技師のポール・エングダール氏は投稿で事情を語りました。
「今年は橋を開通させません。ケーブルは無事ですが、塗装がまだ終わっていません」
橋の名前は公募で決まりました。
"""
NOTE = "We will not open the bridge this year. The cables are fine, but the paint is not finished yet."
OTHERS = {
    "bakery": "Our bread is baked before sunrise. Please bring a bag of your own.",
    "chess": "I resigned on move forty because I had run out of ideas. My opponent had not.",
    "ferry": "The ferry leaves at noon. It has never once waited for anybody.",
    "garden": "Do not feed the geese. They remember.",
    "library": "The library stays open until the last visitor has gone home.",
    "tower": "The tower was painted blue by mistake, and the town has grown fond of it.",
}


def original(name: str, text: str, author: str | None = None) -> Article:
    return Article(name, text, Source(author=author), f"{name:0<64}", "utf-8", Path(f"{name}.txt"))


def others() -> list[Article]:
    return [original(name, text) for name, text in OTHERS.items()]


def page(text: str = PAGE, *named: Article) -> Article:
    return Article("page", text, Source(), "f" * 64, "utf-8", Path("page.txt"), named)


def found(article: Article, originals: list[Article]) -> list[str]:
    """The names of the originals that an article gets from a pool."""
    return [o.name for o in pool_of(originals, CONFIG).page(article, CONFIG).article.originals]


@pytest.mark.parametrize("author", [None, "Paul Engdahl"])
def test_a_quotation_finds_its_original_among_others(author: str | None) -> None:
    assert found(page(), [*others(), original("note", NOTE, author)]) == ["note"]


@pytest.mark.parametrize("beside", [0, 1, 3])
def test_a_quotation_finds_its_original_among_few(beside: int) -> None:
    assert found(page(), [*others()[:beside], original("note", NOTE)]) == ["note"]


def test_a_page_that_quotes_none_gets_none() -> None:
    assert found(page(), others()) == []
    assert not any(found(page(), [other]) for other in others())
    assert found(page("橋の話\n橋の名前は公募で決まりました。\n"), [original("note", NOTE)]) == []


def test_the_same_words_of_another_speaker_are_passed_over() -> None:
    assert found(page(), [*others(), original("rival", NOTE, "Ulla Beck")]) == []
    both = [original("rival", NOTE, "Ulla Beck"), original("note", NOTE, "Paul Engdahl")]
    assert found(page(), [*others(), *both]) == ["note"]


CUT = PAGE + (
    "We will not open the bridge this year. The cables are fine, but the…\n"
    "— Paul Engdahl (@pengdahl) November 30, 2021\n"
)


def test_a_text_of_the_pool_takes_the_place_of_a_cut_post() -> None:
    made = pool_of([*others(), original("note", NOTE)], CONFIG).page(page(CUT), CONFIG)
    english = [(p.document, len(p.sentences), p.attribution.handle) for p in made.passages if p.language == "en"]
    assert (1, 2, "pengdahl") in english and not any(p.role == "post" for p in made.passages)


def test_what_a_sidecar_names_is_there_first_and_once() -> None:
    note, bread = original("note", NOTE), original("bakery", OTHERS["bakery"])
    assert found(page(PAGE, bread), [*others(), note]) == ["bakery", "note"]
    assert found(page(PAGE, note), [*others(), note]) == ["note"]


@pytest.mark.parametrize("named", [(), (original("tower", OTHERS["tower"]),)], ids=["unnamed", "beside one named"])
def test_a_page_with_what_it_quotes_is_the_one_extracted_with_it(named: tuple[Article, ...]) -> None:
    got = pool_of([*others(), original("note", NOTE)], CONFIG).page(page(PAGE, *named), CONFIG)
    assert [o.name for o in got.article.originals] == [*(o.name for o in named), "note"]
    assert got == extract(got.article)


def test_the_order_of_originals_changes_nothing() -> None:
    every = [*others(), original("note", NOTE), original("copy", NOTE)]
    assert found(page(), every) == found(page(), every[::-1])


def test_an_empty_pool_leaves_the_page_as_it_is() -> None:
    assert pool_of([], CONFIG).page(page(), CONFIG).article == page()


def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "originals").mkdir()
    (tmp_path / "articles" / "page.txt").write_text(PAGE, encoding="utf-8")
    for name, text in (OTHERS | {"note": NOTE}).items():
        (tmp_path / "originals" / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "originals" / "note.toml").write_text(
        'url = "https://example.com/note"\nauthor = "Paul Engdahl"\npublished = 2021-11-30\n', encoding="utf-8"
    )
    return tmp_path / "articles"


def test_a_build_quotes_from_the_pool_and_is_proved(tmp_path: Path) -> None:
    articles = folder(tmp_path)
    built = corpus.build(articles, out=tmp_path / "build")
    assert built.problems == () and verify(built.published.folder) == []
    kept = {pair.ja.text: pair for pair in built.pairs if pair.reason is None}
    first = kept["今年は橋を開通させません。"]
    assert first.en.text == "We will not open the bridge this year." and first.en.document.name == "note"
    assert (first.attribution.speaker, first.attribution.speaker_ja) == ("Paul Engdahl", "ポール・エングダール氏")
    assert first.attribution.posted_on == "2021-11-30"
    alone = [(pair.id, pair.confidence, pair.reason) for pair in corpus.pairs(articles / "page.txt")]
    assert alone == [(pair.id, pair.confidence, pair.reason) for pair in built.pairs]


def test_what_cannot_be_read_in_the_pool_is_named_and_stops_nothing(tmp_path: Path) -> None:
    articles = folder(tmp_path)
    (tmp_path / "originals" / "broken.txt").write_bytes(b"\x00\x01")
    built = corpus.build(articles, out=tmp_path / "build")
    assert [Path(problem.path or "").name for problem in built.problems] == ["broken.txt"]
    assert any(pair.en.document.name == "note" for pair in built.pairs)


def test_a_pool_is_read_again_when_a_file_of_it_changes(tmp_path: Path) -> None:
    folder(tmp_path)
    before, _ = pool_in(tmp_path / "originals", CONFIG)
    assert pool_in(tmp_path / "originals", CONFIG)[0] is before
    (tmp_path / "originals" / "new.txt").write_text("A new text that says something.", encoding="utf-8")
    after, _ = pool_in(tmp_path / "originals", CONFIG)
    assert len(after.originals) == len(before.originals) + 1
    assert pool_in(tmp_path / "nowhere", CONFIG)[0].originals == ()


def test_a_link_to_an_original_tells_of_it() -> None:
    free = "橋の話\n「春までお待ちください、とだけ申し上げます」\nhttps://example.com/note\n"
    note = replace(original("note", "Nothing before spring, and that is all I have to say about it."))
    linked = replace(note, source=Source(url="https://example.com/note"))
    assert found(page(free), [*others(), linked]) == ["note"]


def test_a_link_of_markup_to_an_original_tells_of_it() -> None:
    free = "橋の話\n「春までお待ちください、とだけ申し上げます」\n（原文はこちら）\n"
    place = free.index("こちら")
    link = Mark("link", Span(place, place + 3), "https://example.com/note/")
    note = replace(
        original("note", "Nothing before spring, and that is all I have to say about it."),
        source=Source(url="https://example.com/note"),
    )
    assert found(page(free), [*others(), note]) == []
    assert found(replace(page(free), marks=(link,)), [*others(), note]) == ["note"]


def test_a_page_that_lies_in_the_pool_too_does_not_quote_itself() -> None:
    mine = page(f"{PAGE}{NOTE}\n")
    assert found(mine, [*others(), mine]) == []
    assert found(mine, [*others(), replace(mine, name="copy")]) == ["copy"]


def test_the_command_takes_originals_from_where_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = folder(tmp_path)
    far = (tmp_path / "originals").rename(tmp_path / "far")
    for options, english in (([], []), (["--originals", str(far)], ["note"])):
        main(["pairs", str(articles / "page.txt"), *options])
        rows = map(json.loads, capsys.readouterr().out.splitlines())
        assert sorted({row["en_article"] for row in rows}) == english
