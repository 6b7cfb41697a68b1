"""Proving a dataset: its sources are read again, and every published string is spelled from them.

`verify` trusts nothing in the dataset's folder but the manifest's list of documents, and that only where a file with
the digest that it names is found.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from corpus import publishing, text
from corpus.config import digest_of
from corpus.reading import is_of_many, may_be_document, read_articles
from corpus.reviewed import Decisions, decisions, is_called, is_decided, is_worded
from corpus.store import MANIFEST, sha256_hex
from corpus.types import Article, CorpusError, Language, Span

LANGUAGES: tuple[Language, ...] = ("ja", "en")
LEDGER = publishing.ledger_of(Path()).name
CREDITS = ("title", "author")
"""What the manifest says of a document, and rows do not."""
CAPTURED = "retrieved"
"""The day on which a document was taken, which the manifests of older versions do not say."""
RESTATED = "its url, publisher or licence are not those of its document"

Row = Mapping[str, Any]
Entry = Mapping[str, str]
"""A document in the manifest."""
Documents = Mapping[tuple[str, str], Article | None]
"""By name and sha256; None for one that could not be read, which is said once and not for each of its rows."""


@dataclass(frozen=True, slots=True)
class Known:
    """By what rows are proved: documents, what reviewers decided (None where no ledger is there), and of each candidate
    that they decided on the digest of the texts on its page.
    """

    documents: Documents
    decisions: Decisions | None
    wholes: Mapping[str, str]


UNPROVED: Mapping[str, str] = {
    "standoff": "has no texts to prove; `taiyaku rebuild-text` makes them, and proves each by its digest",
    "rebuilt": "each text was proved by its digest when it was made; `taiyaku rebuild-text` does so again",
    **dict.fromkeys(
        ("tmx", "moses", "jsonl"), "is an export, which does not say where its texts stand: verify the dataset it is of"
    ),
}
"""What is said of what was made of a dataset, by the format that its manifest names."""


def verify(folder: Path, sources: Sequence[Path] = ()) -> list[CorpusError]:
    """All that is wrong with the dataset in `folder`: an empty list where every string in it is proved.

    Documents are looked for in the folders `sources` by their names, then where the manifest says, as seen from the
    current folder and from `folder`, and then by their bytes below `sources`. Where a text was extracted, it is
    extracted again; if another one comes out, with the same bytes, that is said with the versions of the extractor then
    and now.

    Proved are: the digest of every file; the manifest's signature; the digest of every document, its title and author;
    for both sides of every row of every config the text, from its spans, and what is said of its document; every row's
    id, signature and verdict; that `pairs` is the candidates without a reason; that there are as many rows as the
    manifest says. Verdicts, and texts that a reviewer edited, are found in the ledger instead (`verdicts.tsv` below
    `sources`, else where the manifest says), in a decision on the texts that the row's spans spell.

    What is found before something cannot be read is there all the same.
    """
    problems: list[CorpusError] = []
    try:
        problems.extend(_problems(folder, sources))  # what comes before an error stays
    except CorpusError as error:
        problems.append(error)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"not a whole dataset of ours ({error!r}); build it again"
        problems.append(CorpusError(message, path=folder if problems else folder / MANIFEST))
    return problems


def _problems(folder: Path, sources: Sequence[Path]) -> Iterator[CorpusError]:
    manifest = publishing.manifest_of(folder)
    if (form := str(manifest.get("format"))) in UNPROVED:
        yield CorpusError(UNPROVED[form], path=folder)
        return
    yield from _files(folder, manifest["files"])
    yield from _signed(folder, manifest)
    called: dict[str, list[Path]] = {}  # what lies anywhere below the sources, by the names of files
    for path in sorted(path for source in sources for path in source.rglob("*")):
        called.setdefault(path.name, []).append(path)
    documents, unread = _documents(folder, manifest, sources, called)
    yield from unread
    parts = list(manifest["rows"])
    wholes = _reviewed(folder, parts, documents)
    ledgers = _ledgers(folder, manifest.get("verdicts"), called)
    if wholes and not ledgers:
        message = "the ledger of the verdicts that rows have is not there; say where its folder is (--sources)"
        yield CorpusError(message, path=manifest.get("verdicts", LEDGER))
    known = Known(documents, decisions(ledgers) if ledgers else None, wholes)
    for part in parts:
        yield from _part(folder, part, manifest["rows"][part], manifest["signature"], known)
    yield from _configs(folder, parts)


def _files(folder: Path, files: Mapping[str, str]) -> Iterator[CorpusError]:
    """The dataset's files that are missing, changed or not listed."""
    for name, digest in files.items():
        path = folder / name
        if not path.is_file():
            yield CorpusError("the manifest lists this file, and it is missing", path=path)
        elif sha256_hex(path.read_bytes()) != digest:
            yield CorpusError("this file was changed since the build", path=path)
    for path in sorted(folder.rglob("*.parquet")):
        if path.relative_to(folder).as_posix() not in files:
            yield CorpusError("the manifest does not list this file", path=path)


def _signed(folder: Path, manifest: Mapping[str, Any]) -> Iterator[CorpusError]:
    """Where the manifest contradicts its own signature. An open edition lists a part of the documents that it is of."""
    stated = {name: manifest[name] for name in ("version", "model", "config", "data")}
    if str(publishing.Signature(**stated)) != manifest["signature"]:
        yield CorpusError(f"its {', '.join(stated)} are not those of its signature", path=folder / MANIFEST)
    if digest_of(manifest["settings"]) != stated["config"]:
        yield CorpusError("its settings are not those of its signature", path=folder / MANIFEST)
    digests = (one["sha256"] for one in manifest["documents"])
    if "format" not in manifest and publishing.documents_digest(digests) != stated["data"]:
        yield CorpusError("its documents are not those of its signature", path=folder / MANIFEST)


def _documents(
    folder: Path, manifest: Mapping[str, Any], sources: Sequence[Path], called: Mapping[str, Sequence[Path]]
) -> tuple[Documents, list[CorpusError]]:
    """The documents of the manifest, read again, and what is wrong with them."""
    listed: Sequence[Entry] = manifest["documents"]
    documents: dict[tuple[str, str], Article | None] = {(entry["name"], entry["sha256"]): None for entry in listed}
    problems: list[CorpusError] = []
    most = manifest["settings"]["max_bytes"]
    places = [_place(folder, entry, sources, called, most) for entry in listed]
    right = [_is_right(entry, place, most) for entry, place in zip(listed, places, strict=True)]
    if not all(right):  # it may have another name now: its bytes tell
        known = {_digest(path, most): path for path in _files_of(called)}
        places = [
            place if is_right else known.get(entry["sha256"], place)
            for entry, place, is_right in zip(listed, places, right, strict=True)
        ]
    together: dict[Path, list[Entry]] = {}  # a file of many documents is read once
    for entry, place in zip(listed, places, strict=True):
        if place is None:
            message = f"the document {entry['name']} is not there any more; say where its folder is (--sources)"
            problems.append(CorpusError(message, path=entry["path"]))
        elif not _is_right(entry, place, most):
            problems.append(CorpusError("this document was changed since the build; build again", path=place))
        else:
            together.setdefault(place, []).append(entry)
    for place, entries in together.items():
        found, wrong = _read(place, entries, most)
        documents.update(found)
        problems += wrong
    return documents, problems


def _is_right(entry: Entry, place: Path | None, max_bytes: int) -> bool:
    """Whether a document lies at a place; of what is one of many in a file, it is read whether it does."""
    return place is not None and ("record" in entry or _digest(place, max_bytes) == entry["sha256"])


def _digest(path: Path, max_bytes: int) -> str | None:
    """The sha256 of a file, which is never held as a whole; None for what is longer than a document, or unreadable."""
    try:
        if path.stat().st_size > max_bytes:
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _files_of(called: Mapping[str, Sequence[Path]]) -> Iterator[Path]:
    """The files below the sources that may be a document each."""
    paths = (path for found in called.values() for path in found if may_be_document(path) and not is_of_many(path))
    yield from filter(Path.is_file, paths)


def _read(place: Path, entries: Sequence[Entry], max_bytes: int) -> tuple[Documents, list[CorpusError]]:
    """The documents of one file that the manifest lists, and what is wrong with them."""
    wanted = {(entry.get("record"), entry["sha256"]): entry for entry in entries}
    documents: dict[tuple[str, str], Article | None] = {}
    problems: list[CorpusError] = []
    for found in read_articles([place], max_bytes=max_bytes, alone=True):
        if isinstance(found, CorpusError):
            if "record" not in entries[0]:
                problems.append(found)
                wanted.clear()
            continue
        entry = wanted.pop((found.record, found.sha256), None)
        if entry is None:
            continue
        if wrong := _extracted_otherwise(entry, found):
            problems.append(CorpusError(wrong, path=place))
        else:
            documents[entry["name"], entry["sha256"]] = found
            if entry.get(CAPTURED, found.source.retrieved) != found.source.retrieved:
                message = f"{entry['name']} was not retrieved on the day that the manifest states; build again"
                problems.append(CorpusError(message, path=place))
            if any((getattr(found.source, name) or None) != entry.get(name) for name in CREDITS):
                message = f"the title or author of {entry['name']} is not the one that the manifest states; build again"
                problems.append(CorpusError(message, path=place))
    for record, _ in wanted:
        message = f"the record {record} was changed since the build, or is gone; build again"
        problems.append(CorpusError(message, path=place))
    return documents, problems


def _extracted_otherwise(entry: Entry, found: Article) -> str | None:
    """What is said where another text than the build's comes out of the same bytes."""
    if entry.get("text_sha256", found.text_sha256) == found.text_sha256:
        return None
    then, now = entry.get("extractor"), found.extractor
    by = f"extracted with {then} then, {now} now: " if then != now else ""
    return f"{by}another text comes out of the same bytes of {entry['name']} than the build's; build again"


def _place(
    folder: Path, entry: Entry, sources: Sequence[Path], called: Mapping[str, Sequence[Path]], max_bytes: int
) -> Path | None:
    """Where a document lies: the first place with the right file, else the first with a file at all, else None.

    Below a folder of `sources` it is looked for as deep as it lay in the folder that was built from, then anywhere.
    """
    path = Path(entry["path"])
    deep = PurePosixPath(entry["name"]).with_name(path.name)
    below = [*(source / deep for source in sources), *called.get(path.name, ())]
    places = [*below, path, folder / path]
    there = [place for place in places if place.is_file()]
    if "record" in entry:
        return there[0] if there else None
    right = (place for place in there if _is_right(entry, place, max_bytes))
    return next(right, there[0] if there else None)


def _rows(folder: Path, part: str) -> Iterator[tuple[Path, Row]]:
    """The rows of a part such as `pairs/train`, each with its file."""
    for path in sorted(folder.glob(f"{part}-*.parquet")):
        yield from ((path, row) for row in publishing.rows_in(path))


def _reviewed(folder: Path, parts: Iterable[str], documents: Documents) -> dict[str, str]:
    """The digests of the texts that stand on the page for each candidate that a reviewer decided on, by its id."""
    return {
        row["id"]: publishing.text_digest(*_spelled(row, documents))
        for part in parts
        if part.startswith("candidates/")
        for _, row in _rows(folder, part)
        if row["verdict"] is not None or row["edited"]
    }


def _ledgers(folder: Path, listed: str | None, called: Mapping[str, Sequence[Path]]) -> list[Path]:
    """Where the ledger is: all of its name that lie below the sources, else where the manifest says; none: nowhere."""
    below = [path for path in called.get(Path(listed or LEDGER).name, ()) if path.is_file()]
    stated = [Path(listed), folder / listed] if listed else []
    return below or [path for path in stated if path.is_file()][:1]


def _part(folder: Path, part: str, count: int, signature: str, known: Known) -> Iterator[CorpusError]:
    """What is wrong with the rows of one config's split."""
    found = 0
    restated: dict[tuple[Path, str], list[str]] = {}  # of a document once, and not for each of its rows
    for path, row in _rows(folder, part):
        found += 1
        if row["provenance"]["signature"] != signature:
            yield CorpusError(f"pair {row['id']}: its signature is not the manifest's", path=path)
        wrong = {language: _wrong(row, language, known.documents) for language in LANGUAGES}
        if not any(wrong.values()):
            said = _wrong_decision(row, known)
            if said:
                yield CorpusError(f"pair {row['id']}{said}", path=path)
        for language, what in wrong.items():
            if what == RESTATED:
                document = row["provenance"][language]["article"]
                restated.setdefault((path, document), []).append(f"pair {row['id']}, {language}")
            elif what:
                yield CorpusError(f"pair {row['id']}, {language}: {what}", path=path)
    for (path, _), sides in restated.items():
        more = f" (and so of {len(sides) - 1:,} sides more that stand in it)" if sides[1:] else ""
        yield CorpusError(f"{sides[0]}: {RESTATED}{more}", path=path)
    if found != count:
        yield CorpusError(f"{part} has {found} rows, and the manifest says {count}", path=folder)


def _wrong(row: Row, language: Language, documents: Documents) -> str | None:
    """What is wrong with one side of a row, None where it is what its document says, or is said to be edited."""
    side = row["provenance"][language]
    key = side["article"], side["sha256"]
    if key not in documents:
        return f"its document {side['article']} is not among those of the manifest"
    document = documents[key]
    if document is None:
        return None  # said already, of the document
    spans = [Span(start, end) for start, end in side["spans"]]
    if not spans or any(not 0 <= span.start < span.end <= len(document.text) for span in spans):
        return "its spans do not lie within its document"
    if row["translation"][language] != text.spell(language, document.text, spans) and not row["edited"]:
        return "its text is not what stands in its document"
    source = document.source
    if (side["url"], side["publisher"], side["licence"]) != (source.url, source.publisher, source.licence):
        return RESTATED
    return None


def _wrong_decision(row: Row, known: Known) -> str | None:
    """What is wrong with the id, verdict and edited texts of a row whose spans are right, None where nothing is.

    Without a ledger, of which that is said once, what only a ledger can prove is not asked for.
    """
    side = row["provenance"]["ja"]
    page = known.documents[side["article"], side["sha256"]]
    if page is None or known.documents[row["provenance"]["en"]["article"], row["provenance"]["en"]["sha256"]] is None:
        return None  # said already, of the document
    old = _spelled(row, known.documents)
    whole, point, _ = row["id"].partition(".")
    places = len(page.text) // max(1, len(old[0])) + 1  # no two pairs of a page have a character in common
    if point:
        named = whole in known.wholes
    else:
        named = is_called(whole, side["article"], old, headline=row["headline"], places=places)
    in_ledger = row["verdict"] is not None and (known.decisions is None or row["id"] in known.decisions.names)
    if not named and not in_ledger:
        return ": its id is not made of its page and its texts"
    if known.decisions is None:
        return None
    on_row = list(known.decisions.on(row, old, known.wholes))
    for language, spelled in zip(LANGUAGES, old, strict=True):
        if row["translation"][language] != spelled and not is_worded(row, language, old, on_row):
            return f", {language}: its text was edited, and no verdict in the ledger says so"
    if row["verdict"] is not None and not is_decided(row, old, on_row, known.decisions):
        return f": no verdict in the ledger is {row['verdict']}"
    return None


def _spelled(row: Row, documents: Documents) -> tuple[str, str]:
    """The texts that a row's spans spell, empty where its document could not be read."""
    old: list[str] = []
    for side in LANGUAGES:
        place = row["provenance"][side]
        document = documents.get((place["article"], place["sha256"]))
        spans = [Span(start, end) for start, end in place["spans"]]
        old.append("" if document is None else text.spell(side, document.text, spans))
    return old[0], old[1]


def _configs(folder: Path, parts: Sequence[str]) -> Iterator[CorpusError]:
    """Whether `pairs` is what in `candidates` has no reason, row by row."""
    rows = {
        config: Counter(
            (row["id"], sha256_hex(json.dumps(row, sort_keys=True).encode()))
            for part in parts
            if part.startswith(f"{config}/")
            for _, row in _rows(folder, part)
            if row["reason"] is None or config == "pairs"
        )
        for config in ("pairs", "candidates")
    }
    for only, other in (("pairs", "candidates"), ("candidates", "pairs")):
        for name, _ in rows[only] - rows[other]:
            yield CorpusError(f"pair {name}: kept here, and not the same in {other}", path=folder / only)
