"""What lies in a folder and in those below it: pages, their sidecars, and what neither is nor can be used.

Start with `below`. Folders that are linked are looked into as those that lie there, each once and after the others: a
file has the name of its own place where it has one, and going round in links ends.
"""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from corpus.reading.origin import Reader
from corpus.reading.paths import ending_of, stem
from corpus.types import CorpusError

SIDECAR = ".toml"
_HTML = (".html", ".htm")
_NOWHERE = "is a link to what is not there, or may not be looked at: remove it, or put it right"
_Place = tuple[int, int]  # device and number: the same for a folder and for all links to it


@dataclass(frozen=True, slots=True)
class Below:
    """What was found, each in the order of its path.

    `pages` and `sidecars` are files by their endings; `problems` names what is there and cannot be looked into;
    `others` counts by their endings the files that no reader is for, and with its name too the pages in a folder
    `NAME_files`: most are advertisements, and one may be a post that the page shows in a frame.
    """

    pages: list[Path] = field(default_factory=list)
    sidecars: list[Path] = field(default_factory=list)
    problems: list[CorpusError] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)

    @property
    def state(self) -> tuple[tuple[str, int, int], ...]:
        """What is another one when a file comes, goes or changes."""
        return (*map(_state, (*self.pages, *self.sidecars)), *((str(problem), 0, 0) for problem in self.problems))


def checked_folder(folder: Path, advice: str) -> Path:
    """The folder; CorpusError, which ends with the advice, where it cannot be listed: a file, a link to nothing."""
    message = "the folder cannot be read: "
    try:
        os.scandir(folder).close()
    except FileNotFoundError as error:
        none = "it is a link to one that is not there" if folder.is_symlink() else "there is none"
        raise CorpusError(f"{message}{none}. {advice}", path=folder) from error
    except NotADirectoryError as error:
        raise CorpusError("is a file, not a folder: name the one that it lies in", path=folder) from error
    except OSError as error:
        raise CorpusError(f"{message}{error.strerror or error}", path=folder) from error
    return folder


def is_folder(path: Path) -> bool:
    """Whether it is a folder that can be looked at, or a link to one."""
    try:
        return path.is_dir()
    except OSError:
        return False


def below(folder: Path, readers: Mapping[str, Reader]) -> Below:
    """What is in a folder and in those below it.

    Nothing of it are hidden files and folders, READMEs, and the folders `NAME_files` that browsers put beside a page
    that they save. CorpusError where the folder itself cannot be read.
    """
    checked_folder(folder, "Name another one")
    found = Below()
    for path in files_below(folder, readers, found.problems, found.others):
        ending = ending_of(path, readers)
        if path.name.lower().startswith("readme."):
            continue
        if ending is None and path.suffix != SIDECAR:
            found.others[path.suffix.lower()] += 1
        else:
            (found.sidecars if ending is None else found.pages).append(path)
    for paths in (found.pages, found.sidecars):
        paths.sort(key=lambda path: path.relative_to(folder).parts)
    found.problems.sort(key=str)
    return found


def without_page(found: Below, readers: Mapping[str, Reader]) -> list[Path]:
    """The sidecars that stand beside none of the pages."""
    known = {(page.parent, stem(page, readers)) for page in found.pages}
    return [path for path in found.sidecars if (path.parent, path.stem) not in known]


def files_below(
    top: Path, readers: Mapping[str, Reader], problems: list[CorpusError], left: Counter[str] | None = None
) -> Iterator[Path]:
    """All files below a folder but hidden ones, and the folders that are called as pages are: to be named as none.

    What is there and cannot be looked into is added to `problems`, and the pages that browsers put beside one that they
    save to `left`.
    """
    above = {_place(folder) for folder in top.resolve().parents}
    seen: set[_Place] = set()
    here, linked = deque([top]), deque[Path]()
    while here or linked:
        folder = here.popleft() if here else linked.popleft()
        try:
            place = _place(folder)
            if place in above:
                message = f"is a link to a folder that {top} lies in, so it is not followed: remove it"
                problems.append(CorpusError(message, path=folder))
            if place in seen or place in above:
                continue
            seen.add(place)
            there = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
        except OSError as error:
            problems.append(CorpusError(f"the folder cannot be read: {error.strerror or error}", path=folder))
            continue
        entries = [(path, is_folder(path) and not ending_of(path, readers)) for path in there]
        saved = {f"{path.stem}_files" for path, further in entries if not further}
        for path, further in entries:
            if further:
                if path.name not in saved:
                    (linked if path.is_symlink() else here).append(path)
                elif left is not None:
                    left.update(_pages_in(path))
            elif _leads_nowhere(path) and not ending_of(path, readers):
                problems.append(CorpusError(_NOWHERE, path=path))
            else:
                yield path


def _pages_in(folder: Path) -> Iterator[str]:
    """The endings of the HTML pages in a folder that a browser saved with a page, each with the folder's name."""
    with suppress(OSError):
        yield from (f"{path.suffix} in {folder.name}" for path in folder.iterdir() if path.suffix in _HTML)


def _leads_nowhere(path: Path) -> bool:
    """Whether it is a link to what is not there, or cannot be looked at."""
    try:
        return path.is_symlink() and not path.exists()
    except OSError:
        return True


def _place(folder: Path) -> _Place:
    stat = folder.stat()
    return stat.st_dev, stat.st_ino


def _state(path: Path) -> tuple[str, int, int]:
    try:
        stat = path.stat()
    except OSError:
        return str(path), 0, -1
    return str(path), stat.st_mtime_ns, stat.st_size
