"""Files written whole or not at all, and TOML and lines of JSON whose errors say where they stand.

Start with `write_atomic`: the new content is written beside the file under another name, brought to the disk, and then
takes the file's name in one step of the file system. `replace_folder` does the same for a whole folder, which no file
system can exchange in one step: the published folder is a symbolic link to a version beside it, and the link is what
is exchanged. Killed at any moment, a build leaves the last good output in its place and at most a stray copy beside it,
which the next build removes.

One build at a time writes into one folder, and into one folder of reviews: `held` keeps the others out.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import get_native_id
from typing import Any, NoReturn

from corpus.types import CorpusError

try:
    import fcntl
except ImportError:  # a system without these locks
    fcntl = None  # type: ignore[assignment]

MANIFEST = "manifest.json"
"""A plain folder that has this file, or none at all, may be replaced; any other is somebody's own."""


def sha256_hex(data: bytes) -> str:
    """The sha256 of some bytes in 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def write_atomic(path: Path, data: bytes | str | Iterable[bytes]) -> None:
    """Writes a file (text as UTF-8, line ends as they are) so that nobody ever sees half of it.

    Content that comes in pieces is written as it comes. Missing folders above the file are made. Behind a symbolic link
    the file that it points to is replaced; a device or a pipe is no file and is written into.
    Raises `CorpusError` where the file cannot be written; what stood there is untouched then, and also where making the
    pieces fails.
    """
    content = data.encode("utf-8") if isinstance(data, str) else data
    pieces = (content,) if isinstance(content, bytes) else content
    place = path.resolve()
    beside = place.with_name(f".{place.name}.{os.getpid()}-{get_native_id()}.tmp")  # a thread's own
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("wb") as device:
                device.writelines(pieces)
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("wb") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)
        _sync_folder(place.parent)
    except OSError as error:
        raise CorpusError(f"cannot be written: {error.strerror or error}", path=path) from error


@contextmanager
def held(*folders: Path) -> Iterator[None]:
    """Makes folders, and keeps other builds out of them until the block ends; one that nothing came into is gone then.

    Raises `CorpusError` where another build, of this process or another one, holds one of them, and where one cannot be
    made. A system or a file system without locks keeps nobody out.
    """
    with ExitStack() as stack:
        for folder in {folder.resolve(): folder for folder in folders}.values():  # one that has two names is held once
            stack.enter_context(_held(folder))
        yield


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = None if fcntl is None else os.open(folder, os.O_RDONLY)
    except OSError as error:
        message = f"cannot be written to: {error.strerror or error}; name another folder"
        raise CorpusError(message, path=folder) from error
    try:
        if descriptor is not None:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise CorpusError("another build is writing here: wait until it is done", path=folder) from error
            except OSError:
                pass
        yield
    finally:
        if made:
            with suppress(OSError):  # it is not empty
                folder.rmdir()
        if descriptor is not None:
            os.close(descriptor)


def parse_toml(raw: bytes, path: Path) -> tuple[str, dict[str, Any]]:
    """The text of a TOML file, and its values. Raises `CorpusError` with file and line for what is none."""
    import tomllib

    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise CorpusError("is not UTF-8, which TOML must be: save it as UTF-8", path=path, line=line) from error
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).partition(" (at ")
        stated = re.match(r"line (\d+)", place)  # else "end of document"
        line = int(stated[1]) if stated else max(1, len(text.splitlines()))
        raise CorpusError(f"is no TOML: {message[:1].lower()}{message[1:]}", path=path, line=line) from error


def read_jsonl(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file of JSON lines, each with its line number from 1; blank lines are passed over.

    Raises `CorpusError` with file and line for what is no JSON object, and for a file that cannot be read.
    """
    number = 0
    try:
        with path.open("rb") as lines:  # bytes: U+2028 and its like are text here, not the end of a line
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                value = json.loads(line.decode("utf-8"), parse_constant=_no_number)
                if not isinstance(value, dict):
                    raise CorpusError(f"must be a JSON object, not {type(value).__name__}", path=path, line=number)
                yield number, value
    except OSError as error:
        raise CorpusError(f"cannot be read: {error.strerror or error}", path=path) from error
    except (UnicodeDecodeError, ValueError) as error:
        raise CorpusError(f"not a line of JSON: {error}", path=path, line=number) from error


def replace_folder(target: Path, filled: Path) -> None:
    """Gives the folder `filled`, which stands beside it, the name `target`; what stood there is removed afterwards.

    `target` becomes a relative symbolic link to `.NAME-DIGEST`, the digest being that of the content, so that equal
    content has equal names. A plain folder there (a copy of an earlier output) gives way if it is empty or has a
    manifest: only then is there a moment, between two renames, in which the old output stands beside its place.

    Raises `CorpusError` where something else stands at `target`, and where the file system refuses.
    """
    if filled.parent.resolve() != target.parent.resolve():
        raise ValueError("a folder is replaced by one beside it, which is on the same file system")
    _refuse_foreign(target)
    try:
        version = _keep_version(target, filled)
        link = target.with_name(f".{target.name}.link")
        link.unlink(missing_ok=True)
        link.symlink_to(version.name, target_is_directory=True)
        if target.is_dir() and not target.is_symlink():
            target.rename(_unused(target.with_name(f".{target.name}-{'0' * _DIGITS}")))
        link.replace(target)
        _sync_folder(target.parent)
        for stray in _strays(target, version):
            shutil.rmtree(stray)
    except OSError as error:
        raise CorpusError(f"cannot be replaced: {error.strerror or error}", path=target) from error


_DIGITS = 12


def _refuse_foreign(target: Path) -> None:
    """CorpusError for a file, and for a folder of somebody's own, where the output is to stand."""
    if target.is_symlink() or not target.exists():
        return
    if not target.is_dir():
        raise CorpusError("is a file where a folder is to be written: move it away, or write elsewhere", path=target)
    if any(target.iterdir()) and not (target / MANIFEST).exists():
        raise CorpusError(
            f"is a folder without {MANIFEST}, so nothing that was built: move it away, or write elsewhere", path=target
        )


def _keep_version(target: Path, filled: Path) -> Path:
    """`filled` under its version's name; where just that content stands already, that, and `filled` is removed."""
    digest = _folder_digest(filled)
    version = target.with_name(f".{target.name}-{digest}")
    if version.is_dir() and _folder_digest(version) == digest:
        shutil.rmtree(filled)
        return version
    version = _unused(version)  # taken only where somebody changed a version by hand
    filled.rename(version)
    return version


def _folder_digest(folder: Path) -> str:
    """A digest of a folder's file names and contents; brings the files to the disk on its way."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        total.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return total.hexdigest()[:_DIGITS]


def _unused(path: Path) -> Path:
    """The path, or the first of `path.1`, `path.2`, … that does not exist."""
    number, free = 0, path
    while os.path.lexists(free):
        number += 1
        free = path.with_name(f"{path.name}.{number}")
    return free


def _strays(target: Path, version: Path) -> list[Path]:
    """Older versions, and the half-filled folders (of `tempfile.mkdtemp`) of builds that were killed."""
    name = re.escape(target.name)
    ours = re.compile(rf"\.{name}(-[0-9a-f]{{{_DIGITS}}}(\.\d+)?|\.[a-z0-9_]{{8}})")
    beside = (path for path in target.parent.iterdir() if ours.fullmatch(path.name) and path.name != version.name)
    return sorted(path for path in beside if path.is_dir() and not path.is_symlink())


def _sync_folder(folder: Path) -> None:
    """Brings a folder's entries to the disk, so that a rename survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")
