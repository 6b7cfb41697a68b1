"""A page that was fetched becomes two files: `NAME.ENDING` with its bytes as they came, `NAME.toml` with what is known.

The name is made of host and path, in letters that every file system has; where that loses something (a query, capitals,
other scripts, more than 100 characters), or another page has the name, a digest of the address follows. The ending
follows from the content type, and from the address where the type says little.

What stands there already is kept: another page is put in its place only where that is asked for, and of a sidecar only
`url`, `retrieved` and the table `[fetched]` are written anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from email.message import Message
from pathlib import Path
from typing import Literal

from corpus.reading.plain import bytes_of
from corpus.reading.sidecar import Fetched, read_fetched, read_sidecar
from corpus.reading.web.addresses import Target, shown
from corpus.reading.web.licence_links import licence_links
from corpus.reading.web.sidecar_text import new_sidecar, updated
from corpus.reading.web.transport import Answer
from corpus.store import refuse_link, sha256_hex, write_atomic
from corpus.types import CorpusError

ENDINGS: Mapping[str, str] = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "application/jsonl": ".jsonl",
    "application/jsonlines": ".jsonl",
    "application/x-jsonlines": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/warc": ".warc",
}
"""The ending of each content type that is saved."""

_BY_ADDRESS: Mapping[str, tuple[str, ...]] = {
    "": (".html", ".htm", ".txt", ".md", ".jsonl", ".ndjson", ".warc", ".warc.gz"),
    "text/plain": (".md", ".jsonl", ".ndjson"),
    "application/octet-stream": (".txt", ".md", ".jsonl", ".ndjson", ".warc", ".warc.gz"),
    "application/warc": (".warc.gz",),
    "application/gzip": (".warc.gz",),
    "application/x-gzip": (".warc.gz",),
}
"""Types that say little: the endings of an address that say more. The first is no type at all."""

_LONGEST = 100
_DIGEST = 8
_STATED = 200  # characters of a header that are kept
_GZIP = b"\x1f\x8b"
# Names that Windows keeps for itself, and those of files that are no pages in a folder of them.
_KEPT = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)|readme(\.|$)")

State = Literal["saved", "replaced", "unchanged"]


@dataclass(frozen=True, slots=True)
class Page:
    """What was fetched: from which address in the end, the answer, why it was allowed, and the day (UTC)."""

    requested: str
    target: Target
    answer: Answer
    robots: str
    day: date


@dataclass(frozen=True, slots=True)
class Saved:
    """A page's file, its size in bytes, its content type, and what was done."""

    path: Path
    size: int
    content_type: str
    state: State


def save(page: Page, folder: Path, *, again: bool = False) -> Saved:
    """Writes a page and its sidecar; nothing at all where both say the same already.

    Raises `CorpusError` for a type that is not read, an empty page, another page of the same name where not `again`, a
    sidecar that is broken, and where the folder cannot be written.
    """
    url, body = shown(page.target.url), page.answer.body
    if not body:
        raise CorpusError("is empty", path=url)
    message = Message()
    message["Content-Type"] = page.answer.headers.get("content-type", "")
    stated = message["Content-Type"].partition(";")[0].strip().lower()
    ending = _ending(stated, page)
    sidecar = _place(page, folder)
    path = sidecar.with_name(f"{sidecar.name.removesuffix('.toml')}{ending}")
    refuse_link(path)
    refuse_link(sidecar)
    state: State = "saved"
    if path.exists():
        state = "unchanged" if bytes_of(path) == body else "replaced"
        if state == "replaced" and not again:
            raise CorpusError(f"has another content than {path}, which is kept: --again replaces it", path=url)
    known = read_fetched(sidecar)  # an error here if it is broken, before anything is written
    if state != "unchanged" or known is None or known.sha256 != sha256_hex(body):
        charset = message.get_content_charset("")
        facts, licence = _facts(page, stated, charset if re.fullmatch(r"[a-z0-9._:+-]{1,40}", charset) else None)
        text = _sidecar(sidecar, page, facts, licence)
        if state != "unchanged":
            write_atomic(path, body)
        write_atomic(sidecar, text)
    return Saved(path, len(body), stated or "no type", state)


def _sidecar(path: Path, page: Page, facts: Fetched, licence: str | None) -> str:
    """The whole text of a sidecar, new or brought up to date."""
    url, day = page.target.url, page.day.isoformat()
    if not path.exists():
        return new_sidecar(url, day, licence, facts)
    return updated(bytes_of(path).decode("utf-8"), url, day, facts, path)


def _facts(page: Page, content_type: str, charset: str | None) -> tuple[Fetched, str | None]:
    """What the sidecar tells of the answer, and the licence that the page declares."""
    headers = page.answer.headers
    markup = page.answer.body if ENDINGS.get(content_type) == ".html" else b""
    links, licence = licence_links(markup, page.target.url, headers.get("link", ""))
    facts = Fetched(
        requested=page.requested,
        status=page.answer.status,
        content_type=content_type or None,
        charset=charset,
        last_modified=headers.get("last-modified", "").strip()[:_STATED] or None,
        etag=headers.get("etag", "").strip()[:_STATED] or None,
        robots=page.robots,
        licence_links=links,
        sha256=sha256_hex(page.answer.body),
    )
    return facts, licence


def _ending(content_type: str, page: Page) -> str:
    """The ending that a page gets; `CorpusError` for what no reader could make text of."""
    path = page.target.path.partition("?")[0].lower()
    stated = max((e for e in _BY_ADDRESS.get(content_type, ()) if path.endswith(e)), key=len, default=None)
    ending = ".html" if stated == ".htm" else stated or ENDINGS.get(content_type)
    if ending is None:
        named = f"of the type {content_type[:80]!r}" if content_type else "of no stated type"
        readable = ", ".join(sorted({*ENDINGS.values(), ".warc.gz"}))
        raise CorpusError(f"is {named}, which is not read here: there is {readable}", path=shown(page.target.url))
    # Some servers unpack what they send, or say that they packed it for the way: the bytes tell what is in them.
    return ".warc" if ending == ".warc.gz" and not page.answer.body.startswith(_GZIP) else ending


def _place(page: Page, folder: Path) -> Path:
    """A page's sidecar: the one under the plain name, unless that is another page's."""
    plain, digested = (folder / f"{name}.toml" for name in names(page.target))
    owner = read_sidecar(plain)[0].url
    return plain if owner in (None, page.target.url) else digested


def names(target: Target) -> tuple[str, str]:
    """A page's name, and the one with a digest of its address that it has where the first is taken."""
    digest = sha256_hex(target.url.encode())[:_DIGEST]
    path = target.path.strip("/")
    for ending in (".html", ".htm", ".txt", ".md", ".jsonl", ".ndjson", ".warc.gz", ".warc"):
        path = path.removesuffix(ending)
    said = "-".join(part for part in (target.netloc, *path.split("/")) if part)
    plain = re.sub(r"(?:[^a-z0-9.]|\.{2,})+", "-", said.lower()).strip("-.")
    faithful = re.fullmatch(r"[a-z0-9./-]*", path) and len(plain) <= _LONGEST and not _KEPT.match(plain)
    plain = re.sub("^readme[.]", "readme-", plain)
    digested = f"{plain[: _LONGEST - _DIGEST - 1].strip('-.')}-{digest}"
    return (plain if faithful else digested), digested
