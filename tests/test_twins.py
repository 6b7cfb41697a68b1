"""The same two texts on several pages: what is decided on one row holds for all, and is asked once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from test_applied import PAGE, Desk, messages

from corpus.commands.build import summary
from corpus.ids import pair_id
from corpus.pipeline import Built
from corpus.why import why


def same_lines(built: Built) -> list[str]:
    return [line for line in summary(built) if line.startswith("Same ")]


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page and the same one posted once more, built once."""
    folder = tmp_path_factory.mktemp("twice")
    (folder / "articles").mkdir()
    text = PAGE.read_text(encoding="utf-8")
    (folder / "articles/one.txt").write_text(text, encoding="utf-8")
    (folder / "articles/two.txt").write_text(f"{text}\n（再掲）\n", encoding="utf-8")
    Desk(folder).build()
    return folder


@pytest.fixture
def desk(twice: Path, tmp_path: Path) -> Desk:
    return Desk(Path(shutil.copytree(twice, tmp_path / "desk", symlinks=True)))


def twins(desk: Desk, kept: bool) -> tuple[str, str]:
    """The ids of two rows with the same texts, the one on the first page first; of what is kept, or of what waits."""
    rows = list(desk.found().values())
    wanted = None if kept else "low_confidence"
    own = [row for row in rows if row["reason"] in (wanted, "duplicate") and not row["headline"]]
    texts = [row["translation"] for row in own if row["reason"] == wanted]
    one = next(row for row in own if row["provenance"]["ja"]["article"] == "one" and row["translation"] in texts)
    same = [row["id"] for row in own if row["translation"] == one["translation"]]
    assert len(same) == 2
    return one["id"], next(name for name in same if name != one["id"])


@pytest.mark.parametrize("decision", ["reject", "edit"])
@pytest.mark.parametrize("first", [True, False])
def test_no_twin_takes_the_place_of_what_was_rejected_or_edited(desk: Desk, decision: str, first: bool) -> None:
    before = len(desk.found("pairs"))
    one, two = twins(desk, kept=True)
    mine, other = (one, two) if first else (two, one)
    old = desk.found()[mine]["translation"]
    row = {"id": mine, "verdict": decision, "new_en": "Put otherwise." if decision == "edit" else ""}
    desk.type("\t".join(row.get(column, "") for column in desk.rows()[0]))
    built = desk.build()
    found = desk.found()
    assert found[mine]["reason"] == ("rejected" if decision == "reject" else None)
    assert found[other]["reason"] == "duplicate"
    assert old not in [row["translation"] for row in desk.found("pairs").values()]
    assert len(desk.found("pairs")) == before - (decision == "reject")
    assert messages(built) == []
    assert built.followers == 1
    assert [line.partition("of one with")[0] for line in same_lines(built)] == [
        "Same      1 row that nobody decided on has the texts "
    ]


def test_what_was_accepted_once_is_not_asked_for_again(desk: Desk) -> None:
    one, two = twins(desk, kept=False)
    waiting = [row["id"] for row in desk.rows()]
    assert len({one, two} & set(waiting)) == 1
    desk.type(f"{two}\taccept")
    desk.build()
    found = desk.found()
    assert (found[two]["reason"], found[one]["reason"]) == (None, "duplicate")
    assert [row["id"] for row in desk.rows()] == [name for name in waiting if name not in (one, two)]
    desk.type(f"{one}\treject")  # whoever looks at the other one all the same is heard
    desk.build()
    found = desk.found()
    assert (found[two]["reason"], found[one]["reason"]) == (None, "rejected")


ROW = """会見で館長のマリア・ロペスさんは英語で話した。{number}

"The library will stay open until the last visitor has gone home."

「図書館は最後の利用者が帰るまで開いています。」
"""


def test_verdicts_on_rows_that_were_named_by_their_lines_are_found_by_their_texts(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (tmp_path / "articles").mkdir()
    rows = [{"text": ROW.format(number=number), "url": f"https://example.org/{number}"} for number in range(3)]
    path = tmp_path / "articles/rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert desk.build().counts["kept"] == 1
    (kept,) = desk.found("pairs").values()
    ja, en = kept["translation"]["ja"], kept["translation"]["en"]
    old = {"id": pair_id("rows#2", ja, en, False), "verdict": "reject", "ja": ja, "en": en, "article": "rows#2"}
    head = desk.table.read_text(encoding="utf-8-sig").splitlines()[0].split("\t")
    desk.type("\t".join(old.get(column, "") for column in head))
    built = desk.build()
    assert (messages(built), len(built.moved), built.followers) == ([], 1, 2)
    assert desk.found("pairs") == {}
    assert desk.build().moved == ()
    names = set(desk.found())
    path.write_text("\n".join(map(json.dumps, [{"text": "新しい行。"}, *rows[1:], rows[0]])), encoding="utf-8")
    built = desk.build()
    assert (messages(built), built.moved, set(desk.found())) == ([], (), names)
    assert desk.found("pairs") == {}


def test_why_tells_of_no_verdict_on_another_page_with_the_same_texts(desk: Desk) -> None:
    one, two = twins(desk, kept=True)
    desk.type(f"{two}\treject\tnot so")
    desk.build()
    place = desk.folder
    told = {
        name: why(name, place / "build/dataset", place / "articles", place / "originals", place / "review").history
        for name in (one, two)
    }
    assert told[one] == () and [(entry.id, entry.verdict.decision) for entry in told[two]] == [(two, "reject")]
