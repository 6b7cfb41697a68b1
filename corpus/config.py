"""Every setting with its documented default; TOML in, digest out."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from corpus.types import CorpusError


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a build. A TOML file may set any of them by name at its top level."""

    accept_confidence: float = 0.8
    """A pair with at least this confidence is kept without anyone looking at it.

    On made pages that nothing was fitted on, 95 of 100 pairs that are kept at .8 are right (`scripts/calibrate.py`).
    """

    review_confidence: float = 0.1
    """A pair with less than this is surely wrong and not worth a reviewer's time; between the two it is reviewed."""

    max_bead: int = 4
    """The most consecutive sentences a side of a bead may have, 1 to 8."""

    min_groups_to_split: int = 20
    """With fewer article groups than this everything is in the split `train`."""

    max_bytes: int = 10_000_000
    """A document of more bytes is not read: a file, a row of JSON lines, a record of a WARC, unpacked."""

    encoder: str = "embedded"
    """What measures similarity: `embedded`, or `sentence-transformers:NAME_OR_PATH` (extra `[neural]`).

    Another encoder needs coefficients of its own: `scripts/calibrate.py --data FOLDER --encoder NAME`.
    """

    def __post_init__(self) -> None:
        if not 0.0 <= self.review_confidence <= self.accept_confidence <= 1.0:
            raise CorpusError("settings need 0 <= review_confidence <= accept_confidence <= 1")
        if not 1 <= self.max_bead <= 8:
            raise CorpusError("max_bead must be between 1 and 8")
        if self.max_bytes < 1:
            raise CorpusError("max_bytes must be at least 1")
        if self.min_groups_to_split < 3:
            raise CorpusError("min_groups_to_split must be at least 3: train, validation and test need one each")

    @property
    def digest(self) -> str:
        """The first 12 hex digits of the settings' sha256."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:12]


def load_config(path: Path | None) -> Config:
    """The settings of a TOML file, or the defaults where no file is given.

    Raises `CorpusError` for a file that cannot be read, a name that is not a setting, a value of another type.
    """
    if path is None:
        return Config()
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CorpusError(f"not a readable TOML file: {error}", path=path) from error
    defaults = {field.name: field.default for field in fields(Config)}
    for name, value in values.items():
        if name not in defaults:
            raise CorpusError(f"no setting is called {name!r}; there are {', '.join(sorted(defaults))}", path=path)
        wanted = (int, float) if isinstance(defaults[name], float) else (type(defaults[name]),)
        if isinstance(value, bool) or not isinstance(value, wanted):
            kind = "a text" if isinstance(defaults[name], str) else "a number"
            raise CorpusError(f"{name} must be {kind} like {defaults[name]!r}, not {value!r}", path=path)
    try:
        return Config(**values)
    except CorpusError as error:
        raise CorpusError(error.message, path=path) from error
