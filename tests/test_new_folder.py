"""A folder that is being filled: what is left of it where nothing comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.publishing.new_folder import new_folder, seal
from corpus.types import CorpusError


def broken_off(out: Path, error: BaseException) -> None:
    with new_folder(out, "tmx") as folder:
        (folder / "train.tmx").write_text("new", encoding="utf-8")
        raise error


@pytest.mark.parametrize("error", [CorpusError("no"), KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_what_breaks_off_leaves_nothing_beside_and_the_last_one_in_its_place(
    tmp_path: Path, error: BaseException
) -> None:
    with new_folder(tmp_path / "out", "tmx") as folder:
        (folder / "train.tmx").write_text("old", encoding="utf-8")
        seal(folder, {"format": "tmx", "signature": "taiyaku:0"})
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises((CorpusError, KeyboardInterrupt)):
        broken_off(tmp_path / "out", error)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert (tmp_path / "out/train.tmx").read_text(encoding="utf-8") == "old"
