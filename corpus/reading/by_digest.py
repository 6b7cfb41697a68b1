"""Documents found by the digest of their bytes, whatever their files are called and wherever they lie.

What a document was extracted by says how it is read, and not the ending of a copy's name: a browser or `wget` may have
given it another one, or none. Rows of JSON lines and records of WARCs are looked for in files of many documents, which
are known by how they begin, or else by their ending.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from corpus.reading import paths
from corpus.reading.folders import files_below
from corpus.reading.origin import UNEXPECTED, Origin, Reader, unexpected
from corpus.store import sha256_hex
from corpus.types import Article, CorpusError

ENDINGS: Mapping[str | None, str] = {None: ".txt", "markdown-it-py": ".md", "resiliparse": ".html"}
"""How a document is read, by the first word of its extractor's name: as files with this ending are."""
MANY = frozenset({".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz", ".warc", ".warc.gz"})
"""The endings of files of many documents."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a document that is looked for, as of `Article`."""

    name: str
    sha256: str
    encoding: str
    record: str | None = None
    extractor: str | None = None


Found = tuple[Known, Article] | CorpusError


def find(
    places: Iterable[Path], wanted: Iterable[Known], readers: Mapping[str, Reader], max_bytes: int
) -> Iterator[Found]:
    """The wanted documents that are among some files and those below some folders, and what is wrong on the way.

    One of which there are several copies comes once for each. Hidden files and folders are passed over.
    """
    by_digest: dict[str, list[Known]] = {}
    for known in wanted:
        by_digest.setdefault(known.sha256, []).append(known)
    records = any(known.record is not None for alike in by_digest.values() for known in alike)
    for path in _files(places, readers):
        try:
            with path.open("rb") as file:
                raw = file.read(max_bytes + 1)
                if alike := by_digest.get(sha256_hex(raw)):
                    file.seek(0)
                    yield from _whole(file, path, alike, readers, max_bytes)
                elif records:
                    file.seek(0)
                    yield from _among(file, path, by_digest, readers, max_bytes)
        except (OSError, EOFError, zlib.error) as error:
            said = getattr(error, "strerror", None) or str(error)
            yield CorpusError(f"cannot be read: {said}", path=path)
        except UNEXPECTED as error:
            yield CorpusError(unexpected(error), path=path)


def _files(places: Iterable[Path], readers: Mapping[str, Reader]) -> Iterator[Path]:
    for place in places:
        if not place.is_dir():
            yield place
            continue
        yield from (path for path in files_below(place, readers, []) if path.is_file())


def _whole(
    file: BinaryIO, path: Path, alike: Sequence[Known], readers: Mapping[str, Reader], max_bytes: int
) -> Iterator[Found]:
    """The documents that a file with their bytes is."""
    for known in alike:
        is_row = known.record is not None and file.read(1) == b"{"
        file.seek(0)
        tool = known.extractor and known.extractor.partition(" ")[0]
        ending = ".jsonl" if is_row else ENDINGS.get(tool) or paths.ending_of(path, readers) or ".txt"
        for found in readers[ending](file, Origin(path, known.name, max_bytes, charset=known.encoding)):
            yield found if isinstance(found, CorpusError) else (known, found)
        file.seek(0)


def _among(
    file: BinaryIO,
    path: Path,
    by_digest: Mapping[str, Sequence[Known]],
    readers: Mapping[str, Reader],
    max_bytes: int,
) -> Iterator[Found]:
    """The documents that are rows or records of a file, where it is one of many; others of it are nobody's concern."""
    own = paths.ending_of(path, readers) or ""
    stream, ending = paths.recognised(file)
    if ending not in MANY or own.startswith(ending):  # nothing better is known than what it is called
        file.seek(0)
        stream, ending = file, own
    for found in readers[ending](stream, Origin(path, path.name, max_bytes)) if ending in MANY else ():
        if isinstance(found, Article):
            yield from ((known, found) for known in by_digest.get(found.sha256, ()) if known.record is not None)
