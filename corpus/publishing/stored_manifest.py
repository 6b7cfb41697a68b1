"""A manifest read back: whoever asks may rely on the shape of what it says, whoever made it.

`SHAPES` is the one place that says which shape each part has. What only one reader needs, that one asks for by name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, TypeGuard

from corpus.config import Config
from corpus.store import MANIFEST
from corpus.types import CorpusError


def manifest_of(folder: Path, *needed: str) -> dict[str, Any]:
    """What the manifest of a dataset, or of anything made of one, says.

    Raises `CorpusError` where there is none, where a part of it has another shape than builds give it, and where one
    that is `needed` is not there.
    """
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CorpusError("there is no dataset here; build one, or name its folder", path=path) from error
    except (OSError, ValueError, RecursionError) as error:
        raise CorpusError(f"cannot be read: {error}; build it again", path=path) from error
    if not isinstance(found, dict):
        raise CorpusError("is no manifest of ours; build it again", path=path)
    wrong = [f"has no {name!r}" for name in needed if name not in found]
    shaped = ((name, fits) for name, fits in SHAPES.items() if name in found)
    wrong += [f"{name!r} is not what builds write" for name, fits in shaped if not fits(found[name])]
    if wrong:
        raise CorpusError(f"not a whole dataset of this version ({wrong[0]}); build it again", path=path)
    _check_settings(found.get("settings", {}), path)
    return found


def _check_settings(settings: Mapping[str, Any], path: Path) -> None:
    """CorpusError for a setting of this version with a value that it cannot have; other versions may have others."""
    ours = Config().settings
    try:
        Config(**{name: value for name, value in settings.items() if name in ours})
    except CorpusError as error:
        message = f"not a whole dataset of this version ({error.message}); build it again"
        raise CorpusError(message, path=path) from error


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _are_texts(value: object) -> TypeGuard[dict[str, str]]:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _are_counts(value: object) -> bool:
    return isinstance(value, dict) and all(type(one) is int and one >= 0 for one in value.values())


def _are_documents(value: object) -> bool:
    """Whether it lists documents; where one lies, and more, only a dataset's own manifest says."""
    return isinstance(value, list) and all(
        _are_texts(one) and one.keys() >= {"name", "kind", "sha256"} for one in value
    )


def _are_files(value: object) -> bool:
    """Whether it gives a digest for each of some files, and each name leads to nowhere but into the folder."""
    return _are_texts(value) and all(map(_is_inside, value))


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return name.isprintable() and name == str(path) != "." and not path.is_absolute() and ".." not in path.parts


SHAPES: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("format", "signature", "version", "model", "config", "data", "verdicts"), _is_text),
    "settings": lambda value: isinstance(value, dict),
    "about": _are_texts,
    "documents": _are_documents,
    "counts": _are_counts,
    "rows": _are_counts,
    "files": _are_files,
}
"""Which shape each part of a manifest has, where it is there."""
