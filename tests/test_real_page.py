"""The golden run of the real page: what is found on it, what is kept, what faces nothing, and who said it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from pages.gold import Characters, GoldPair, covered, read_gold

import corpus
from corpus.commands.build import summary
from corpus.names import SAME, same_person, strip_title
from corpus.pipeline import Built
from corpus.provenance import verify
from corpus.types import Pair, Span

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "data" / "articles" / "openai-schulman-anthropic.txt"
GOLD = ROOT / "data" / "gold" / "openai-schulman-anthropic.gold.json"
TEXT = PAGE.read_bytes().decode("utf-8")


@dataclass(frozen=True)
class Golden:
    """A build of the page alone, its pairs and its gold."""

    built: Built
    gold: tuple[GoldPair, ...]

    @property
    def body(self) -> list[Pair]:
        """The pairs that do not face the headline."""
        return [pair for pair in self.built.pairs if not pair.headline]

    def of(self, gold: GoldPair) -> Pair:
        """The body pair with just the gold's characters."""
        (pair,) = [pair for pair in self.body if sides(pair) == (gold.ja, gold.en)]
        return pair

    def review_ids(self) -> set[str]:
        """The ids of the rows of the review TSV."""
        text = self.built.review.path.read_bytes().decode("utf-8-sig")
        return {row["id"] for row in csv.DictReader(io.StringIO(text), delimiter="\t")}


def sides(pair: Pair) -> tuple[Characters, Characters]:
    """What a pair covers of the page."""
    return covered(TEXT, pair.ja.spans), covered(TEXT, pair.en.spans)


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Golden:
    """The page in a folder of its own, with its sidecar, built once, and its gold."""
    folder = tmp_path_factory.mktemp("real")
    for place, paths in (("gold", (PAGE, GOLD)), ("articles", (PAGE, PAGE.with_suffix(".toml")))):
        (folder / place).mkdir()
        for path in paths:
            (folder / place / path.name).write_bytes(path.read_bytes())
    (page,) = read_gold(folder / "gold")
    return Golden(corpus.build(folder / "articles", out=folder / "build"), page.pairs)


BODY = [row for row in json.loads(GOLD.read_text(encoding="utf-8"))["pairs"] if not row["headline"]]


def test_there_are_four(golden: Golden) -> None:
    assert len(BODY) == 4
    assert [gold.ja_text for gold in golden.gold if not gold.headline] == [row["ja_text"] for row in BODY]


@pytest.mark.parametrize("number", range(4), ids=lambda number: BODY[number]["speaker"])
def test_a_gold_pair_is_found_and_kept_or_listed_for_review(golden: Golden, number: int) -> None:
    gold = [gold for gold in golden.gold if not gold.headline][number]
    pair = golden.of(gold)
    assert (pair.ja.text, pair.en.text) == (gold.ja_text, gold.en_text)
    assert pair.confidence >= 0.5
    assert pair.reason is None or pair.id in golden.review_ids()


@pytest.mark.parametrize("number", range(4), ids=lambda number: BODY[number]["speaker"])
def test_a_gold_pair_is_attributed(golden: Golden, number: int) -> None:
    gold = [gold for gold in golden.gold if not gold.headline][number]
    said = golden.of(gold).attribution
    assert (said.speaker, said.handle, said.posted_on) == (gold.speaker, gold.handle, gold.date)
    assert said.speaker_ja is not None and gold.speaker is not None and gold.speaker_ja is not None
    assert said.speaker_ja in TEXT
    assert same_person(strip_title(said.speaker_ja), gold.speaker) >= SAME
    ours, theirs = strip_title(said.speaker_ja), strip_title(gold.speaker_ja)
    assert ours in theirs or theirs in ours


def test_three_or_more_are_kept_and_nothing_false(golden: Golden) -> None:
    gold = [(gold.ja, gold.en) for gold in golden.gold if not gold.headline]
    kept = [sides(pair) for pair in golden.built.pairs if pair.reason is None]
    assert [side for side in kept if side not in gold] == []
    assert len(kept) >= 3


# What stands on the page and renders nothing that is there, by its first and its last words.
SILENT = {
    "the rest of Schulman's first paragraph": ("Anthropicでは新しい視点", "私の決断は個人的なものです"),
    "Schulman's second paragraph": ("私は約9年前、", "あなたたちを応援しています"),
    "Leike's quotation": ("安全性についての文化とプロセス", "限界に達した"),
    "Schulman's frame": ("I shared the following note", "colleagues today:"),
    "Schulman's cut sentence": ("I've decided…", "…"),
    "the rest of Altman's post": ("You are a brilliant", "proud of this place."),
    "Altman's cut remark": ("(I first met John", "Berkeley in…"),
}


@pytest.mark.parametrize(("first", "last"), [pytest.param(*edges, id=name) for name, edges in SILENT.items()])
def test_what_renders_nothing_faces_nothing(golden: Golden, first: str, last: str) -> None:
    start = TEXT.index(first)
    silent = covered(TEXT, [Span(start, TEXT.index(last, start) + len(last))])
    believed = [pair for pair in golden.body if pair.confidence >= 0.5]
    speaking = [pair for pair in believed if silent & frozenset[int]().union(*sides(pair))]
    assert [(pair.confidence, pair.ja.text, pair.en.text) for pair in speaking] == []


def test_what_renders_the_headline_carries_its_reason(golden: Golden) -> None:
    titled = [pair for pair in golden.built.pairs if pair.headline]
    assert titled
    assert {pair.reason for pair in titled} == {"headline"}
    wanted = [(gold.ja, gold.en) for gold in golden.gold if gold.headline]
    assert any(sides(pair) in wanted and pair.confidence >= 0.5 for pair in titled)
    headline = TEXT.index("\n")
    assert all(span.end <= headline for pair in titled for span in pair.ja.spans)
    assert all(span.start > headline for pair in golden.body for span in pair.ja.spans)


def test_related_pages_links_and_signatures_face_nothing(golden: Golden) -> None:
    related = TEXT.index("・関連記事")
    for pair in golden.built.pairs:
        for span in (*pair.ja.spans, *pair.en.spans):
            piece = TEXT[span.start : span.end]
            assert span.end <= related
            assert "(@" not in piece and "https://" not in piece and "GIGAZINE" not in piece


def test_the_build_is_proved_and_says_what_it_found(golden: Golden) -> None:
    built = golden.built
    assert built.problems == () and built.conflicts == ()
    assert verify(built.published.folder) == []
    assert sum(built.counts.values()) == len(built.pairs)
    assert built.articles == 1
    assert {pair.split for pair in built.pairs} == {"train"}


def test_the_readme_shows_what_the_build_says(golden: Golden) -> None:
    folder = str(golden.built.published.folder.parent.parent)
    said = [line.replace(f"{folder}/review", "data/review").replace(f"{folder}/", "") for line in summary(golden.built)]
    told = (ROOT / "README.md").read_text(encoding="utf-8").partition("## What comes out")[2].split("```")[1]
    assert told.strip().splitlines() == said


def test_the_page_alone_gives_the_same_pairs(golden: Golden) -> None:
    assert [(pair.id, pair.confidence, pair.reason) for pair in corpus.pairs(PAGE)] == [
        (pair.id, pair.confidence, pair.reason) for pair in golden.built.pairs
    ]
