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
import secrets
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

from corpus.types import CorpusError

try:
    import fcntl
except ImportError:  # a system without these locks
    fcntl = None  # type: ignore[assignment]

MANIFEST = "manifest.json"
"""What says of a folder that it was written here, and which files are: see `foreign_in`."""
UNFINISHED = "unfinished"
"""The key of a manifest whose folder is still being filled, with whatever it holds."""


def sha256_hex(data: bytes) -> str:
    """The sha256 of some bytes in 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def read_file(path: Path, most: int | None = None) -> bytes:
    """The bytes of a file that lies in a folder, which somebody else may have filled.

    Raises `CorpusError` for a pipe or a device, which need not end, and for more than `most` bytes; else as `open`.
    """
    if _is_no_file(path):
        raise CorpusError("is a pipe or a device, and no file: remove it", path=path)
    with path.open("rb") as file:
        data = file.read() if most is None else file.read(most + 1)
    if most is not None and len(data) > most:
        raise CorpusError(f"has more than {most:,} bytes, which is no such file: shorten it, or remove it", path=path)
    return data


def refuse_link(path: Path) -> None:
    """CorpusError for what is to be written in a folder and is a link there, a pipe or a device: whoever filled the
    folder chose where that leads.
    """
    if path.is_symlink():
        raise CorpusError("is a link, and nothing is written through one: put a file in its place", path=path)
    if _is_no_file(path):
        raise CorpusError("is a pipe or a device, and no file: remove it", path=path)


def _is_no_file(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def write_atomic(path: Path, data: bytes | str | Iterable[bytes], *, named: bool = False) -> None:
    """Writes a file (text as UTF-8, line ends as they are) so that nobody ever sees half of it.

    Content that comes in pieces is written as it comes. Missing folders above the file are made. Only where the user
    `named` just this file, the file behind a symbolic link is replaced, and a device or a pipe is written into.
    Raises `CorpusError` where the file cannot be written; what stood there is untouched then, and also where making the
    pieces fails.
    """
    content = data.encode("utf-8") if isinstance(data, str) else data
    pieces = (content,) if isinstance(content, bytes) else content
    if not named:
        refuse_link(path)
    place = path.resolve()
    beside = place.with_name(f".{place.name}.{secrets.token_hex(8)}.tmp")  # nobody can have put a link there
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("wb") as device:
                device.writelines(pieces)
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("xb") as file:
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
    except (ValueError, RecursionError) as error:  # not only its own: numbers without end, lists in each other
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


def folder_beside(target: Path) -> Path:
    """A new empty folder beside `target`, to be filled and given to `replace_folder`: known as ours while it is not."""
    folder = target.with_name(f".{target.name}{_FILLING}{secrets.token_hex(_DIGITS // 2)}")
    folder.mkdir()
    (folder / MANIFEST).write_text(json.dumps({"signature": _SIGNED, UNFINISHED: True}), encoding="utf-8")
    return folder


def replace_folder(target: Path, filled: Path) -> None:
    """Gives the folder `filled`, which stands beside it, the name `target`; what stood there is removed afterwards.

    `target` becomes a relative symbolic link to `.NAME-DIGEST`, the digest being that of the content, so that equal
    content has equal names. A plain folder there (a copy of an earlier output) gives way if nothing
    `foreign_in` it is lost: only then is there a moment, between two renames, in which the old output stands beside its
    place.

    Raises `CorpusError` where something else stands at `target`, and where the file system refuses.
    """
    if filled.parent.resolve() != target.parent.resolve():
        raise ValueError("a folder is replaced by one beside it, which is on the same file system")
    refuse_foreign(target)
    try:
        version = _keep_version(target, filled)
        link = target.with_name(f".{target.name}.link")
        if link.is_symlink():
            link.unlink()
        link.symlink_to(version.name, target_is_directory=True)
        if target.is_dir() and not target.is_symlink():
            target.rename(_unused(target.with_name(f".{target.name}-{'0' * _DIGITS}")))
        link.replace(target)
        _sync_folder(target.parent)
        for stray in _strays(target, version):
            remove_ours(stray)
    except OSError as error:
        raise CorpusError(f"cannot be replaced: {error.strerror or error}", path=target) from error


_DIGITS = 12
_LEFT = re.compile(r"\.DS_Store|\._.*|Thumbs\.db|desktop\.ini")  # by file managers, wherever somebody has looked
_FILLING, _SIGNED = ".taiyaku-", "taiyaku:"


def foreign_in(folder: Path) -> str | None:
    """The first file of a folder that was not written here, as seen from there; None where nothing would be lost.

    Ours is what is named by a manifest of ours, and all that stands beside one that is `UNFINISHED`. Raises OSError for
    a folder that cannot be looked into.
    """
    files = [path.relative_to(folder).as_posix() for path in sorted(_files(folder))]
    named = _stated_in(folder, files) or ()
    return next((name for name in files if name not in named and not _LEFT.fullmatch(PurePosixPath(name).name)), None)


def _stated_in(folder: Path, files: Collection[str]) -> Collection[str] | None:
    """Those of a folder's files that its manifest names; None where it has none that can be read and is ours."""
    try:
        stated = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(stated, dict) or not str(stated.get("signature")).startswith(_SIGNED):
        return None
    listed = stated.get("files")
    return files if stated.get(UNFINISHED) is True else (MANIFEST, *(listed if isinstance(listed, dict) else ()))


def _files(folder: Path) -> Iterator[Path]:
    """All that is no folder below a folder, links among it. Raises OSError where it cannot be looked into."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            yield from _files(path)
        else:
            yield path


def refuse_foreign(target: Path) -> None:
    """CorpusError for a file, and for a folder of somebody's own, where a folder is to be written.

    What was built stands behind a link: a file that somebody put there would be seen no more. Where nothing tells what
    was built, that version stays as it is, beside the next one.
    """
    if not target.exists() or (target.is_symlink() and _stated_in(target, ()) is None):
        return
    if not target.is_dir():
        raise CorpusError("is a file where a folder is to be written: move it away, or write elsewhere", path=target)
    try:
        name = foreign_in(target)
    except OSError as error:
        raise CorpusError(f"cannot be looked into: {error.strerror or error}", path=error.filename or target) from error
    if name:
        message = f"holds {name}, which was not built here: move it, or the folder, away, or write elsewhere"
        raise CorpusError(message, path=target)


def remove_ours(folder: Path) -> None:
    """Removes a folder that was written here, its manifest last: what a kill leaves of it is known for ours."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MANIFEST:
            path.unlink()
    shutil.rmtree(folder)


def _keep_version(target: Path, filled: Path) -> Path:
    """`filled` under its version's name; where just that content stands already, that, and `filled` is removed."""
    digest = _folder_digest(filled)
    version = target.with_name(f".{target.name}-{digest}")
    if version.is_dir() and _folder_digest(version) == digest:
        remove_ours(filled)
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
    """Older versions, and the half-filled folders (of `folder_beside`) of builds that were killed."""
    name = re.escape(target.name)
    called = re.compile(rf"\.{name}(-[0-9a-f]{{{_DIGITS}}}(\.\d+)?|{re.escape(_FILLING)}[0-9a-f]{{{_DIGITS}}})")
    beside = (path for path in target.parent.iterdir() if called.fullmatch(path.name) and path.name != version.name)
    return sorted(path for path in beside if path.is_dir() and not path.is_symlink() and _is_ours(path))


def _is_ours(folder: Path) -> bool:
    """Whether nothing of anybody else is in a folder; not of one that cannot be looked into, which stays."""
    try:
        return foreign_in(folder) is None
    except OSError:
        return False


def _sync_folder(folder: Path) -> None:
    """Brings a folder's entries to the disk, so that a rename survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")
