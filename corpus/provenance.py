"""Proving a dataset: its sources are read again, and every published string is spelled from them.

`verify` trusts nothing in the dataset's folder but the manifest's list of documents, and that only where a file with
the digest that it names is found.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from corpus import publishing, text
from corpus.curation import new_texts
from corpus.reading import read_articles
from corpus.store import sha256_hex
from corpus.types import Article, CorpusError, Language, Span

LANGUAGES: tuple[Language, ...] = ("ja", "en")
ROWS_AT_A_TIME = 1_000

Row = Mapping[str, Any]
Entry = Mapping[str, str]
"""A document in the manifest."""
History = Mapping[str, Sequence[publishing.Entry]]
"""The verdicts from the oldest on, by their ids and, since pages get other names, by the digests of their texts."""
Documents = Mapping[tuple[str, str], Article | None]
"""By name and sha256; None for one that could not be read, which is said once and not for each of its rows."""

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
    current folder and from `folder`. Where a text was extracted, it is extracted again; if another one comes out, with
    the same bytes, that is said with the versions of the extractor then and now.

    Proved are: the digest of every file; the digest of every document; for both sides of every row of every config
    the text, from its spans, and what is said of its document; every row's signature; that `pairs` is the candidates
    without a reason; that there are as many rows as the manifest says. A text that a reviewer edited is found in the
    ledger of verdicts instead (looked for as `verdicts.tsv` in `sources`, then where the manifest says), in a verdict
    on the texts that its spans spell.
    """
    path = folder / "manifest.json"
    try:
        manifest = publishing.manifest_of(folder)
        if (form := str(manifest.get("format"))) in UNPROVED:
            return [CorpusError(UNPROVED[form], path=folder)]
        problems = list(_files(folder, manifest["files"]))
        documents, unread = _documents(folder, manifest["documents"], sources, manifest["settings"]["max_bytes"])
        problems += unread
        history = _history(folder, manifest.get("verdicts"), sources)
        decided = _digests(folder, manifest["rows"], documents) if history else {}
        for part, count in manifest["rows"].items():
            problems += _part(folder, part, count, manifest["signature"], documents, history, decided)
        problems += _configs(folder, list(manifest["rows"]))
    except CorpusError as error:
        return [error]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return [CorpusError(f"not a whole dataset of ours ({error!r}); build it again", path=path)]
    return problems


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


def _documents(
    folder: Path, listed: Sequence[Entry], sources: Sequence[Path], max_bytes: int
) -> tuple[Documents, list[CorpusError]]:
    """The documents of the manifest, read again, and what is wrong with them."""
    documents: dict[tuple[str, str], Article | None] = {(entry["name"], entry["sha256"]): None for entry in listed}
    problems: list[CorpusError] = []
    called: dict[str, list[Path]] = {}  # what lies anywhere below the sources, by the names of files
    for path in sorted(path for source in sources for path in source.rglob("*")):
        called.setdefault(path.name, []).append(path)
    places = [_place(folder, entry, sources, called) for entry in listed]
    together: dict[Path, list[Entry]] = {}  # a file of many documents is read once
    for entry, place in zip(listed, places, strict=True):
        if place is None:
            message = f"the document {entry['name']} is not there any more; say where its folder is (--sources)"
            problems.append(CorpusError(message, path=entry["path"]))
        elif "record" not in entry and sha256_hex(place.read_bytes()) != entry["sha256"]:
            problems.append(CorpusError("this document was changed since the build; build again", path=place))
        else:
            together.setdefault(place, []).append(entry)
    for place, entries in together.items():
        found, wrong = _read(place, entries, max_bytes)
        documents.update(found)
        problems += wrong
    return documents, problems


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
    for record, _ in wanted:
        problems.append(CorpusError(f"the record {record} was changed since the build; build again", path=place))
    return documents, problems


def _extracted_otherwise(entry: Entry, found: Article) -> str | None:
    """What is said where another text than the build's comes out of the same bytes."""
    if entry.get("text_sha256", found.text_sha256) == found.text_sha256:
        return None
    then, now = entry.get("extractor"), found.extractor
    by = f"extracted with {then} then, {now} now: " if then != now else ""
    return f"{by}another text comes out of the same bytes of {entry['name']} than the build's; build again"


def _place(
    folder: Path, entry: Entry, sources: Sequence[Path], called: Mapping[str, Sequence[Path]]
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
    right = (place for place in there if sha256_hex(place.read_bytes()) == entry["sha256"])
    return next(right, there[0] if there else None)


def _rows(path: Path) -> Iterator[Row]:
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(path).iter_batches(ROWS_AT_A_TIME):
        yield from batch.to_pylist()


def _paths(folder: Path, part: str) -> list[Path]:
    """The Parquet files of a part such as `pairs/train`."""
    return sorted(folder.glob(f"{part}-*.parquet"))


def _part(
    folder: Path,
    part: str,
    count: int,
    signature: str,
    documents: Documents,
    history: History,
    decided: Mapping[str, str],
) -> Iterator[CorpusError]:
    """What is wrong with the rows of one config's split."""
    found = 0
    for path in _paths(folder, part):
        for row in _rows(path):
            found += 1
            if row["provenance"]["signature"] != signature:
                yield CorpusError(f"pair {row['id']}: its signature is not the manifest's", path=path)
            for language in LANGUAGES:
                wrong = _wrong(row, language, documents, history, decided)
                if wrong:
                    yield CorpusError(f"pair {row['id']}, {language}: {wrong}", path=path)
    if found != count:
        yield CorpusError(f"{part} has {found} rows, and the manifest says {count}", path=folder)


def _wrong(
    row: Row, language: Language, documents: Documents, history: History, decided: Mapping[str, str]
) -> str | None:
    """What is wrong with one side of a row, None where it is proved."""
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
    if row["translation"][language] != text.spell(language, document.text, spans):
        if not row["edited"]:
            return "its text is not what stands in its document"
        if not _decided(row, language, documents, history, decided):
            return "its text was edited, and no verdict in the ledger says so"
    source = document.source
    if (side["url"], side["publisher"], side["licence"]) != (source.url, source.publisher, source.licence):
        return "its url, publisher or licence are not those of its document"
    return None


def _history(folder: Path, listed: str | None, sources: Sequence[Path]) -> History:
    """The verdicts in the ledger; none where the manifest names none, or it is not there any more."""
    if listed is None:
        return {}
    name = Path(listed).name
    places = [*(source / name for source in sources), Path(listed), folder / listed]
    place = next((place for place in places if place.is_file()), places[-1])
    history: dict[str, list[publishing.Entry]] = {}
    for entry in publishing.read_ledger(place).entries:
        for key in (entry.id, entry.digest):
            history.setdefault(key, []).append(entry)
    return history


def _spelled(row: Row, documents: Documents) -> tuple[str, str]:
    """The texts that a row's spans spell, empty where its document could not be read."""
    old: list[str] = []
    for side in LANGUAGES:
        place = row["provenance"][side]
        document = documents.get((place["article"], place["sha256"]))
        spans = [Span(start, end) for start, end in place["spans"]]
        old.append("" if document is None else text.spell(side, document.text, spans))
    return old[0], old[1]


def _digests(folder: Path, parts: Iterable[str], documents: Documents) -> dict[str, str]:
    """The digests of the texts that stand on the page for each candidate that a reviewer decided on, by its id."""
    return {
        row["id"]: publishing.text_digest(*_spelled(row, documents))
        for part in parts
        if part.startswith("candidates/")
        for path in _paths(folder, part)
        for row in _rows(path)
        if row["verdict"] is not None
    }


def _decided(
    row: Row, language: Language, documents: Documents, history: History, decided: Mapping[str, str]
) -> bool:
    """Whether a verdict gives a row this text, and was made on what the row's spans spell.

    Of a row that a reviewer made the verdict is on the pair that it was made of.
    """
    old = _spelled(row, documents)
    nothing = publishing.text_digest("", "")  # a table may have come back without texts
    whole, point, part = row["id"].partition(".")  # made of pairs: its text may be that of a decision on it in its turn
    wholes = [entry for key in {whole, decided.get(whole, nothing)} - {nothing} for entry in history.get(key, ())]
    names = {row["id"], *(f"{entry.id}{point}{part}" for entry in wholes)}
    for entry in (*wholes, *(entry for name in names for entry in history.get(name, ()))):
        on_these = point or entry.digest in (publishing.text_digest(*old), nothing)
        if entry.verdict.decision not in (("edit", "split", "merge") if point else (row["verdict"],)):
            continue
        if entry.verdict.decision == "edit" and not on_these:
            continue
        texts = new_texts(entry.verdict, *old)
        if row["translation"][language] in {part[LANGUAGES.index(language)] for part in texts}:
            return True
    return False


def _configs(folder: Path, parts: Sequence[str]) -> Iterator[CorpusError]:
    """Whether `pairs` is what in `candidates` has no reason, row by row."""
    rows = {
        config: Counter(
            (row["id"], sha256_hex(json.dumps(row, sort_keys=True).encode()))
            for part in parts
            if part.startswith(f"{config}/")
            for path in _paths(folder, part)
            for row in _rows(path)
            if row["reason"] is None or config == "pairs"
        )
        for config in ("pairs", "candidates")
    }
    for only, other in (("pairs", "candidates"), ("candidates", "pairs")):
        for name, _ in rows[only] - rows[other]:
            yield CorpusError(f"pair {name}: kept here, and not the same in {other}", path=folder / only)
