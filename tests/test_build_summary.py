"""What a build says at its end of what is still to be done."""

from __future__ import annotations

from pathlib import Path

import corpus
from corpus.commands.build import summary


def test_a_build_says_what_waits(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/page.txt").write_text("駅の話\n", encoding="utf-8")

    def told() -> list[str]:
        lines = summary(corpus.build(tmp_path / "articles", out=tmp_path / "build"))
        return [line for line in lines if line.startswith("Waits ")]

    assert told() == []
    unread, copy = (tmp_path / "review" / name for name in ("unread.tsv", "unread-0123abcd.tsv"))
    unread.write_text("id\tverdict\np1\trejct\np2\taccpt\n", encoding="utf-8")
    copy.write_bytes(b"\x81")
    rows, file = told()
    assert rows.startswith(f"Waits     2 rows that could not be used are in {unread}; ")
    assert file.startswith(f"Waits     {copy} could not be read; ")
