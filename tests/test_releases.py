"""What a release is told apart by, and what a change of the split alone is put down to."""

from __future__ import annotations

from pathlib import Path

from helpers import article, pair
from test_diff import dataset, found, told

from corpus.config import Config
from corpus.curation.splits import split_of
from corpus.publishing import export
from corpus.releases import changes, release
from corpus.types import Article


def test_a_stand_off_form_is_told_apart_by_its_signature_alone(tmp_path: Path) -> None:
    old = dataset(tmp_path / "old", [found(0)])
    form = release(export(old, "standoff", tmp_path / "form").folder)
    assert form.told_apart == form.signature == release(old).signature
    assert release(old).told_apart.startswith(f"{form.signature}|rows:")


def pages() -> list[Article]:
    """Three pages that have no text in common, of which the first is held out where there are groups enough."""
    texts = (f"{n}番目だけの頁です。\nOnly page {n} says this." for n in range(500))
    some = [article(f"page{n}", text) for n, text in enumerate(texts)]
    held = next(one for one in some if split_of(one) == "test")
    return [held, *[one for one in some if split_of(one) == "train"][:2]]


def test_pages_that_come_explain_that_a_split_is_another_one(tmp_path: Path) -> None:
    three, config = pages(), Config(min_groups_to_split=3)
    rows = [pair(one.name, document=one, ja=(one.text[:9],), en=(one.text[-10:],)) for one in three]
    old = dataset(tmp_path / "old", rows[:2], config=config)
    new = dataset(tmp_path / "new", rows, config=config)
    (split,) = [one for one in changes(release(old), release(new)) if one.kind == "changed"]
    assert (split.columns, split.why) == (("split",), "documents")
    assert told(old, new) == [("added", three[2].name, "article"), ("changed", three[0].name, "documents")]


def test_a_pair_that_a_threshold_makes_surely_wrong_was_removed_by_it(tmp_path: Path) -> None:
    low = Config(accept_confidence=0.12, review_confidence=0.05)
    old = dataset(tmp_path / "old", [found(0), found(1, 0.15)], config=low)
    new = dataset(tmp_path / "new", [found(0), found(1, 0.15)])
    assert [one.reason for one in release(new).rows.values()] == [None, "surely_wrong"]
    assert told(old, new) == [("removed", "page1", "threshold")]
    assert told(new, old) == [("added", "page1", "threshold")]


def test_the_number_of_groups_to_split_explains_no_confidence(tmp_path: Path) -> None:
    old = dataset(tmp_path / "old", [found(0, 0.9)])
    new = dataset(tmp_path / "new", [found(0, 0.95)], config=Config(min_groups_to_split=30))
    assert told(old, new) == [("changed", "page0", "other")]
