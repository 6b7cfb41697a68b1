"""Every setting with its documented default; TOML in, digest out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from corpus.store import parse_toml
from corpus.types import CorpusError

_MOST_BYTES = 1_000_000
MOST_MAX_BYTES = 1_000_000_000
"""The highest `max_bytes`: so much is asked of the memory at once, on the word of another's dataset too."""
VERSION = re.compile(r"\d+\.\d+\.\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class About:
    """What a dataset is called and who answers for it, for its card and its citation: the TOML table `[about]`.

    Nothing of a row depends on it, so it is in no digest. What is empty is not known, and left out.
    """

    name: str = "Japanese-English pairs found on pages"
    """The title of the dataset."""

    creator: str = ""
    """The person or the organisation that builds the dataset and publishes it."""

    url: str = ""
    """The address at which the dataset is published."""

    version: str = ""
    """The version of the release, such as `1.2.0` (https://semver.org)."""

    date: str = ""
    """The day of the release, as an ISO date: no clock is read in a build."""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise CorpusError("name must not be empty")
        if self.url and not self.url.startswith(("http://", "https://")):
            raise CorpusError(f"url must be an address of the web, not {self.url!r}")
        if self.version and not VERSION.fullmatch(self.version):
            raise CorpusError(f"version must be three numbers like 1.2.0, not {self.version!r}")
        try:
            date.fromisoformat(self.date or "2000-01-01")
        except ValueError as error:
            raise CorpusError(f"date must be a day like 2026-01-31, not {self.date!r}") from error


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a build. A TOML file may set any of them by name at its top level."""

    accept_confidence: float = 0.84
    """A pair with at least this confidence is kept without anyone looking at it.

    The least, in hundredths, from which on 98 of 100 are right to a half of both sides on 138 whole pages and on 300
    made ones that nothing was fitted on, with three of four translations of the made ones; the review table of the 40
    pages of `tests/cases/pages` has less than a quarter of the rows. To four fifths 96 of 100 are right
    (`docs/quality.md`).
    """

    review_confidence: float = 0.2
    """A pair with less than this is surely wrong and not worth a reviewer's time; between the two it is reviewed.

    Of 74 beads of written pages that say .16 or so 13 were right, of 93 that say .1 or so 10: what is left out there
    costs little, and many rows would hold it.
    """

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

    about: About = field(default=About())
    """What the dataset is called and who answers for it: a table of its own."""

    def __post_init__(self) -> None:
        for item in fields(self):
            default = About() if item.name == "about" else item.default
            if why := _of_another_type(item.name, getattr(self, item.name), default):
                raise CorpusError(why)
        if not 0.0 <= self.review_confidence <= self.accept_confidence <= 1.0:
            raise CorpusError("settings need 0 <= review_confidence <= accept_confidence <= 1")
        if not 1 <= self.max_bead <= 8:
            raise CorpusError("max_bead must be between 1 and 8")
        if not 1 <= self.max_bytes <= MOST_MAX_BYTES:
            raise CorpusError(f"max_bytes must be between 1 and {MOST_MAX_BYTES:,}")
        if self.min_groups_to_split < 3:
            raise CorpusError("min_groups_to_split must be at least 3: train, validation and test need one each")
        for name in ("accept_confidence", "review_confidence"):  # 1 and 1.0, 0.0 and -0.0 have one digest
            object.__setattr__(self, name, 0.0 + getattr(self, name))

    @property
    def settings(self) -> dict[str, Any]:
        """What rows depend on: all but `about`."""
        return {name: value for name, value in asdict(self).items() if name != "about"}

    @property
    def digest(self) -> str:
        """The first 12 hex digits of the settings' sha256."""
        return digest_of(self.settings)


def digest_of(settings: Mapping[str, Any]) -> str:
    """The first 12 hex digits of the sha256 of settings, of another version's too."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:12]


def load_config(path: Path | None) -> Config:
    """The settings of a TOML file, or the defaults where no file is given.

    Raises `CorpusError` for a file that cannot be read, a name that is not a setting, a value of another type.
    """
    if path is None:
        return Config()
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)  # a device would have no end
    except OSError as error:
        raise CorpusError(f"cannot be read: {error.strerror or error}", path=path) from error
    if len(raw) > _MOST_BYTES:
        raise CorpusError(f"has more than {_MOST_BYTES:,} bytes, which no settings have", path=path)
    _, values = parse_toml(raw, path)
    try:
        about = _typed(values.pop("about", {}), About(), path, "in [about] ")
        return Config(**_typed(values, Config(), path), about=About(**about))
    except CorpusError as error:
        raise CorpusError(error.message, path=path) from error


def _typed(values: Any, defaults: Config | About, path: Path, where: str = "") -> dict[str, Any]:
    """The values of a table, each of which has the name and the type of a default; `CorpusError` else."""
    if not isinstance(values, dict):
        raise CorpusError(f"about must be a table, not {values!r}", path=path)
    known = {item.name: getattr(defaults, item.name) for item in fields(defaults) if item.name != "about"}
    given = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    for name, value in given.items():
        if name not in known:
            raise CorpusError(f"{where}no setting is called {name!r}; there are {', '.join(sorted(known))}", path=path)
        if why := _of_another_type(name, value, known[name]):
            raise CorpusError(f"{where}{why}", path=path)
    return given


def _of_another_type(name: str, value: object, default: object) -> str | None:
    """Why a value cannot be that of a setting, None where it can."""
    wanted = (int, float) if isinstance(default, float) else (type(default),)
    if isinstance(value, wanted) and not isinstance(value, bool):
        return None
    kind = (
        "a text" if isinstance(default, str) else "of corpus.config.About" if isinstance(default, About) else "a number"
    )
    like = f" like {default!r}" if default and kind != "of corpus.config.About" else ""
    return f"{name} must be {kind}{like}, not {value!r}"
