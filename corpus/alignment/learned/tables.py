"""The learned tables on disk: arrays without pickles, checked against `model.json` before anything is read of them."""

from __future__ import annotations

import hashlib
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.types import CorpusError


@cache
def named(folder: Path) -> dict[str, Any]:
    """What `model.json` says. CorpusError where there is no model."""
    try:
        found: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        found["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"no model here ({error}); train one with scripts/train_model.py"
        raise CorpusError(message, path=folder) from error
    return found


def read_file(folder: Path, name: str) -> bytes:
    """A file's bytes. CorpusError where it is missing or is not the one that `model.json` names."""
    digests = named(folder)["sha256"]
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        message = f"no model here ({error}); train one with scripts/train_model.py"
        raise CorpusError(message, path=folder) from error
    if digests.get(name) != hashlib.sha256(content).hexdigest():
        message = f"{name} is not the file that model.json names; install or train again"
        raise CorpusError(message, path=folder)
    return content


def read_table(folder: Path, name: str) -> dict[str, NDArray[Any]]:
    """The arrays of an `.npz` file by name."""
    with np.load(io.BytesIO(read_file(folder, name)), allow_pickle=False) as stored:
        return dict(stored)
