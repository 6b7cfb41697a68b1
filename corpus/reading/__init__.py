"""Reading: files become `Article`s with their sources and their originals, one at a time.

The doors: `read_articles` for files, folders and standard input, `read` for a file that is one article,
`find_documents` for those of which the digest is known; `read_text` and `read_lines` for what is no article. `READERS`
is the one place to add a format: a file's ending, and what makes articles of the open file. `folders` finds the files,
`paths` says which format one or a stream without a name is in; `sidecar` reads what is known about a page, `originals`
finds the English documents that a sidecar names.

Text: `text_page` decodes. HTML: `html/`. The web: `fetch`, with `web/`. `plain` reads sentences and tables.
"""

from __future__ import annotations

import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

from corpus.config import Config
from corpus.reading import by_digest, folders, json_lines, markdown_page, paths, text_page, warc
from corpus.reading.by_digest import Known
from corpus.reading.folders import checked_folder, is_folder
from corpus.reading.html import page as html_page
from corpus.reading.origin import UNEXPECTED, Extracted, Origin, Reader, refuse_html, unexpected, whole
from corpus.reading.originals import read_originals
from corpus.reading.paths import ADVICE, STDIN_NAME
from corpus.reading.plain import Line, read_lines, read_text
from corpus.reading.sidecar import read_fetched, read_sidecar
from corpus.types import Article, CorpusError

MAX_BYTES = Config().max_bytes
STDIN = Path("-")
MOST_WRONG = 1_000
"""Places of one file that are named, where rows or records of it are wrong: whoever wrote it may have written millions.
"""
_ONE_BY_ONE = "`taiyaku pairs` and `corpus.articles`"


def _text(raw: bytes, origin: Origin) -> Extracted:
    text, encoding = text_page.read(raw, origin.path)
    refuse_html(text, "let its name end in .html (of standard input, say --format html)", origin.path)
    return Extracted(text, encoding, origin.known)


READERS: Mapping[str, Reader] = {
    ".txt": whole(_text),
    ".srt": whole(_text),
    ".vtt": whole(_text),
    ".md": whole(markdown_page.read),
    ".markdown": whole(markdown_page.read),
    ".html": whole(html_page.read),
    ".htm": whole(html_page.read),
    ".xhtml": whole(html_page.read),
    ".jsonl": json_lines.read,
    ".jsonl.gz": json_lines.read_packed,
    ".ndjson": json_lines.read,
    ".ndjson.gz": json_lines.read_packed,
    ".warc": warc.read,
    ".warc.gz": warc.read,
}

__all__ = [
    "ADVICE", "READERS", "STDIN", "STDIN_NAME", "Known", "Line", "checked_folder", "find_documents", "is_of_many",
    "may_be_document", "originals_near", "others_in", "read", "read_articles", "read_folder", "read_lines", "read_text",
    "state_of",
]  # fmt: skip


def read(path: Path, *, originals: Path | None = None, max_bytes: int = MAX_BYTES) -> Article:
    """The article in a file, with the source that it and `NAME.toml` beside it state and the originals that this names.

    `originals` is their folder; without it they are looked for where `originals_near` says.
    Raises `CorpusError` for a file that cannot be read or decoded, is empty, binary or longer than `max_bytes`, has a
    broken sidecar, names an original that is not there, or holds no or more than one article.
    """
    folder = originals_near(path) if originals is None else originals
    found = list(_two(_of_file(path, paths.stem(path, READERS), folder, max_bytes)))
    first = found[0] if found else None
    if isinstance(first, CorpusError):
        raise first
    if first is None or len(found) > 1:
        much = "no article" if first is None else f"several articles: {_ONE_BY_ONE} take them one by one"
        raise CorpusError(f"holds {much}", path=path)
    return first


def read_articles(
    places: Iterable[Path],
    *,
    originals: Path | None = None,
    max_bytes: int = MAX_BYTES,
    stdin_format: str | None = None,
    alone: bool = False,
) -> Iterator[Article | CorpusError]:
    """The articles of files, of folders and of what is below them, and of standard input (the path `-`), as they come.

    `originals` is the folder of those that sidecars name, of each place by default the one that `originals_near` says.
    `alone`: nothing but the bytes is asked for, so no originals are read, and a page whose sidecar is wrong is read all
    the same.

    `stdin_format` is what files of standard input's format end with, such as `md`; None: it is recognised. A folder's
    files are read by their paths; hidden ones, those with other endings than `READERS` has, and `README`s are no
    articles. What is wrong with a document is its place in the stream: one never stops the others. One document at a
    time is held.
    """
    for place in places:
        folder = None if alone else originals or originals_near(place)
        if place == STDIN:
            yield from _of_stdin(stdin_format, max_bytes)
        elif is_folder(place):
            try:
                found = folders.below(place, READERS)
            except CorpusError as error:
                yield error
                continue
            yield from found.problems
            for path in found.pages:
                yield from _of_file(path, paths.name_below(place, path, READERS), folder, max_bytes, within=place)
        else:
            yield from _of_file(place, paths.stem(place, READERS), folder, max_bytes)


def read_folder(
    folder: Path, *, originals: Path | None = None, max_bytes: int = MAX_BYTES
) -> tuple[list[Article], list[CorpusError]]:
    """All articles of a folder, and what is wrong with the documents that are none, both in `read_articles`' order.

    Of two articles of one name, such as a page in two formats, the first is taken: ids are made of names.
    Raises `CorpusError` where the folder itself cannot be read.
    """
    below = folders.below(folder, READERS)
    articles: dict[str, Article] = {}
    problems: list[CorpusError] = []
    for found in read_articles([folder], originals=originals, max_bytes=max_bytes):
        if isinstance(found, CorpusError):
            problems.append(found)
        elif (first := articles.setdefault(found.name, found)) is not found:
            message = f"{first.path} has the same name, {found.name}, and ids are made of names: rename or remove one"
            problems.append(CorpusError(message, path=found.path))
    message = "a sidecar of no page: there is none of this name beside it, so what it says is lost; rename or remove it"
    problems += [CorpusError(message, path=path) for path in folders.without_page(below, READERS)]
    return list(articles.values()), problems


def find_documents(places: Iterable[Path], wanted: Iterable[Known], *, max_bytes: int) -> Iterator[by_digest.Found]:
    """The documents of known bytes that are among files and below folders, each beside what is known of it.

    No sidecar is read, and what a file is called does not matter. What is wrong with a file is its place in the stream.
    """
    return by_digest.find(places, wanted, READERS, max_bytes)


def others_in(folder: Path) -> Counter[str]:
    """How many files of kinds that are not read lie in a folder and below it, by their endings, if it can be read."""
    try:
        return folders.below(folder, READERS).others
    except CorpusError:
        return Counter()


def may_be_document(path: Path) -> bool:
    """Whether a file's name has an ending that is read."""
    return paths.ending_of(path, READERS) is not None


def is_of_many(path: Path) -> bool:
    """Whether a file's name has the ending of files of many documents."""
    return paths.ending_of(path, READERS) in by_digest.MANY


def state_of(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What is another one when a page, a sidecar or a folder in a folder comes, goes or changes."""
    return folders.below(folder, READERS).state


def _of_file(
    path: Path, name: str, originals: Path | None, max_bytes: int, *, within: Path | None = None
) -> Iterator[Article | CorpusError]:
    """The articles of a file with the originals that its sidecar names; without a folder of these, with none.

    A pipe, and a link to anywhere, is read where it is named by itself, and not as what is found `within` a folder.
    """
    sidecar = path.with_name(f"{paths.stem(path, READERS)}.toml")
    try:
        reader = paths.reader_of(path, READERS)
        if within is not None:
            paths.refuse_outside(path, within)
            paths.refuse_link_out(sidecar, within)
        origin, beside = Origin(path, name, max_bytes), tuple[Article, ...]()
        try:
            known, named = read_sidecar(sidecar)
            fetched = read_fetched(sidecar)
            origin = replace(origin, known=known, charset=fetched.charset if fetched else None)
            if originals is not None:
                beside = read_originals(named, originals, sidecar, partial(read, max_bytes=max_bytes), tuple(READERS))
        except CorpusError as error:
            yield error
            if originals is not None:
                return
        with path.open("rb") as file:
            for found in _few_wrong(reader(file, origin), path):
                yield replace(found, originals=beside) if beside and isinstance(found, Article) else found
    except CorpusError as error:
        yield error
    except OSError as error:
        yield CorpusError(f"cannot be read: {error.strerror or error}", path=path)
    except UNEXPECTED as error:
        yield CorpusError(unexpected(error), path=path)


def _of_stdin(form: str | None, max_bytes: int) -> Iterator[Article | CorpusError]:
    known = [name[1:] for name in READERS if not name.endswith(".gz")]
    if form is not None and form not in known:
        yield CorpusError(f"no reader for the format {form}: there is {', '.join(known)}", path=STDIN_NAME)
        return
    try:
        stream, ending = paths.recognised(sys.stdin.buffer)
        reader = READERS[ending if form is None else f".{form}"]
        yield from _few_wrong(reader(stream, Origin(STDIN_NAME, "stdin", max_bytes)), STDIN_NAME)
    except (OSError, EOFError, zlib.error) as error:
        yield CorpusError(f"cannot be read: {error}", path=STDIN_NAME)
    except UNEXPECTED as error:
        yield CorpusError(unexpected(error), path=STDIN_NAME)


def _few_wrong(found: Iterable[Article | CorpusError], path: Path) -> Iterator[Article | CorpusError]:
    """The articles of a file, and what is wrong on the way: beyond `MOST_WRONG` places only how many there are."""
    wrong, last = 0, cast(CorpusError | None, None)
    for one in found:
        if isinstance(one, CorpusError) and (wrong := wrong + 1) > MOST_WRONG:
            last = one
        else:
            yield one
    if last is not None:
        message = f"{wrong - MOST_WRONG:,} places more are wrong, the last one so: {last.message}"
        yield CorpusError(message, path=path, line=last.line)


def _two(found: Iterator[Article | CorpusError]) -> Iterator[Article | CorpusError]:
    """The first two of a stream: enough to know that it is more than one."""
    for number, one in enumerate(found):
        yield one
        if number:
            return


def originals_near(place: Path) -> Path:
    """`originals/` beside a folder of articles, or beside the folder of a page: the nearest, of a page far below too.

    It is looked for on the way up as the place was given: relative stays relative. Where there is none it is the one
    that would be the nearest.
    """
    folder = place if place.is_dir() else place.parent
    above = [folder, *folder.parents]
    # Of `.`, `..`, `../..` the parent is one more step up.
    found = [(one / ".." if one.name in ("", "..") else one.parent) / "originals" for one in above]
    return next((one for one in found if one.is_dir() or one.is_symlink()), found[0])
