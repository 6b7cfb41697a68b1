"""A stand-off dataset made text again: from pages that its user has, each proved by its digest.

A page is known by the digest of its bytes, wherever it lies and whatever it is called, and read as the manifest says
that it was; its text is known by the digest of what each pair spells from it. What is not the same is refused, since
nobody could say what its spans would mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import publishing, text
from corpus.config import Config
from corpus.reading import Known, find_documents, read_articles
from corpus.store import read_file, sha256_hex
from corpus.types import Article, CorpusError, Language, Span

LANGUAGES: tuple[Language, ...] = ("ja", "en")
FORM = "standoff"
FACTS = ("name", "sha256", "encoding", "record", "extractor")
"""What a manifest says of a document by which its bytes become its text again."""

MOST_TIMES = 20
"""How often the rows of a dataset may spell a document: pairs overlap now and then, and whoever made it may be anybody.
"""

Row = Mapping[str, Any]
Key = tuple[str, str]
"""A document's name and digest."""


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
    wanted = _wanted(standoff, (row for split in splits for row in publishing.rows_of(standoff, FORM, split)))
    if not any(place.exists() for place in sources):
        there = ", ".join(str(place) for place in sources)
        raise CorpusError(f"there is no {there}: say where your copies of the pages are (--sources)")
    documents, problems = _documents(manifest, wanted, sources)
    if not documents:
        return Rebuilt(out, {}, {"missing": sum(manifest["rows"].values())}, tuple(problems))
    left: Counter[str] = Counter()
    spelled: Counter[Key] = Counter()
    with publishing.new_folder(out, "rebuilt") as folder:
        schema, rows = publishing.arrow_schema(), {}
        for split in splits:
            made = _made(publishing.rows_of(standoff, FORM, split), documents, left, problems, spelled)
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
            if sha256_hex(read_file(standoff / name)) != manifest["files"][name]:
                raise CorpusError("was changed since it was written; get it again", path=standoff / name)
        if not all(one["name"] and one["sha256"] for one in manifest["documents"]):
            raise ValueError("a document without a name")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorpusError(f"not a whole stand-off dataset ({error!r}); get it again", path=standoff) from error
    return manifest


def _wanted(standoff: Path, rows: Iterable[Row]) -> dict[Key, Mapping[str, Any]]:
    """The documents that pairs stand in, each as the first of its sides names it.

    Raises `CorpusError` for rows that are none of a stand-off dataset.
    """
    wanted: dict[Key, Mapping[str, Any]] = {}
    try:
        for row in rows:
            for side in (row["provenance"][language] for language in LANGUAGES):
                if not all(len(span) == 2 and 0 <= span[0] <= span[1] for span in side["spans"]):
                    raise ValueError("a span that is none")
                wanted.setdefault(_key(side), side)
    except (KeyError, TypeError, ValueError) as error:
        raise CorpusError(f"has rows that are none of ours ({error!r}); get it again", path=standoff) from error
    return wanted


def _key(side: Mapping[str, Any]) -> Key:
    return side["article"], side["sha256"]


def _documents(
    manifest: Mapping[str, Any], wanted: Mapping[Key, Mapping[str, Any]], sources: Sequence[Path]
) -> tuple[dict[Key, Article], list[CorpusError]]:
    """The wanted documents that are among the sources, and what is wrong with the others."""
    listed = {(one["name"], one["sha256"]): one for one in manifest["documents"]}
    known = [Known(**{name: listed[key].get(name) for name in FACTS}) for key in wanted if key in listed]
    most = manifest["settings"]["max_bytes"]
    found: dict[Key, Article] = {}
    refused: dict[Key, CorpusError] = {}
    unread: list[CorpusError] = []
    there = [place for place in sources if place.exists()]
    for one in find_documents(there, known, max_bytes=most):
        if isinstance(one, CorpusError):
            unread.append(one)
            continue
        key, article = (one[0].name, one[0].sha256), one[1]
        if listed[key].get("text_sha256", article.text_sha256) == article.text_sha256:
            found.setdefault(key, article)
        else:
            refused.setdefault(key, _otherwise(listed[key], article))
    missing = {key: side for key, side in wanted.items() if key not in found | refused}
    refused = {key: said for key, said in refused.items() if key not in found}
    message = "is not there: name a page, or a folder of pages"
    nowhere = [CorpusError(message, path=place) for place in sources if place not in there]
    lost = {str(problem): problem for problem in (*unread, *_lost(missing, there, most))} if missing else {}
    return found, [*nowhere, *refused.values(), *lost.values()]


def _otherwise(stated: Mapping[str, Any], now: Article) -> CorpusError:
    by, then = (tool or "plain text" for tool in (now.extractor, stated.get("extractor")))
    message = f"another text comes out of the same bytes, by {by} and not by {then} as then; refused"
    return CorpusError(message, path=now.path)


def _lost(missing: Mapping[Key, Mapping[str, Any]], sources: Sequence[Path], most: int) -> Iterator[CorpusError]:
    """What is said of documents that are not among the sources, or not as they were.

    An older or newer version of one is known by its name and its address. A page that is not wanted is nobody's
    concern, but one that cannot be read may be one that is.
    """
    alike: dict[str, Path] = {}
    for one in read_articles(sources, max_bytes=most, alone=True):
        if isinstance(one, CorpusError):
            yield one
            continue
        alike.setdefault(one.name, one.path)
        if one.source.url:
            alike.setdefault(one.source.url, one.path)
    for (name, _), side in missing.items():
        place = alike.get(side["url"] or "", alike.get(name))
        yield _changed(name, place) if place else _missing(name, side["url"])


def _changed(name: str, path: Path) -> CorpusError:
    return CorpusError(f"is not the page {name} as it was: its bytes are others, so it is refused", path=path)


def _missing(name: str, url: str | None) -> CorpusError:
    hint = f"save it from {url}" if url else "its address is not known"
    return CorpusError(f"no copy of the document {name} is among the sources; {hint}")


def _made(
    rows: Iterable[Row],
    documents: Mapping[Key, Article],
    left: Counter[str],
    problems: list[CorpusError],
    spelled: Counter[Key],
) -> Iterator[dict[str, Any]]:
    """The rows with their texts; those that are left out are counted by why, and named where the text is to blame.

    `spelled` counts the characters that were taken from each document. Raises `CorpusError` where they are too many.
    """
    for row in rows:
        sides = {language: row["provenance"][language] for language in LANGUAGES}
        if any(_key(side) not in documents for side in sides.values()):
            left["missing"] += 1
            continue
        texts: dict[Language, str] = {}
        for language, side in sides.items():
            spans = [Span(start, end) for start, end in side["spans"]]
            place, length = documents[_key(side)].path, len(documents[_key(side)].text)
            spelled[_key(side)] += sum(min(end, length) - min(start, length) for start, end in side["spans"])
            if spelled[_key(side)] > MOST_TIMES * length:
                message = f"the rows spell this page more than {MOST_TIMES} times, which no pairs do; refused"
                raise CorpusError(message, path=place)
            texts[language] = text.spell(language, documents[_key(side)].text, spans)
        try:
            yield publishing.rebuilt_row(row, texts)
        except CorpusError as error:
            left["edited" if row["edited"] else "otherwise"] += 1
            if not row["edited"]:
                place = documents[_key(sides["ja"])].path
                problems.append(CorpusError(f"{error.message}; was it read in another encoding?", path=place))
