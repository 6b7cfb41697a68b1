"""A stand-off dataset made text again: from pages that its user has, each proved by its digest.

A page is known by the digest of its bytes, wherever it lies and whatever it is called; its text by the digest of what
each pair spells from it. What is not the same is refused, since nobody could say what its spans would mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import publishing, text
from corpus.config import Config
from corpus.reading import read_articles
from corpus.store import sha256_hex
from corpus.types import Article, CorpusError, Language, Span

LANGUAGES: tuple[Language, ...] = ("ja", "en")
FORM = "standoff"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The rows that were written into `folder`, by split, and the pairs that were not.

    Nothing is written where no document is found. `left` counts the pairs that were left out: `missing` those whose
    document is not there or was changed, `edited` those with a text that a reviewer wrote, which no page has, and
    `otherwise` those that spell another text from the right bytes. `problems` names the documents and the last.
    """

    folder: Path
    rows: Mapping[str, int]
    left: Mapping[str, int]
    problems: tuple[CorpusError, ...]


def rebuild(standoff: Path, sources: Sequence[Path], out: Path) -> Rebuilt:
    """Writes the pairs of a stand-off dataset whose pages are found among `sources`, with their texts, into `out`.

    Raises `CorpusError` where there is no stand-off dataset, where it is not what its manifest says, and where nothing
    can be written.
    """
    manifest = _manifest(standoff)
    splits = publishing.splits_of(standoff, FORM)
    wanted = _wanted(row for split in splits for row in publishing.rows_of(standoff, FORM, split))
    if not any(place.exists() for place in sources):
        there = ", ".join(str(place) for place in sources)
        raise CorpusError(f"there is no {there}: say where your copies of the pages are (--sources)")
    documents, problems = _documents(manifest, wanted, sources)
    if not documents:
        return Rebuilt(out, {}, {"missing": sum(manifest["rows"].values())}, tuple(problems))
    left: Counter[str] = Counter()
    with publishing.new_folder(out, "rebuilt") as folder:
        schema, rows = publishing.arrow_schema(), {}
        for split in splits:
            made = _made(publishing.rows_of(standoff, FORM, split), documents, left, problems)
            if parts := publishing.write_parquet(folder, "pairs", split, made, schema):
                rows[split] = sum(part.rows for part in parts)
        stated = {name: value for name, value in manifest.items() if name not in ("format", "rows", "files")}
        publishing.seal(folder, {"format": "rebuilt", **stated, "rows": rows, "left_out": left})
    return Rebuilt(out, rows, left, tuple(problems))


def _manifest(standoff: Path) -> dict[str, Any]:
    """The manifest, where the files with rows are what it says."""
    manifest = publishing.manifest_of(standoff)
    if manifest.get("format") != FORM:
        message = "is no stand-off dataset; `taiyaku export --format standoff` writes one"
        raise CorpusError(message, path=standoff)
    try:
        Config(**manifest["settings"])
        if set(publishing.splits_of(standoff, FORM)) != set(manifest["rows"]):
            raise ValueError("its splits are not those of its manifest")
        named = {name for name in manifest["files"] if name.startswith(f"{FORM}/")}
        if {f"{FORM}/{path.name}" for path in (standoff / FORM).iterdir()} != named:
            raise ValueError("its files are not those of its manifest")
        for name in sorted(named):
            if sha256_hex((standoff / name).read_bytes()) != manifest["files"][name]:
                raise CorpusError("was changed since it was written; get it again", path=standoff / name)
        if not all(one["name"] and one["sha256"] for one in manifest["documents"]):
            raise ValueError("a document without a name")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorpusError(f"not a whole stand-off dataset ({error!r}); get it again", path=standoff) from error
    return manifest


def _wanted(rows: Iterable[Row]) -> dict[str, Mapping[str, Any]]:
    """The documents that pairs stand in, by digest, each as the first of its sides names it."""
    wanted: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        for language in LANGUAGES:
            side = row["provenance"][language]
            wanted.setdefault(side["sha256"], side)
    return wanted


def _documents(
    manifest: Mapping[str, Any], wanted: Mapping[str, Mapping[str, Any]], sources: Sequence[Path]
) -> tuple[dict[str, Article], list[CorpusError]]:
    """The wanted documents that are among the sources, by digest, and what is wrong: with the others, and with sources.

    A document that is not wanted is nobody's concern, but what cannot be read may be one that is.
    """
    texts = {one["sha256"]: one.get("text_sha256") for one in manifest["documents"]}
    found: dict[str, Article] = {}
    alike: dict[str, Path] = {}  # by name and by address: where an older or newer version of a document is
    problems: list[CorpusError] = []
    for one in read_articles(sources, max_bytes=manifest["settings"]["max_bytes"], alone=True):
        if isinstance(one, CorpusError):
            problems.append(one)
            continue
        alike.setdefault(one.name, one.path)
        if one.source.url:
            alike.setdefault(one.source.url, one.path)
        if one.sha256 in wanted:
            found.setdefault(one.sha256, one)
    for digest, side in wanted.items():
        name, url = side["article"], side["url"]
        if digest not in found:
            place = alike.get(url or "", alike.get(name))
            problems.append(_changed(name, place) if place else _missing(name, url))
        elif texts.get(digest) not in (None, found[digest].text_sha256):
            now = found.pop(digest)
            then = next((one.get("extractor") for one in manifest["documents"] if one["sha256"] == digest), None)
            message = f"another text comes out of the same bytes, by {now.extractor} and not by {then} as then; refused"
            problems.append(CorpusError(message, path=now.path))
    return found, problems


def _changed(name: str, path: Path) -> CorpusError:
    return CorpusError(f"is not the page {name} as it was: its bytes are others, so it is refused", path=path)


def _missing(name: str, url: str | None) -> CorpusError:
    hint = f"save it from {url}" if url else "its address is not known"
    return CorpusError(f"no copy of the document {name} is among the sources; {hint}")


def _made(
    rows: Iterable[Row], documents: Mapping[str, Article], left: Counter[str], problems: list[CorpusError]
) -> Iterator[dict[str, Any]]:
    """The rows with their texts; those that are left out are counted by why, and named where the text is to blame."""
    for row in rows:
        sides = {language: row["provenance"][language] for language in LANGUAGES}
        if any(side["sha256"] not in documents for side in sides.values()):
            left["missing"] += 1
            continue
        texts: dict[Language, str] = {}
        for language, side in sides.items():
            spans = [Span(start, end) for start, end in side["spans"]]
            texts[language] = text.spell(language, documents[side["sha256"]].text, spans)
        try:
            yield publishing.rebuilt_row(row, texts)
        except CorpusError as error:
            left["edited" if row["edited"] else "otherwise"] += 1
            if not row["edited"]:
                place = documents[sides["ja"]["sha256"]].path
                problems.append(CorpusError(f"{error.message}; was it read in another encoding?", path=place))
