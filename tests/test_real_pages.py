"""Gold of pages that stand elsewhere: they are put beside it as they were when they were marked, or not at all."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from evaluate_pages import main as evaluate
from pages.folds import REAL_WEIGHT, VARIANTS, WEIGHT, as_written
from pages.gold_renderings import read_pages, renderings
from pages.real import real_pages
from pages.whole import whole_pages
from pages.written import Written
from real_pages import FOLDER, PARTS, main

from corpus.types import CorpusError

PAGE = "# 結び目\n\n> A good knot knows how to come undone.\n\n良い結び目は、ほどけることを知っている。\n"
TEXT = "結び目\n\nA good knot knows how to come undone.\n\n良い結び目は、ほどけることを知っている。\n"


@pytest.fixture
def gold(tmp_path: Path) -> dict[str, Any]:
    """The gold of a page in a repository `knots/notes` in the folder `clones`, with the page changed since."""
    clone = tmp_path / "clones/knots/notes"
    clone.mkdir(parents=True)

    def git(*said: str) -> str:
        who = ("-c", "user.name=Ann Pen", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false")
        return subprocess.run(["git", *who, *said], cwd=clone, capture_output=True, check=True, text=True).stdout

    git("init", "--quiet")
    for page in (PAGE, "消した。\n"):
        (clone / "a.md").write_text(page, encoding="utf-8")
        git("add", "a.md")
        git("commit", "--quiet", "--message", "Write")
    ja, en = TEXT.index("良い"), TEXT.index("A good")
    pair = {"ja": [[ja, len(TEXT) - 1]], "en": [[en, en + 37]], "relation": "translation", "headline": False}
    pair |= {"speaker": None, "speaker_ja": None, "handle": None, "date": None}
    return {
        "repository": "knots/notes", "commit": git("rev-parse", "HEAD~1").strip(), "path": "a.md",
        "sha256": hashlib.sha256(PAGE.encode()).hexdigest(), "text_sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "part": "read", "pairs": [pair],
    }  # fmt: skip


def put(gold: dict[str, Any], folder: Path, part: str = "read") -> int:
    """What the program says of one page's gold: 0 where it stands in `out` now."""
    (folder / "gold").mkdir(exist_ok=True)
    (folder / "gold/knot.json").write_text(json.dumps(gold | {"part": part}), encoding="utf-8")
    where = ["--clones", folder / "clones", "--out", folder / "out", "--folder", folder / "gold"]
    return main([*map(str, where), "--part", part])


def test_a_page_is_put_beside_its_gold_as_it_was(
    gold: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert put(gold, tmp_path) == 0
    assert (tmp_path / "out/knot.md").read_text(encoding="utf-8") == PAGE
    assert capsys.readouterr().out == f"1 of 1 pages in {tmp_path / 'out'}\n"
    assert evaluate([str(tmp_path / "out")]) == 0
    assert "strict_f1                  1.000" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"repository": "knots/other"}, "clone https://github.com/knots/other there"),
        ({"path": "b.md"}, "no "),
        ({"sha256": "0"}, "is another text than the one that was marked"),
        ({"text_sha256": "0"}, "knot: its text is read otherwise today: mark it anew"),
    ],
)
def test_a_page_that_is_not_what_was_marked_is_named_and_left_out(
    gold: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, str], message: str
) -> None:
    assert put(gold | change, tmp_path) == 1
    said = capsys.readouterr()
    assert message in said.err and said.out.startswith("0 of 1 pages")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_page_that_is_read_otherwise_today_leaves_no_gold_of_before(gold: dict[str, Any], tmp_path: Path) -> None:
    assert put(gold, tmp_path) == 0 and put(gold | {"text_sha256": "0"}, tmp_path) == 1
    assert list((tmp_path / "out").iterdir()) == []


def test_a_real_page_is_learned_from_as_it_was_read(
    gold: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.gold_renderings.pages_by_hand", lambda part: [])
    assert list(real_pages(None)) == []
    assert put(gold, tmp_path) == 0
    with pytest.raises(CorpusError, match="is not to be learned from"):
        list(real_pages(tmp_path / "out"))
    assert put(gold, tmp_path, "fit") == 0
    ((author, page),) = real_pages(tmp_path / "out")
    assert (author, page.name, page.text) == ("real:knots", "knot", TEXT)
    assert {mark.kind for mark in page.article.marks} >= {"heading", "quote"}

    (made,) = as_written([page])  # no variants: what was read beside the text has its places in it
    assert made.real and made.weight == REAL_WEIGHT and len(made.gold) == 1
    written = next(whole_pages("fit"))
    assert [(each.real, each.weight) for each in as_written([written])] == [(False, WEIGHT / (VARIANTS + 1))] * (
        VARIANTS + 1
    )

    of_three = Written(pages=(page, *[written] * 8, page))
    assert [sum(bool(each.read) for each in of_three.fold(fold, 2).pages) for fold in range(2)] in ([0, 2], [2, 0])
    assert sum(len(of_three.fold(fold, 2).pages) for fold in range(2)) == len(of_three.pages)

    ((hand, read, passages, speakers),) = read_pages("fit", tmp_path / "out")
    assert hand == author and len(list(renderings(read, passages, speakers))) == 1


def test_gold_of_real_pages_has_places_and_no_text_of_theirs() -> None:
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]
    assert len(found) == 393 and {gold["part"] for gold in found} == set(PARTS)
    for gold in found:
        assert len(gold["commit"]) == 40 and len(gold["sha256"]) == len(gold["text_sha256"]) == 64
        for pair in gold["pairs"]:
            assert all(start < end for side in ("ja", "en") for start, end in pair[side]) and pair["ja"] and pair["en"]
            assert all(len(pair[name] or "") <= 40 for name in ("speaker", "speaker_ja", "handle", "date"))
