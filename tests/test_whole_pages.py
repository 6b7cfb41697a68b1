"""The whole pages that were written for fitting, and how they are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from evaluate_pages import main as evaluate
from pages.edits import Page, write_page
from pages.folds import VARIANTS, as_written
from pages.gold import read_gold
from pages.whole import FOLDER, page_of, whole_pages

from corpus.types import CorpusError

JAPANESE, KANA = (re.compile(letters) for letters in ("[ぁ-んァ-ヶ一-龠]", "[ぁ-んァ-ヶ]"))
BLOCK = """a_page
kind: fan blog
voice: 1 | Juno Pellerin | ジュノ・ペルラン | junopellerin | 2026-02-12
voice: 2-3 | Tidewrack | Tidewrack | - | -
---
「⟦h2 盗んで⟧」と話題に
⟦e1 The album is done.⟧ ⟦e1 It took a year.⟧
⟦j1p アルバム、ついに完成⟧
⟦e2 Just steal it.⟧ ⟦e3 We will wash up.⟧
⟦j2+3s 盗んでいい、皿も洗う⟧（⟦x 盗め⟧）
"""
EVERY = [page for part in ("fit", "report") for page in whole_pages(part)]


def test_marks_are_the_gold_and_not_in_the_text() -> None:
    page = page_of(BLOCK)
    assert page.text.startswith("「盗んで」と話題に\nThe album is done. It took a year.\n") and "⟦" not in page.text
    told = [(page.sides(row), row["relation"], row["headline"], row["speaker_ja"], row["date"]) for row in page.pairs]
    assert told == [
        (("盗んで", "Just steal it."), "translation", True, None, None),
        (
            ("アルバム、ついに完成", "The album is done. It took a year."),
            "paraphrase", False, "ジュノ・ペルラン", "2026-02-12",
        ),
        (("盗んでいい、皿も洗う", "Just steal it. We will wash up."), "summary", False, None, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("---\n", "", "no line ---"),
        ("⟦e3 We will wash up.⟧", "We will wash up.", "there is no e3"),
        ("⟦e3 We", "⟦3 We", "cannot be read"),
    ],
)
def test_a_page_with_a_wrong_mark_is_named(old: str, new: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("=== " + BLOCK.replace(old, new), encoding="utf-8")
    with pytest.raises(CorpusError, match=f"a_page: .*{message}"):
        [*whole_pages("fit", tmp_path), *whole_pages("report", tmp_path)]


def test_names_are_of_one_page_and_one_in_five_is_reported_on() -> None:
    names = [page.name for page in EVERY]
    assert len(set(names)) == len(names) > 50
    assert 0.1 < sum(1 for _ in whole_pages("report")) / len(names) < 0.3
    assert sorted(path.suffix for path in FOLDER.iterdir()) == [".md", *[".txt"] * (len(list(FOLDER.iterdir())) - 1)]


def test_a_page_whose_errors_were_read_is_not_reported_on(tmp_path: Path) -> None:
    names = [f"page_{at}" for at in range(20)]
    for head in ("", "part: fit\n"):
        pages = [BLOCK.replace("a_page\n", f"{name}\n{head}") for name in names]
        (tmp_path / "a.txt").write_text("".join(f"=== {page}" for page in pages), encoding="utf-8")
        parts = [[page.name for page in whole_pages(part, tmp_path)] for part in ("fit", "report")]
        assert sorted(parts[0] + parts[1]) == sorted(names)
        assert bool(parts[1]) == (not head)


@pytest.mark.parametrize("page", EVERY, ids=[page.name for page in EVERY])
def test_pairs_have_text_on_both_sides_and_somebody_or_nobody_who_speaks(page: Page) -> None:
    for row in page.pairs:
        ja, en = page.sides(row)
        assert JAPANESE.search(ja) and en and not KANA.search(en)
        assert {"speaker", "speaker_ja", "handle", "date"} <= set(row)
        assert not row["headline"] or row["ja"][0][0] < len(page.gold["title"])


def test_pages_are_fitted_on_with_their_variants() -> None:
    made = list(as_written(EVERY[:2]))
    assert len(made) == 2 * (VARIANTS + 1) and len({page.text for page in made}) == len(made)
    assert all(len(page.gold) == len(made[0].gold) for page in made[: VARIANTS + 1])


def test_pages_can_be_written_and_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_page(page_of(BLOCK), tmp_path)
    assert len(read_gold(tmp_path)[0].pairs) == 3
    assert evaluate([str(tmp_path)]) == 0 and "strict_f1" in capsys.readouterr().out
