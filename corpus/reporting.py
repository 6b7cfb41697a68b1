"""The report of a dataset that was built before: its rows as published, its pages read again, nothing aligned."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from corpus import alignment, publishing
from corpus.curation import REASONS, same_texts
from corpus.pool import pool_in
from corpus.publishing import Report, Stored
from corpus.reading import read_folder
from corpus.store import sha256_hex
from corpus.types import CorpusError

LONGEST = 230  # bytes of a file's name, with room for what is put around it while it is written
SHORTENED = 150
DIGITS = 8


@dataclass(frozen=True, slots=True)
class Reported:
    """Where a report was written, how many articles it shows, and what was wrong with their pages."""

    path: Path
    shown: int
    problems: tuple[CorpusError, ...]


def report(out: Path, articles: Path, originals: Path, review: Path, article: str | None = None) -> Reported:
    """Writes `out/report.html` of the dataset in `out/dataset` again, as the build did.

    With `article`, it is of this one's alignment alone, in a file with its name. A page that is not there any more, or
    was changed since, is named and not shown. `review` is where the TSV is, which the report leads to.

    Raises `CorpusError` where there is no dataset, or none with such an article, and where nothing can be written.
    """
    stored = publishing.read_back(out / "dataset")
    wanted = _wanted(stored, article, out / "dataset")
    read, unread = read_folder(articles, originals=originals, max_bytes=stored.config.max_bytes)
    pool, unread_originals = pool_in(originals, stored.config)
    found = {(one.name, one.sha256): one for one in read}
    pages = [pool.page(found[key], stored.config) for key in wanted if key in found]
    gone = [_gone(name, articles) for name, digest in wanted if (name, digest) not in found]
    made = Report(
        signature=stored.signature,
        config=stored.config,
        rows=stored.rows,
        articles=stored.articles,
        shown=[(page.article, page.passages) for page in pages],
        reasons=REASONS,
        comparing=publishing.Comparing(alignment.mismatches, same_texts),
        table=publishing.seen_from(out, publishing.table_of(review)),
        measured=publishing.measured(stored.model),
    )
    path = out / (publishing.REPORT if article is None else _file_of(article, stored.articles))
    publishing.write_report(path, made)
    return Reported(path, len(pages), (*unread, *unread_originals, *gone))


def _wanted(stored: Stored, article: str | None, dataset: Path) -> list[tuple[str, str]]:
    """The articles to be shown, by name."""
    if article is None:
        return publishing.first_shown(stored.articles)
    wanted = sorted(key for key in stored.articles if key[0] == article)
    if not wanted:
        near = get_close_matches(article, [name for name, _ in stored.articles], n=3)
        hint = f"; near are {', '.join(near)}" if near else "; an article's name is its file's without the ending"
        raise CorpusError(f"no article of it is called {article!r}{hint}", path=dataset)
    return wanted


def _gone(name: str, articles: Path) -> CorpusError:
    return CorpusError(f"the page {name} is not here, or was changed; name its folder, or build again", path=articles)


def _file_of(article: str, articles: Iterable[tuple[str, str]]) -> str:
    """The name of the file of an article's report: with a digest where it would be another one's too, or too long."""
    plain = f"report-{_as_file(article)}.html"
    alone = all(name == article or _as_file(name) != _as_file(article) for name, _ in articles)
    if alone and len(plain.encode()) <= LONGEST:
        return plain
    begun = _as_file(article).encode()[:SHORTENED].decode("utf-8", "ignore")
    return f"report-{begun}-{sha256_hex(article.encode())[:DIGITS]}.html"


def _as_file(name: str) -> str:
    """A name as part of a file's name: a folder's slash, and what some file system forbids, is a hyphen."""
    return re.sub(r'[\\/:*?"<>|#\x00-\x1f]', "-", name)
