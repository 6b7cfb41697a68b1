"""What of a dataset is given away: `EDITIONS` is the one place to add a way.

    standoff    no text at all: addresses, digests and spans, from which whoever has the pages makes the texts again
    open        the pairs both of whose texts anybody may pass on
    full        all of it

An edition is a folder with a manifest, and of that folder only what its manifest names: whatever else somebody has put
there stays at home.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.publishing.dataset.open_licences import open_licence
from corpus.publishing.exports.exporters import export
from corpus.publishing.hub.open_edition import is_open, write_open_edition
from corpus.publishing.stored_manifest import manifest_of
from corpus.publishing.stored_rows import has_rows, nothing_kept, rows_of, splits_of
from corpus.store import MANIFEST, sha256_hex
from corpus.types import CorpusError, Reason

UNKNOWN = "unknown"
NAMED = 5
"""Licences that are named where a text has none that is open."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of an edition: its place in the folder, bytes, rows where it is Parquet, and its digests.

    `blob` is the digest under which git knows the content.
    """

    name: str
    size: int
    rows: int | None
    sha256: str
    blob: str


@dataclass(frozen=True, slots=True)
class Edition:
    """What is to be published: a folder, and the files of it that are sent."""

    name: str
    folder: Path
    files: tuple[File, ...]
    signature: str

    @property
    def size(self) -> int:
        """All bytes together."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an edition is made of: `out` is where it may be written, `reasons` says what each reason means.

    `rights` says that whoever publishes has the right to give every text away.
    """

    dataset: Path
    out: Path
    reasons: Mapping[Reason, str]
    rights: bool = False


def prepare(name: str, wanted: Wanted) -> Edition:
    """The edition of a dataset, written where it is not the dataset itself.

    Raises `CorpusError` where there is no whole dataset or no kept pair, where no text is open (`open`) or not all are
    (`full`, without `rights`), and where nothing can be written.
    """
    manifest = manifest_of(wanted.dataset, "signature", "documents", "files")
    if form := manifest.get("format"):
        message = f"is no dataset, but made of one ({form}): name the folder of a build with --dataset"
        raise CorpusError(message, path=wanted.dataset)
    if not has_rows(wanted.dataset, "pairs"):
        raise CorpusError(f"{nothing_kept(manifest)}, so there is nothing to publish", path=wanted.dataset)
    folder = EDITIONS[name](wanted)
    return Edition(name, folder, _files(folder), manifest["signature"])


def _standoff(wanted: Wanted) -> Path:
    return export(wanted.dataset, "standoff", wanted.out).folder


def _open(wanted: Wanted) -> Path:
    splits = splits_of(wanted.dataset, "pairs")
    if not any(is_open(row) for split in splits for row in rows_of(wanted.dataset, "pairs", split)):
        message = (
            f"of no kept pair both texts have an open licence; {_closed(wanted.dataset)}. Write what you know into the "
            "sidecars of the pages and build again, or publish --edition standoff"
        )
        raise CorpusError(message, path=wanted.dataset)
    return write_open_edition(wanted.dataset, wanted.out, wanted.reasons)


def _full(wanted: Wanted) -> Path:
    if not wanted.rights and (closed := _closed(wanted.dataset)):
        message = (
            f"{closed}. Publish --edition open or standoff, or add --i-have-the-rights where you have the right to "
            "give every text away"
        )
        raise CorpusError(message, path=wanted.dataset)
    manifest = manifest_of(wanted.dataset)
    paths = [*(one.get("path", "") for one in manifest["documents"]), manifest.get("verdicts", "")]
    if outside := [path for path in paths if ".." in Path(path).parts]:
        message = (
            f"says where files lie on this machine ({outside[0]}), and that would be published: build in a folder that "
            "the pages are in or below"
        )
        raise CorpusError(message, path=wanted.dataset / MANIFEST)
    return wanted.dataset


EDITIONS: Mapping[str, Callable[[Wanted], Path]] = {"standoff": _standoff, "open": _open, "full": _full}


def _closed(dataset: Path) -> str:
    """What is said of the texts that have no open licence; nothing where all have one."""
    stated = Counter(
        row["provenance"][language]["licence"] or UNKNOWN
        for split in splits_of(dataset, "candidates")
        for row in rows_of(dataset, "candidates", split)
        for language in ("ja", "en")
    )
    closed = [(licence, count) for licence, count in stated.most_common() if open_licence(licence) is None]
    if not closed:
        return ""
    named = ", ".join(f"{licence}: {count:,}" for licence, count in closed[:NAMED])
    more = f" and {len(closed) - NAMED} more" if closed[NAMED:] else ""
    total = sum(count for _, count in closed)
    return f"{total:,} of {stated.total():,} texts have no open licence ({named}{more})"


def _files(folder: Path) -> tuple[File, ...]:
    """The manifest and the files that it names, in order, each proved by its digest."""
    files, home = list[File](), Path(os.path.realpath(folder))
    for name, digest in sorted({**manifest_of(folder, "files")["files"], MANIFEST: None}.items()):
        path = folder / name
        try:
            if not Path(os.path.realpath(path)).is_relative_to(home):  # links in a circle are an OSError here
                raise CorpusError("leads out of the dataset, and what is elsewhere is not published", path=path)
            data = path.read_bytes()
        except OSError as error:
            raise CorpusError(f"cannot be read: {error.strerror or error}; build again", path=path) from error
        found = sha256_hex(data)
        if digest not in (None, found):
            raise CorpusError("was changed since it was written; build again", path=path)
        blob = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
        files.append(File(name, len(data), _rows(path), found, blob))
    return tuple(files)


def _rows(path: Path) -> int | None:
    import pyarrow.parquet as pq

    return pq.ParquetFile(path).metadata.num_rows if path.suffix == ".parquet" else None
