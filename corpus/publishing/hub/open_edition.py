"""The open edition of a dataset: the same folder with only those pairs whose texts anybody may pass on.

A row stands in it, in `pairs` and in `candidates` alike, where the documents of both its sides have a licence of
`open_licences.py`. The words around it (card, rights, citation, Croissant) are those of a build, and tell of these rows
alone. What they are made of are a build's pairs and articles, which are made again here from rows and manifest, without
the texts of the pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from corpus.config import Config
from corpus.publishing.dataset.folder import SPLITS, write_words
from corpus.publishing.dataset.manifest import numbers, stated
from corpus.publishing.dataset.open_licences import open_licence
from corpus.publishing.facts import Facts, Part
from corpus.publishing.new_folder import new_folder, seal
from corpus.publishing.rows import Row
from corpus.publishing.schema import arrow_schema
from corpus.publishing.signature import Signature
from corpus.publishing.stored_manifest import manifest_of
from corpus.publishing.stored_rows import rows_of, write_parquet
from corpus.types import Article, Attribution, CorpusError, Pair, Reason, Side, Source, Split, Verdict

FORM = "open"
TITLE = "open edition"

Key = tuple[str, str]
"""A document's name and digest."""


def is_open(row: Row) -> bool:
    """Whether both texts of a row may be passed on."""
    return all(open_licence(row["provenance"][language]["licence"]) for language in ("ja", "en"))


def write_open_edition(dataset: Path, out: Path, reasons: Mapping[Reason, str]) -> Path:
    """Writes the open edition of a dataset into the folder `out`; `reasons` say what each reason means.

    Raises `CorpusError` where there is no whole dataset, where something else stands at `out`, and where nothing can be
    written.
    """
    manifest = manifest_of(dataset)
    try:
        config, signature = stated(manifest, TITLE)
        documents = {(one["name"], one["sha256"]): one for one in manifest["documents"]}
        with new_folder(out, FORM) as folder:
            facts = _facts(dataset, folder, documents, reasons, signature, config)
            write_words(folder, facts)
            seal(folder, _manifest(manifest, facts, documents))
    except (KeyError, TypeError) as error:
        raise CorpusError(f"not a whole dataset of this version ({error!r}); build it again", path=dataset) from error
    return out


def _facts(
    dataset: Path,
    folder: Path,
    documents: Mapping[Key, Mapping[str, Any]],
    reasons: Mapping[Reason, str],
    signature: Signature,
    config: Config,
) -> Facts:
    """Writes the open rows into the folder; and what the words around them are filled from."""
    schema, parts, pairs = arrow_schema(), list[Part](), list[Pair]()
    for name in ("pairs", "candidates"):
        for split in SPLITS:
            rows = (row for row in rows_of(dataset, name, split) if is_open(row))
            noted = _noted(rows, split, documents, pairs) if name == "candidates" else rows
            parts += write_parquet(folder, name, split, noted, schema)
    return Facts(tuple(pairs), _articles(pairs), tuple(parts), reasons, signature, config)


def _noted(
    rows: Iterator[Row], split: Split, documents: Mapping[Key, Mapping[str, Any]], pairs: list[Pair]
) -> Iterator[Row]:
    """The rows as they come, each with a pair beside it."""
    for row in rows:
        ja, en = (_document(row["provenance"][language], documents) for language in ("ja", "en"))
        pairs.append(
            Pair(
                id=row["id"],
                ja=Side(row["translation"]["ja"], ja if ja == en else replace(ja, originals=(en,)), ()),
                en=Side(row["translation"]["en"], en, ()),
                confidence=row["confidence"],
                relation=row["relation"],
                headline=row["headline"],
                attribution=Attribution(),
                signals={},
                group=row["group"],
                reason=row["reason"],
                split=split,
                verdict=Verdict(row["verdict"]) if row["verdict"] else None,
                edited=row["edited"],
            )
        )
        yield row


def _document(side: Mapping[str, Any], documents: Mapping[Key, Mapping[str, Any]]) -> Article:
    """The document of a side, without its text."""
    stated = documents[side["article"], side["sha256"]]
    source = Source(
        url=side["url"],
        publisher=side["publisher"],
        title=stated.get("title"),
        author=stated.get("author"),
        licence=side["licence"],
    )
    return Article(side["article"], "", source, side["sha256"], stated["encoding"], Path(stated["path"]))


def _articles(pairs: Sequence[Pair]) -> tuple[Article, ...]:
    """The pages that pairs stand on, each once, with those originals that their English stands in."""
    pages: dict[Key, Article] = {}
    for pair in pairs:
        page = pair.ja.document
        first = pages.setdefault((page.name, page.sha256), page)
        if further := set(page.originals) - set(first.originals):
            pages[page.name, page.sha256] = replace(first, originals=(*first.originals, *further))
    return tuple(pages[key] for key in sorted(pages))


def _manifest(manifest: Mapping[str, Any], facts: Facts, documents: Mapping[Key, Mapping[str, Any]]) -> dict[str, Any]:
    """What the dataset's manifest says, of these rows alone. No path leads out of the folder that was built from."""
    used = {(one.name, one.sha256) for pair in facts.pairs for one in (pair.ja.document, pair.en.document)}
    listed = [{**documents[key], "path": _inside(documents[key]["path"])} for key in sorted(used)]
    told = {name: manifest[name] for name in ("signature", "version", "model", "config", "data", "settings")}
    decided = any(pair.edited or pair.verdict for pair in facts.pairs) and "verdicts" in manifest
    return {
        "format": FORM,
        **told,
        "about": {**manifest.get("about", {}), "name": facts.config.about.name},
        "documents": listed,
        **({"verdicts": _inside(manifest["verdicts"])} if decided else {}),
        **numbers(facts),
    }


def _inside(stated: str) -> str:
    """A path as a manifest states it, without the folders of a machine that one leads through on its way out."""
    path = PurePosixPath(stated)
    return path.name if ".." in path.parts or path.is_absolute() else stated
