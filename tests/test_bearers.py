"""One account has one bearer: which names may stand with an account, and which page has the posts of one alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import CALM
from hypothesis import given
from hypothesis import strategies as st

import corpus
from corpus.extraction.attribution.bearers import Posts, announced, with_own_name
from corpus.extraction.people.clusters import People, Person
from corpus.types import Article, Attribution, Source

SORRY, SORRY_JA = "Eoin, I am truly sorry.", "オーイン、本当に申し訳ない。"
BIG, BIG_JA = "No hard feelings big man.", "気にするな、大男。"
LOVE, LOVE_JA = "This is why I love this sport.", "だからこのスポーツが好きなんだ。"
POSTS = f"@sekoufofana5\n{SORRY}\n{SORRY_JA}\n\n@EBresnan9\n{BIG}\n{BIG_JA}\n"
TREE = f"1/2\n{SORRY}\n{SORRY_JA}\n\n2/2\n{LOVE}\n{LOVE_JA}\n"
# Each a page with (speaker, speaker_ja, handle) of what it renders, in order.
PAGES = {
    "who is named once, above three accounts": (
        f"SNSで謝罪\n\nセコウ・フォファナが謝罪した。\n\n{POSTS}\n@rugbyfan77\n{LOVE}\n{LOVE_JA}",
        [(None, "セコウ・フォファナ", "sekoufofana5"), (None, None, "EBresnan9"), (None, None, "rugbyfan77")],
    ),
    "who is named beside an account, and what an account begins with": (
        f"SNSで謝罪\n\nセコウ・フォファナ（@sekoufofana5）が、オーイン・ブレスナン（@EBresnan9）に謝罪した。\n\n{POSTS}",
        [(None, "セコウ・フォファナ", "sekoufofana5"), (None, "オーイン・ブレスナン", "EBresnan9")],
    ),
    "a thread of one whom the page announces": (
        f"スレッドが面白い\n\n材料工学者のDr. Marta Kowalczyk（@kowalczyk_m）さんのツリーを訳しました。\n\n{TREE}",
        [("Dr. Marta Kowalczyk", "Dr. Marta Kowalczyk", "kowalczyk_m")] * 2,
    ),
    "whose account it is at the end": (
        f"ゲイル・ストランドさんのXを訳す\n\n{TREE}\nストランドさんのアカウント → @gail_strand",
        [(None, "ゲイル・ストランドさん", "gail_strand")] * 2,
    ),
    "the account of who translates": (
        f"翻訳：penguin_jp\n\nHost: {SORRY}\n司会：{SORRY_JA}\nTomasz: {LOVE}\nトマシュ：{LOVE_JA}",
        [("Host", "司会", None), ("Tomasz", "トマシュ", None)],
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_whose_posts_they_are(name: str) -> None:
    text, expected = PAGES[name]
    pairs = corpus.pairs(Article("page", text, Source(), "", "utf-8", Path("page.txt")))
    said = {pair.en.text: pair.attribution for pair in pairs if not pair.headline}
    told = [said[english] for english in (SORRY, BIG, LOVE) if english in said]
    assert [(one.speaker, one.speaker_ja, one.handle) for one in told] == expected


@pytest.mark.parametrize(
    ("text", "accounts", "account"),
    [
        ("Ann Pen（@annpen）さんの連投を訳す。", ["annpen"], "annpen"),
        ("@annpenさんのスレッド", ["AnnPen"], "annpen"),
        ("アン・ペンさんのアカウント → @annpen", ["annpen"], "annpen"),
        ("Ann Pen（@annpen）さんの連投に@boが答えた。", ["annpen", "bo"], None),
        ("Ann Pen（@annpen）さんの本を読んだ。", ["annpen"], None),
        ("ann@annpen.example のスレッド", [], None),
    ],
)
def test_which_account_a_page_announces(text: str, accounts: list[str], account: str | None) -> None:
    assert announced(text, accounts) == account


PEOPLE = People((Person(("アン・ペン",), ("Ann Pen",), ("annpen",)), Person(("ボー・リンド",), (), ("bo_l",))))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (Attribution("Ann Pen", "アン・ペン", "annpen"), Attribution("Ann Pen", "アン・ペン", "annpen")),
        (Attribution("Ann Pen", "アン・ペン", "bo_l"), Attribution(None, "ボー・リンド", "bo_l")),
        (Attribution(None, "アン・ペン", "tom77"), Attribution(None, None, "tom77")),
        (Attribution("Ann Pen", "アン・ペン"), Attribution("Ann Pen", "アン・ペン")),
        (Attribution("Pen An", None), Attribution()),
        (Attribution(None, None, "annpen"), Attribution("Ann Pen", "アン・ペン", "annpen")),
        (Attribution(None, "公式", "annpen"), Attribution(None, "公式", "annpen")),
    ],
)
def test_a_name_stands_with_its_own_account(said: Attribution, told: Attribution) -> None:
    text = "アン・ペン（Ann Pen、@annpen）とボー・リンド（@bo_l）"
    assert with_own_name(said, text, PEOPLE, Posts((40, 60), ("annpen", "bo_l"))) == told


@CALM
@given(
    speaker=st.sampled_from([None, "Ann Pen", "Ann", "nn Pe"]),
    form=st.sampled_from([None, "アン・ペン", "ボー", "公式"]),
    handle=st.sampled_from([None, "annpen", "bo_l", "tom77"]),
)
def test_no_name_is_said_that_is_not_written(speaker: str | None, form: str | None, handle: str | None) -> None:
    text = "アン・ペン（Ann Pen、@annpen）とボー・リンド（@bo_l）"
    told = with_own_name(Attribution(speaker, form, handle), text, PEOPLE, Posts())
    assert told.handle == handle
    assert told.speaker is None or told.speaker in ("Ann Pen", "Ann")
    assert with_own_name(told, text, PEOPLE, Posts()) == told
