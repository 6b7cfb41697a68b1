"""Where nothing may be built: in a folder that the next build reads."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus
from corpus.types import CorpusError


@pytest.mark.parametrize("place", ["articles", "originals"])
def test_nothing_is_built_where_the_next_build_would_read_it(tmp_path: Path, place: str) -> None:
    for name in ("articles", "originals"):
        (tmp_path / name).mkdir()
    with pytest.raises(CorpusError, match=f"is in the folder of {place}, where the next build would read the report"):
        corpus.build(tmp_path / "articles", out=tmp_path / place / "build")
    assert list((tmp_path / place).iterdir()) == []


@pytest.mark.parametrize("name", ["build/report.html", "review/low_confidence.tsv", "review/verdicts.tsv"])
def test_what_is_a_link_in_the_end_stops_a_build_at_its_beginning(tmp_path: Path, name: str) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/page.txt").write_text("駅の話\n", encoding="utf-8")
    link = tmp_path / name
    link.parent.mkdir()
    link.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CorpusError, match="is a link, and nothing is written through one"):
        corpus.build(tmp_path / "articles", out=tmp_path / "build")
    assert not (tmp_path / "build/dataset").exists() and not (tmp_path / "elsewhere").exists()
