"""What a caller gives to a public function, checked at the door: texts, paths, settings.

What is wrong is said here, with the name of the argument and where in it, rather than far inside of what uses it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from corpus.config import Config, load_config
from corpus.types import CorpusError

LONGEST = 255
"""Bytes of a file's name on the file systems of today: what has more is a text and no name."""


def texts(given: Iterable[str], name: str) -> list[str]:
    """The texts of a list, a tuple, a column of a table, a generator or whatever else gives strings in an order.

    CorpusError for a single string, for what has no order or more than one dimension, and, with its index, for an
    element that is no string. `name` is what the error calls the argument.
    """
    if isinstance(given, (str, bytes)):
        advice = "put it into a list, or cut it into sentences first (corpus.sentences)"
        raise CorpusError(f"{name} must be a list of texts, not one text: {advice}")
    if isinstance(given, (Mapping, set, frozenset)) or getattr(given, "ndim", 1) != 1:
        raise CorpusError(f"{name} must be a list of texts or one column of them, not a {type(given).__name__}")
    try:
        listed = list(given.to_pylist() if hasattr(given, "to_pylist") else given)  # a column of Arrow has no strings
    except TypeError as error:
        raise CorpusError(f"{name} must be a list of texts, not a {type(given).__name__}") from error
    for at, text in enumerate(listed):
        if not isinstance(text, str):
            raise CorpusError(f"{name}[{at}] is {_shown(text)}, not a text: leave it out, or put an empty text there")
    return listed


def text(given: str, name: str) -> str:
    """A single text; CorpusError for anything else."""
    if not isinstance(given, str):
        raise CorpusError(f"{name} must be a text, not {_shown(given)}")
    return given


def path(given: str | os.PathLike[str], name: str) -> Path:
    """The path that an argument names; CorpusError for what is none, for an empty one, and for a text in its place."""
    if not isinstance(given, (str, os.PathLike)) or isinstance(os.fspath(given), bytes):
        raise CorpusError(f"{name} must be a path, not {_shown(given)}")
    named = os.fspath(given)
    if not named:
        raise CorpusError(f"{name} must be a path, and this is empty")
    longest = max((len(os.fsencode(part)) for part in Path(named).parts), default=0)
    if ("\n" in named or "\0" in named or longest > LONGEST) and not _there(named):
        raise CorpusError(f"{name} must be a path, not a text ({_shown(named)}): save it as a file, such as page.txt")
    return Path(named)


def settings(given: str | os.PathLike[str] | Config | None) -> Config:
    """The settings of a TOML file, or those given as they are; the defaults for None."""
    if isinstance(given, Config):
        return given
    if isinstance(given, Mapping):
        raise CorpusError("config must be the path of a TOML file or a Config, such as corpus.Config(**settings)")
    return load_config(None if given is None else path(given, "config"))


def _there(named: str) -> bool:
    try:
        return os.path.lexists(named)
    except ValueError:  # a NUL
        return False


def _shown(given: object) -> str:
    """What was given, as far as it tells what is wrong."""
    said = repr(given)
    return said if len(said) <= 40 else f"{said[:39]}…"
