"""Where decisions belong once pages are gone, changed or named otherwise, and alignment finds less than before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from test_applied import PAGE, SHORT, Desk, first, messages, waiting  # noqa: F401 - a fixture


@pytest.fixture
def desk(first: Path, tmp_path: Path) -> Desk:  # noqa: F811
    return Desk(Path(shutil.copytree(first, tmp_path / "desk", symlinks=True)))


def test_a_part_that_was_decided_before_its_whole_was_split_anew_stands_for_nothing_beside_it(desk: Desk) -> None:
    """Neither where alignment finds the whole nor where it stands on its page for the decision's sake alone."""
    row = next(row for row in desk.rows() if row["ja"].startswith("調査は月曜から"))
    (ja, other_ja), (en, other_en) = row["ja"].split("。"), row["en"].split(". ")
    split = {"id": row["id"], "verdict": "split", "new_ja": f"{ja}。||{other_ja}", "new_en": f"{en}.||{other_en}"}
    part = {"id": f"{row['id']}.1", "verdict": "accept", "ja": f"{ja}。", "en": f"{en}.", "article": PAGE.stem}
    for cells in (split, part | {"reviewer": "Ann"}, split | {"reviewer": "Ben"}):
        desk.type("\t".join(cells.get(column, "") for column in row))
        built = desk.build()
    (said,) = messages(built)
    assert said.startswith(f"{row['id']}.1 was made anew by a later verdict on {row['id']}; the verdict is kept")
    rows = {name: found["reason"] for name, found in desk.found().items() if found["verdict"]}
    assert rows == {row["id"]: "split", f"{row['id']}.1": None, f"{row['id']}.2": None}
    assert messages(desk.build(SHORT)) == [said]
    assert {name: found["reason"] for name, found in desk.found().items() if found["verdict"]} == rows


def test_a_verdict_that_cannot_be_followed_is_told_of_the_page_that_the_ledger_names(desk: Desk) -> None:
    """Not of one that its text stood on in between, and that is gone too."""
    desk.decide((0, {"verdict": "accept"}))
    desk.build()
    desk.rename(PAGE.name, "renamed.txt")
    desk.build()
    (desk.folder / "articles/renamed.txt").unlink()
    (desk.folder / "articles/other.txt").write_text("別の頁です。\n", encoding="utf-8")
    (said,) = messages(desk.build())
    assert said.startswith(f"{PAGE.stem} is not among the pages any more; 1 verdict is kept")


def test_a_page_on_which_nobody_decided_is_not_asked_about_a_decision_on_the_same_text(desk: Desk) -> None:
    text = desk.page.read_text(encoding="utf-8")
    other = desk.folder / "articles/other_site.txt"
    other.write_text(f"{text}\n別のサイト。\n", encoding="utf-8")
    desk.build()
    desk.type(f"{waiting(desk, PAGE.stem, '72')['id']}\treject")
    desk.build()
    desk.page.unlink()
    other.write_text(text.replace("72", "71"), encoding="utf-8")
    (said,) = messages(desk.build())
    assert said.startswith(f"{PAGE.stem} is not among the pages any more; 1 verdict is kept")
