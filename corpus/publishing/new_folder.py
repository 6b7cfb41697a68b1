"""A folder that something is written into beside its place, and that takes the place when all is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from corpus.publishing.stored_manifest import manifest_of
from corpus.store import MANIFEST, folder_beside, refuse_foreign, remove_ours, replace_folder, sha256_hex
from corpus.types import CorpusError


@contextmanager
def new_folder(out: Path, kind: str | None = None) -> Iterator[Path]:
    """An empty folder to write into, which takes the place of `out` where the block ends without an error.

    `kind` is the `format` that `seal` is given: what stands at `out` gives way only where its manifest names the same,
    so that a slip of the hand replaces no dataset by an export of it. To a dataset, which has none, all gives way that
    was built here. Raises `CorpusError` where that is not so, and where nothing can be written.
    """
    refuse_foreign(out)
    if kind is not None and (out / MANIFEST).exists() and (found := manifest_of(out).get("format")) != kind:
        what = f"an export as {found}" if found else "a dataset"
        raise CorpusError(f"{what} stands here: name another folder", path=out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        filled = folder_beside(out)
    except OSError as error:
        message = f"cannot be written to: {error.strerror or error}; name another folder"
        raise CorpusError(message, path=out.parent) from error
    try:
        yield filled
        replace_folder(out, filled)
    except OSError as error:
        raise CorpusError(f"cannot be written: {error.strerror or error}", path=out) from error
    finally:
        with suppress(OSError):  # gone where it was moved into its place
            remove_ours(filled)


def seal(folder: Path, stated: Mapping[str, Any]) -> tuple[str, ...]:
    """Writes the manifest: what is stated, and the digest of each other file that stands in the folder: their names."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST)
    files = {path.relative_to(folder).as_posix(): sha256_hex(path.read_bytes()) for path in found}
    text = json.dumps({**stated, "files": files}, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_bytes(text.encode())
    return tuple(files)
