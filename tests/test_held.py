"""A folder is held where its file system knows no locks, too."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from corpus.store import held

fcntl = pytest.importorskip("fcntl")


def test_a_file_system_without_locks_keeps_nobody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with held(tmp_path / "out"), held(tmp_path / "out"):
        (tmp_path / "out/file").write_text("", encoding="utf-8")
    assert (tmp_path / "out/file").exists()
