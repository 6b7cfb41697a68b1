"""What was learned, as it comes with the package: where it lies, and files of it whose errors say how to make them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus.types import CorpusError

MODELS = Path(__file__).resolve().parent / "models"


@contextmanager
def learned(path: Path, what: str, cure: str) -> Iterator[tuple[Any, str]]:
    """The values of a file of JSON and 12 hex digits of its digest, to be read within.

    Raises `CorpusError` where the file is missing, or is not what the block that reads it takes it for: it says what
    was to be read, and by which script that is made.
    """
    try:
        raw = path.read_bytes()
        yield json.loads(raw), hashlib.sha256(raw).hexdigest()[:12]
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise CorpusError(f"no readable {what} ({error}); {cure}", path=path) from error
