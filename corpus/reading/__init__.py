"""Reading: a file becomes an `Article` with its source and its originals.

The door: `read` for one file, `read_folder` for all of a folder; `read_text` and `read_lines` for what is no article.
Behind it `text_page` decodes, `sidecar` reads what is known about a page, `originals` finds the English documents that
a sidecar names, `plain` reads sentences and tables. `READERS` is the one place to add a kind of file: its ending, and
the function that makes text of its bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from corpus.reading import text_page
from corpus.reading.originals import read_originals
from corpus.reading.plain import Line, bytes_of, read_lines, read_text
from corpus.reading.sidecar import read_sidecar
from corpus.store import sha256_hex
from corpus.types import Article, CorpusError

Reader = Callable[[bytes, Path], tuple[str, str]]
"""From a file's bytes and path (for errors) to its text and the encoding that it was in."""

READERS: Mapping[str, Reader] = {
    ".txt": text_page.read,
}

__all__ = ["READERS", "Line", "read", "read_folder", "read_lines", "read_text"]


def read(path: Path, *, originals: Path | None = None) -> Article:
    """The article in a file, with the source that `NAME.toml` beside it states and the originals that it names.

    `originals` is their folder; without it they are looked for in `originals/` beside the article's folder.
    Raises `CorpusError` for a file that cannot be read or decoded, is empty or binary, has a broken sidecar, or names
    an original that is not there.
    """
    article, named = _document(path)
    if not named:
        return article
    folder = _beside(path.parent) if originals is None else originals
    return replace(article, originals=read_originals(named, folder, path.with_suffix(".toml"), _document))


def read_folder(folder: Path, *, originals: Path | None = None) -> tuple[list[Article], list[CorpusError]]:
    """All articles of a folder by name, and what is wrong with the files that are none: one never stops the others.

    Files with other endings than those of `READERS`, and hidden ones, are no articles. Raises `CorpusError` where the
    folder itself cannot be read.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if _is_page(path))
    except OSError as error:
        raise CorpusError(f"the folder cannot be read: {error.strerror or error}", path=folder) from error
    articles, errors = [], []
    for path in paths:
        try:
            articles.append(read(path, originals=originals))
        except CorpusError as error:
            errors.append(error)
    return articles, errors


def _document(path: Path) -> tuple[Article, tuple[str, ...]]:
    """A file's article without its originals, and their names."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise CorpusError(
            f"no reader for {path.suffix or 'a file without ending'}: there is {', '.join(READERS)}", path=path
        )
    raw = bytes_of(path)
    text, encoding = reader(raw, path)
    source, named = read_sidecar(path.with_suffix(".toml"))
    return Article(path.stem, text, source, sha256_hex(raw), encoding, path), named


def _is_page(path: Path) -> bool:
    return path.suffix.lower() in READERS and not path.name.startswith(".")


def _beside(folder: Path) -> Path:
    """`originals/` beside a folder, in the way the folder was given: relative stays relative."""
    inside = folder.name in ("", "..")  # `.`, `..`, `../..`: their parent is one more step up
    return (folder / ".." if inside else folder.parent) / "originals"
