"""Two releases compared: each row that differs, once, with the reason that made it so."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers import CALM, article, documented, followed, pair
from hypothesis import given
from hypothesis import strategies as st
from inputs import CASES

from corpus.cli import main
from corpus.commands.diff import FORMATS
from corpus.config import Config
from corpus.curation import REASONS
from corpus.publishing import Signature, data_digest, export, publish
from corpus.releases import CAUSES, KINDS, changes, release
from corpus.types import Article, Attribution, Pair, Source, Verdict

SENTENCES = [(f"{n}番目の文です。", f"This is sentence {n}.") for n in range(8)]
TEXT = "\n".join(f"{ja} {en}" for ja, en in SENTENCES)
PAGE, OTHER = article("page", TEXT), article("other", f"{TEXT}\nFin.")


def found(n: int, confidence: float = 0.9, page: Article = PAGE, said: Attribution = Attribution()) -> Pair:  # noqa: B008
    """The pair of the page's nth sentences."""
    ja, en = SENTENCES[n]
    return pair(f"{page.name}{n}", document=page, ja=(ja,), en=(en,), confidence=confidence, attribution=said)


def dataset(
    out: Path,
    pairs: Sequence[Pair],
    *,
    verdicts: Mapping[str, Verdict] | None = None,
    model: str = "aaa",
    version: str = "0.1.0",
    config: Config = Config(),  # noqa: B008
    more: Sequence[Article] = (),
) -> Path:
    """A dataset of these pairs on their pages, and on `more` pages without any."""
    pages = list({one.ja.document.name: one.ja.document for one in pairs}.values()) + list(more)
    signature = Signature(version, model, config.digest, data_digest(pages))
    decided = followed(pairs, verdicts or {}, config)
    return publish(decided, out=out, signature=signature, articles=pages, config=config, reasons=REASONS).folder


def told(old: Path, new: Path) -> list[tuple[str, str, str]]:
    return [(change.kind, change.row.id, change.why) for change in changes(release(old), release(new))]


def test_the_same_dataset_has_no_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = dataset(tmp_path / "one", [found(0), found(1, 0.3)])
    assert told(folder, folder) == []
    assert main(["diff", str(folder), str(folder)]) == 0
    assert capsys.readouterr().out.endswith("1 rows - 0 + 0 = 1 rows\n")
    assert main(["diff", str(folder), str(folder), "--format", "changelog"]) == 0
    assert "- The same rows." in capsys.readouterr().out


def test_each_row_is_told_with_its_cause(tmp_path: Path) -> None:
    old = dataset(tmp_path / "old", [found(0), found(1), found(2, 0.5), found(3), found(0, page=OTHER)])
    new = dataset(
        tmp_path / "new",
        [found(0), found(1), found(2, 0.5), found(3, said=Attribution("Ann"))],
        verdicts={"page1": Verdict("reject"), "page2": Verdict("accept")},
    )
    # The pair that stood on both pages was the other page's, which came first: that one gone, this one is kept.
    assert told(old, new) == [
        ("added", "page0", "duplicate"),
        ("added", "page2", "verdict"),
        ("removed", "other0", "article"),
        ("removed", "page1", "verdict"),
        ("changed", "page3", "other"),  # no page tells who speaks on another one
    ]


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"model": "bbb"}, "model"),
        ({"version": "0.2.0"}, "version"),
        ({"config": Config(max_bead=3)}, "settings"),
        ({"config": Config(accept_confidence=0.81, max_bytes=1000)}, "other"),
        ({"more": [OTHER]}, "other"),
        ({}, "other"),
    ],
)
def test_what_is_true_of_a_whole_release_explains_what_it_can(tmp_path: Path, known: dict[str, str], why: str) -> None:
    old = dataset(tmp_path / "old", [found(0), found(1, 0.9), found(2, 0.5), found(3)])
    new = dataset(tmp_path / "new", [found(0), found(1, 0.5), found(2, 0.85), found(3, 0.95), found(4)], **known)  # type: ignore[arg-type]
    assert told(old, new) == [
        ("added", "page2", why),
        ("added", "page4", why),
        ("removed", "page1", why),
        ("changed", "page3", why),
    ]


def test_a_threshold_is_the_cause_only_where_it_decided(tmp_path: Path) -> None:
    old = dataset(tmp_path / "old", [found(0, 0.75), found(1, 0.5), found(2, 0.5), found(3, 0.9)])
    lower = Config(accept_confidence=0.7)
    new = dataset(
        tmp_path / "new", [found(0, 0.75), found(1, 0.85), found(2, 0.72), found(3, 0.6)], config=lower, model="bbb"
    )
    assert told(old, new) == [
        ("added", "page0", "threshold"),
        ("added", "page1", "model"),  # .85 would have been enough before
        ("added", "page2", "threshold"),  # .72 would not
        ("removed", "page3", "model"),
    ]
    assert told(new, old) == [
        ("added", "page3", "model"),
        ("removed", "page0", "threshold"),
        ("removed", "page1", "model"),
        ("removed", "page2", "model"),  # .5 is too little under either
    ]


def test_a_changed_page_is_the_cause_of_all_that_it_changed(tmp_path: Path) -> None:
    old = dataset(tmp_path / "old", [found(0), found(1), found(2)])
    longer = article("page", f"{TEXT}\nFin.")
    new = dataset(tmp_path / "new", [found(0, page=longer), found(2, 0.5, page=longer), found(3, page=longer)])
    assert told(old, new) == [
        ("added", "page3", "article"),
        ("removed", "page1", "article"),
        ("removed", "page2", "article"),
        ("changed", "page0", "article"),
    ]
    (changed,) = [change for change in changes(release(old), release(new)) if change.kind == "changed"]
    assert changed.columns == ("provenance",)


def test_a_page_of_another_name_is_the_cause_and_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = article("2025/page", TEXT)
    old = dataset(tmp_path / "old", [found(0), found(1, page=OTHER)])
    new = dataset(tmp_path / "new", [found(0, page=later), found(1, page=OTHER)])
    assert told(old, new) == [("added", "2025/page0", "article"), ("removed", "page0", "article")]
    assert main(["diff", str(old), str(new), "--format", "changelog"]) == 0
    said = capsys.readouterr().out
    assert "1 article called otherwise: 2025/page (was page)." in said
    assert "article new" not in said and "article gone" not in said


def test_a_name_that_goes_to_another_page_is_the_cause_too(tmp_path: Path) -> None:
    old = dataset(tmp_path / "old", [found(0), found(1, page=OTHER)])
    exchanged = article("page", OTHER.text), article("other", PAGE.text)
    pairs = [replace(found(n, page=page), id=f"{page.name}{n}x") for n, page in enumerate(exchanged)]
    new = dataset(tmp_path / "new", pairs)
    assert {why for _, _, why in told(old, new)} == {"article"}


def test_stand_off_forms_are_compared_by_what_they_have(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = Attribution("Ann")
    old = dataset(tmp_path / "old", [found(0), found(1), found(2, 0.5), found(3), found(4)])
    new = dataset(tmp_path / "new", [found(0, said=said), found(1, 0.5), found(2, 0.5), found(3, 0.95)], model="b")
    forms = {place: export(place, "standoff", place.parent / f"{place.name}-standoff").folder for place in (old, new)}
    assert told(old, new)[-2:] == [("changed", "page0", "model"), ("changed", "page3", "model")]
    for one, other in ((forms[old], new), (old, forms[new]), (forms[old], forms[new])):
        assert told(one, other) == [
            ("removed", "page1", "unknown" if other == forms[new] else "model"),
            ("removed", "page4", "unknown" if other == forms[new] else "model"),
            ("changed", "page3", "model"),  # who speaks is not in a stand-off form
        ]
        assert main(["diff", str(one), str(other)]) == 0
        assert "4 rows - 2 + 0 = 2 rows" in capsys.readouterr().out
    assert told(forms[old], forms[old]) == []
    assert told(forms[old], old) == []


def stating(folder: Path, config: Config = Config(), more: Sequence[Article] = (), **known: str) -> Path:  # noqa: B008
    """A dataset of a page of which this is stated, and of one of which nothing is."""
    page = replace(PAGE, source=Source(**known))
    return dataset(folder, [found(0, page=page), found(1, page=page), found(2, page=OTHER)], config=config, more=more)


@pytest.mark.parametrize(
    "besides", [{}, {"config": Config(accept_confidence=0.83)}, {"more": [article("third", "三つ目。")]}]
)
def test_what_is_stated_otherwise_of_a_page_is_a_cause_of_its_own(
    besides: Mapping[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = stating(tmp_path / "old", licence="CC0-1.0", author="Ann")
    new = stating(tmp_path / "new", licence="All rights\nreserved", **besides)
    assert told(old, new) == [("changed", "page0", "stated"), ("changed", "page1", "stated")]
    assert main(["diff", str(old), str(new), "--format", "changelog"]) == 0
    said = capsys.readouterr().out
    assert "- 2 rows changed in licence (2):\n  - 2 because the licence, publisher or address of the page" in said
    assert "- The licence of 1 document is All rights reserved, was CC0-1.0: page.\n" in said
    assert "- The author of 1 document is unknown, was Ann: page.\n" in said
    forms = [export(one, "standoff", tmp_path / f"{one.name}-standoff").folder for one in (old, new)]
    assert told(*forms) == told(old, new)
    assert main(["diff", *map(str, forms), "--format", "changelog"]) == 0
    assert "author" not in capsys.readouterr().out  # a stand-off form does not say


def test_another_pages_coming_explains_the_group_alone(tmp_path: Path) -> None:
    at = Source(url="https://example.org/1")
    page, mirror = replace(PAGE, source=at), replace(article("a", "同じ頁。"), source=at)
    old = dataset(tmp_path / "old", [found(0, page=page), found(1, page=page)])
    same = pair("a0", document=mirror, ja=("同じ頁。",), en=("同じ頁。",))
    new = dataset(tmp_path / "new", [found(0, page=page), found(1, 0.95, page=page), same])
    changed = [one for one in told(old, new) if one[0] == "changed"]
    assert changed == [("changed", "page0", "documents"), ("changed", "page1", "other")]


def test_an_original_that_a_page_quotes_now_explains_its_pairs(tmp_path: Path) -> None:
    note = article("note", "This is sentence 7.")
    page = replace(PAGE, originals=(note,))
    whole = pair("page7", document=page, original=note, ja=("7番目の文です。",), en=("This is sentence 7.",))
    old = dataset(tmp_path / "old", [found(0), found(1), found(2, page=OTHER)])
    new = dataset(tmp_path / "new", [found(0, page=page), found(2, 0.95, page=OTHER), whole])
    assert told(old, new) == [
        ("added", "page7", "article"),
        ("removed", "page1", "documents"),
        ("changed", "other2", "other"),
    ]


def test_a_stand_off_form_tells_nothing_of_what_is_left_out(tmp_path: Path) -> None:
    config = Config(accept_confidence=0.95)
    old = dataset(tmp_path / "old", [found(0), found(1), found(2), found(3, page=OTHER)])
    rejected = {"page1": Verdict("reject"), "page0": Verdict("accept")}
    new = dataset(tmp_path / "new", [found(n) for n in range(3)], verdicts=rejected, config=config, more=[PAGE])
    form = export(new, "standoff", tmp_path / "form").folder
    assert told(old, new) == [
        ("removed", "other3", "article"),
        ("removed", "page1", "verdict"),
        ("removed", "page2", "threshold"),
        ("changed", "page0", "verdict"),
    ]
    assert told(old, form) == [
        ("removed", "other3", "article"),
        ("removed", "page1", "unknown"),
        ("removed", "page2", "unknown"),
        ("changed", "page0", "verdict"),
    ]
    assert [why for _, _, why in told(form, old)] == ["article", "unknown", "unknown", "verdict"]


def test_a_page_of_another_name_is_known_by_its_text_and_its_address(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = Source(url="https://example.org/1")
    row = replace(PAGE, record="a", name="many#a", extractor="x 1")
    old = dataset(tmp_path / "old", [found(0, page=replace(OTHER, source=at)), found(1, page=row)])
    changed = replace(article("g", f"{TEXT}\nFinis."), source=at)
    again = replace(row, record="b", name="many#b", sha256="0" * 64)
    new = dataset(tmp_path / "new", [found(0, page=changed), found(1, page=again)])
    assert main(["diff", str(old), str(new), "--format", "changelog"]) == 0
    said = capsys.readouterr().out
    assert "2 articles called otherwise and changed: g (was other), many#b (was many#a)." in said
    assert "article new" not in said and "article gone" not in said


def test_releases_that_differ_by_their_reviews_alone_can_be_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = dataset(tmp_path / "old", [found(0), found(1)])
    new = dataset(tmp_path / "new", [found(0), found(1)], verdicts={"page1": Verdict("reject")})
    assert main(["diff", str(old), str(new), "--format", "changelog"]) == 0
    is_now, was = re.findall("`([^`]*rows:[^`]*)`", capsys.readouterr().out)
    assert is_now != was and is_now.rpartition("|")[0] == was.rpartition("|")[0]
    assert is_now in (new / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["tmx", "moses", "jsonl"])
def test_other_forms_are_refused(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = dataset(tmp_path / "old", [found(0)])
    made = export(old, form, tmp_path / form).folder
    assert main(["diff", str(old), str(made)]) == 1
    assert f"is made of a dataset ({form})" in capsys.readouterr().err


def test_a_split_is_told_as_a_reviewers_decision(tmp_path: Path) -> None:
    one = pair("long", document=PAGE, ja=tuple(ja for ja, _ in SENTENCES[:2]), en=tuple(en for _, en in SENTENCES[:2]))
    ja, en = ("||".join(text) for text in zip(*SENTENCES[:2], strict=True))
    split = {"long": Verdict("split", new_ja=ja, new_en=en)}
    old, new = dataset(tmp_path / "old", [one]), dataset(tmp_path / "new", [one], verdicts=split)
    assert told(old, new) == [
        ("added", "long.1", "verdict"),
        ("added", "long.2", "verdict"),
        ("removed", "long", "verdict"),
    ]


@pytest.fixture
def releases(tmp_path: Path) -> tuple[str, str]:
    old = dataset(tmp_path / "old", [found(0), found(1), found(2, 0.5)])
    pages = [found(0), found(2, 0.5), found(3, 0.75), found(4, page=OTHER)]
    config = Config(accept_confidence=0.7)
    return str(old), str(dataset(tmp_path / "new", pages, verdicts={"page2": Verdict("accept")}, config=config))


def test_the_table_counts(releases: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *releases]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["rows", "verdict", "article", "other", "all"] in lines
    assert ["added", "1", "1", "1", "3"] in lines and ["removed", "0", "0", "1", "1"] in lines
    assert lines[-1] == ["2", "rows", "-", "1", "+", "3", "=", "4", "rows"]


def test_the_rows_are_a_table_of_their_own(releases: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *releases, "--format", "rows"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out), delimiter="\t"))
    assert [(row["change"], row["id"], row["was"], row["is"]) for row in rows] == [
        ("added", "other4", "", "kept"),
        ("added", "page2", "low_confidence", "kept"),
        ("added", "page3", "", "kept"),
        ("removed", "page1", "kept", ""),
    ]
    assert (rows[1]["old_confidence"], rows[1]["confidence"], rows[1]["ja"]) == ("0.5000", "0.5000", SENTENCES[2][0])


def test_the_changelog_tells_it_in_words(releases: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *releases, "--format", "changelog"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("## 4 rows (before: 2)\n\n- 3 rows added:\n  - 1 because a reviewer decided\n")
    assert "- 1 row removed:\n" in said and "- 1 article new: other.\n" in said
    assert f"- `accept_confidence` is 0.7, was {Config().accept_confidence}.\n" in said


def test_real_builds_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in ("01_cto_leaves", "22_park_account"):
        shutil.copyfile(CASES / "pages" / f"{name}.txt", articles / f"{name}.txt")
        assert main(["build", "--articles", str(articles), "--out", str(tmp_path / name)]) == 0
    capsys.readouterr()
    old, new = (release(tmp_path / name / "dataset") for name in ("01_cto_leaves", "22_park_account"))
    found = changes(old, new)
    assert {(change.kind, change.why, change.row.article) for change in found} == {
        ("added", "article", "22_park_account")
    }
    assert len(found) == new.kept - old.kept > 0


def test_what_is_no_dataset_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = dataset(tmp_path / "one", [found(0)])
    assert main(["diff", str(folder), str(tmp_path / "none")]) == 1
    assert "there is no dataset here" in capsys.readouterr().err
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    assert main(["diff", str(folder), str(folder)]) == 1
    assert "not a whole dataset of this version" in capsys.readouterr().err


def test_the_readme_names_every_cause_and_format() -> None:
    readme = documented()
    assert [name for name in (*CAUSES, *FORMATS) if f"`{name}`" not in readme] == []


NUMBERS = st.dictionaries(st.integers(0, 7), st.sampled_from([0.05, 0.5, 0.8, 0.95]), max_size=8)


@CALM
@given(NUMBERS, NUMBERS, st.sampled_from([0.5, 0.85]))
def test_the_rows_before_and_what_changed_make_the_rows_after(
    tmp_path_factory: pytest.TempPathFactory, one: dict[int, float], other: dict[int, float], accept: float
) -> None:
    folder = tmp_path_factory.mktemp("diff")
    old = release(dataset(folder / "old", [found(n, value) for n, value in one.items()], more=[PAGE][: not one]))
    config = replace(Config(), accept_confidence=accept)
    pairs = [found(n, value) for n, value in other.items()]
    new = release(dataset(folder / "new", pairs, config=config, more=[PAGE][: not other]))
    listed = changes(old, new)
    kept = {name for name, row in old.rows.items() if row.reason is None}
    for change in listed:
        assert change.kind in KINDS and change.why in CAUSES
        (kept.add if change.kind == "added" else kept.discard)(change.row.id) if change.kind != "changed" else None
    assert kept == {name for name, row in new.rows.items() if row.reason is None}
    back = changes(new, old)
    assert sorted((change.row.id, change.kind) for change in back if change.kind == "changed") == sorted(
        (change.row.id, change.kind) for change in listed if change.kind == "changed"
    )
    assert len(back) == len(listed)
