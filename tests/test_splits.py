"""Splits: no text stands in two of them, what is in train stays there, and short texts do not tie everything."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from helpers import CALM, article, followed, pair
from hypothesis import given
from hypothesis import strategies as st

from corpus.config import Config
from corpus.curation import curate
from corpus.curation.sameness import NEIGHBOURS, RUN, WHOLE, marks
from corpus.curation.splits import SHARES, groups, split_of
from corpus.types import Article, Language, Pair, Source, Split, Verdict

CONFIG = Config(min_groups_to_split=3)

STORIES = [
    (
        "私たちは九分間で顧客の資金四千万ドルを失いました。",
        "We lost forty million dollars of customer funds within nine minutes.",
    ),
    (
        "最後の章はリーズへ向かう列車の中で書いたのです。",
        "I wrote the last chapter of it on a train that went to Leeds.",
    ),
    (
        "図書館は今夜から最後の利用者が帰るまで開いています。",
        "From tonight the library stays open until the last visitor has left.",
    ),
    (
        "屋根のペンキを塗るのに夏をまるごと使いました。",
        "Painting the roof of the old barn took us the whole of the summer.",
    ),
    (
        "あの橋は閉まる前に誰も数えていなかった。",
        "Nobody had counted the people on that bridge before it was closed.",
    ),
    (
        "井の中の蛙は大海の広さを知らないものです。",
        "The frog in the well knows nothing of how wide the great ocean is.",
    ),
]
STOCK = [("ありがとう。", "Thank you."), ("おはようございます。", "Good morning, everyone!"), ("はい。", "Yes.")]
JA = ["まったく", "たぶん当時の", "はっきり言えば"]
EN = ["To be frank, ", "As far as I know, ", "Well: "]
DRESSED = [
    lambda text: text,
    lambda text: text.rstrip("。."),
    lambda text: text.upper(),
    lambda text: text.replace(" ", "  "),
    lambda text: "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text),
    lambda text: text.replace("。", "！").replace(".", "…"),
]


def told(number: int, rows: Sequence[tuple[str, str]], url: str | None = None) -> list[Pair]:
    """A page with these pairs, and some words of its own."""
    lines = [f"{ja}\n{en}" for ja, en in rows]
    page = article(f"page{number:03}", "\n".join([f"第{number}号", *lines]), url=url)
    return [pair(f"{number}.{n}", document=page, ja=(ja,), en=(en,)) for n, (ja, en) in enumerate(rows)]


@st.composite
def corpora(draw: st.DrawFn) -> list[Pair]:
    """Pages that take from the same stories: rendered otherwise, dressed otherwise, in part, with words around."""
    found: list[Pair] = []
    for number in range(draw(st.integers(3, 12))):
        rows = [(f"これは{number}番目の頁だけにある文です。", f"Page {number}, and no other one, has this sentence.")]
        for _ in range(draw(st.integers(0, 2))):
            ja, _en = draw(st.sampled_from(STORIES))
            en = draw(st.sampled_from([_en, _en, draw(st.sampled_from(STORIES))[1]]))
            dress = draw(st.sampled_from(DRESSED))
            before = draw(st.sampled_from(["", *JA])), draw(st.sampled_from(["", *EN]))
            rows.append((before[0] + dress(ja), before[1] + dress(en)))
        rows += draw(st.lists(st.sampled_from(STOCK), max_size=1))
        found += told(number, list(dict.fromkeys(rows)))
    return found


def bare(text: str) -> str:
    """The letters of a text, written here once more so that a change of the rule is seen."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def strings(language: Language, text: str) -> Iterator[str]:
    """What must not stand in two splits: the whole text, and each run of letters that is never overlooked."""
    plain, length = bare(text), RUN[language] + NEIGHBOURS - 1
    if len(plain) >= WHOLE[language]:
        yield plain
    yield from (plain[at : at + length] for at in range(len(plain) - length + 1))


def leaks(pairs: Sequence[Pair]) -> dict[str, set[Split]]:
    """The strings that stand in more than one split, among all that was found."""
    found: defaultdict[str, set[Split]] = defaultdict(set)
    for one in pairs:
        for language, side in (("ja", one.ja), ("en", one.en)):
            for string in strings(language, side.text):  # type: ignore[arg-type]
                found[string].add(one.split)
    return {string: where for string, where in found.items() if len(where) > 1}


@CALM
@given(corpora(), st.randoms(use_true_random=False))
def test_no_text_stands_in_two_splits(pairs: list[Pair], chance: random.Random) -> None:
    verdicts = {one.id: Verdict(chance.choice(["accept", "reject"])) for one in pairs if chance.random() < 0.2}
    out = followed(pairs, verdicts, CONFIG)
    assert leaks(out) == {}
    by_group: defaultdict[str, set[Split]] = defaultdict(set)
    for one in out:
        by_group[one.group].add(one.split)
    assert all(len(found) == 1 for found in by_group.values())
    assert followed(chance.sample(pairs, len(pairs)), verdicts, CONFIG) == out


@CALM
@given(corpora(), st.integers(3, 12))
def test_as_pages_are_added_train_stays_train_and_groups_only_grow(pairs: list[Pair], pages: int) -> None:
    fewer = [one for one in pairs if one.ja.document.name < f"page{pages:03}"]
    before, after = curate(fewer, CONFIG), {one.id: one for one in curate(pairs, CONFIG)}
    if len({one.group for one in before}) < CONFIG.min_groups_to_split:
        return  # then all was train, since there was too little to hold any out
    assert [one.id for one in before if one.split == "train" != after[one.id].split] == []
    together: defaultdict[str, set[str]] = defaultdict(set)
    for one in before:
        together[one.group].add(after[one.id].group)
    assert all(len(groups) == 1 for groups in together.values())


def grouped(*pages: Sequence[Pair]) -> list[str]:
    """The groups of pages, in their order."""
    out = {one.ja.document.name: one.group for one in curate([one for page in pages for one in page], CONFIG)}
    return [out[page[0].ja.document.name] for page in pages]


JA_1, EN_1 = STORIES[0]
JA_2, EN_2 = STORIES[1]
SHARED = {
    "the same English, rendered otherwise": ((JA_1, EN_1), (JA_2, EN_1)),
    "the same Japanese": ((JA_1, EN_1), (JA_1, EN_2)),
    "without the full stop": ((JA_1, EN_1), (JA_1.rstrip("。"), EN_2)),
    "in capitals": ((JA_1, EN_1), (JA_2, EN_1.upper())),
    "in quotation marks": ((JA_1, EN_1), (JA_2, f"“{EN_1}”")),
    "only a part": ((JA_1, EN_1), (JA_2, EN_1.removesuffix(" minutes."))),
    "a word more in front": ((JA_1, EN_1), (JA_2, f"Frankly, {EN_1}")),
    "a word edited at the end": ((JA_1, EN_1), (JA_2, EN_1.replace("minutes", "hours"))),
}
APART = {
    "nothing": ((JA_1, EN_1), (JA_2, EN_2)),
    "thanks": (("ありがとう。", "Thank you."), ("ありがとう。", "Thank you.")),
    "a greeting": (STOCK[1], STOCK[1]),
    "some words": ((JA_1, EN_1), (JA_2, "We lost forty million dollars and found twenty.")),
}


@pytest.mark.parametrize("name", [*SHARED, *APART])
def test_what_ties_two_articles_and_what_does_not(name: str) -> None:
    one, other = (SHARED | APART)[name]
    assert grouped(told(0, [one]), told(1, [other])) == ["page000", "page000" if name in SHARED else "page001"]


ADDRESSES = [
    ("https://example.org/news/1", "http://www.example.org/news/1/", True),
    ("https://example.org/news/1", "https://EXAMPLE.org/news/1?utm_source=x&utm_medium=y#top", True),
    ("https://example.org/?p=1&fbclid=abc", "https://example.org/?p=1", True),
    ("https://example.org/?p=1", "https://example.org/?p=2", False),
    ("https://example.org/News", "https://example.org/news", False),
    ("https://example.org/a", "https://example.com/a", False),
    ("http://[", "http://[", True),
]


@pytest.mark.parametrize(("one", "other", "same"), ADDRESSES)
def test_addresses_of_one_page(one: str, other: str, same: bool) -> None:
    groups = grouped(told(0, STORIES[:1], url=one), told(1, STORIES[1:2], url=other))
    assert (groups[0] == groups[1]) is same


def test_a_page_that_prints_what_another_takes_from_an_original() -> None:
    note = article("note", f"{EN_1} {EN_2}")
    printed = told(0, [(JA_1, EN_1)])
    page = article("page001", f"第1号\n{JA_2}")
    taken = pair("t", document=page, original=note, ja=(JA_2,), en=(EN_1,))
    assert grouped(printed, [taken]) == ["page000", "page000"]


@pytest.mark.parametrize("by_bytes", [False, True])
def test_pages_that_render_parts_of_one_original_are_one_group(by_bytes: bool) -> None:
    notes = [article("note", f"{EN_1} {EN_2}{more}", url="https://example.org/note") for more in ("", " And so on.")]
    one, two = (article(f"page00{at}", ja) for at, ja in enumerate((JA_1, JA_2)))
    first = pair("a", document=one, original=notes[0], ja=(JA_1,), en=(EN_1,))
    other = replace(notes[0], source=Source()) if by_bytes else notes[1]
    assert grouped([first], [pair("b", document=two, original=other, ja=(JA_2,), en=(EN_2,))]) == ["page000"] * 2


def test_a_sentence_among_others_ties_as_one_by_itself_does() -> None:
    short = "Painting it took all of last May."  # too short for a run
    page = article("page001", f"{JA_2}\n{short} {EN_2}")
    both = pair("b", document=page, ja=(JA_2,), en=(short, EN_2))
    assert both.en.text == f"{short} {EN_2}"
    assert grouped(told(0, [(JA_1, short)]), [both]) == ["page000", "page000"]


def test_an_edited_text_still_ties_its_page_to_those_with_the_text_of_before() -> None:
    pairs = [*told(0, [(JA_1, EN_1)]), *told(1, [(JA_2, EN_1)])]
    edit = Verdict("edit", new_en="Forty million, gone.")
    assert len({one.group for one in followed(pairs, {"0.0": edit}, CONFIG)}) == 1


def test_so_does_an_edited_one_whose_sentences_are_short_each() -> None:
    short = "It was late May.", "The barn was dry."
    page = article("page000", f"{JA_1}\n{' '.join(short)}")
    pairs = [pair("0.0", document=page, ja=(JA_1,), en=short), *told(1, [(JA_2, " ".join(short))])]
    edit = Verdict("edit", new_en="In May it was dry.")
    assert len({one.group for one in followed(pairs, {"0.0": edit}, CONFIG)}) == 1


def own(number: int, name: str | None = None, url: str | None = None) -> Article:
    return article(name or f"page{number:05}", f"大変うれしい。{number} I am very happy.", url=url)


def test_the_shares_are_kept() -> None:
    given_out = [split_of(own(number)) for number in range(20_000)]
    for split, share in SHARES:
        assert abs(given_out.count(split) / len(given_out) - share / 100) < 0.01


def test_the_split_of_a_page_is_that_of_its_address_or_its_bytes_and_no_name_moves_it() -> None:
    drawn = [split_of(own(number)) for number in range(100)]
    assert len(set(drawn)) == 3
    assert drawn == [split_of(own(number, f"2025/{number}")) for number in range(100)]
    addressed = [split_of(own(0, url=f"https://example.org/{number}")) for number in range(100)]
    edited = [split_of(own(1, url=f"http://example.org/{number}?utm_source=x")) for number in range(100)]
    assert addressed == edited
    assert len(set(addressed)) == 3


@pytest.mark.parametrize("earlier", [True, False])
def test_a_page_that_shares_a_text_takes_nothing_out_of_train(earlier: bool) -> None:
    pages = [own(number) for number in range(200)]
    others = [pair(page.name, document=page) for page in pages[100:]]
    for drawn in ("train", "test"):
        there = next(page for page in pages if split_of(page) == drawn)
        for also in ("train", "test"):
            name = next(n for n in range(1000) if split_of(article("new", f"{n} {EN_1}\n{JA_1}")) == also)
            came = article("a" if earlier else "z", f"{name} {EN_1}\n{JA_1}")
            with_it = article(there.name, f"{there.text}\n{EN_1}")
            with_it = replace(with_it, sha256=there.sha256)
            both = [pair("x", document=with_it, en=(EN_1,)), pair("y", document=came, ja=(JA_1,), en=(EN_1,))]
            found = {one.id: one.split for one in curate([*both, *others], CONFIG)}
            assert found["x"] == found["y"] == ("train" if "train" in (drawn, also) else "test")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_shortest_run_that_is_never_overlooked(language: Language) -> None:
    shared = "".join(chr(ord("a") + at * 7 % 26) + str(at) for at in range(40))[: RUN[language] + NEIGHBOURS - 1]
    around = f"{'x' * 50}{shared}{'y' * 50}"
    assert set(marks(language, shared)) & set(marks(language, around))


def test_a_group_is_called_by_the_first_name_whatever_ties_its_pages() -> None:
    text, own = "二つの頁が同じことを言っています。\nBoth of these pages say just the same.", "別の頁です。\nAnother."
    a, b = article("a", own, url="https://example.org/1"), article("b", text)
    c = article("c", f"{text}\nFin.", url="https://example.org/1/")  # the address of one, a text of the other
    pairs = [
        pair("p1", document=a, ja=("別の頁です。",), en=("Another.",)),
        *(pair(one.name, document=one, ja=(text[:17],), en=(text[18:56],)) for one in (b, c)),
    ]
    assert groups(pairs) == groups(pairs[::-1]) == ["a", "a", "a"]
