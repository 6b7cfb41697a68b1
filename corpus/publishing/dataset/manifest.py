"""`manifest.json`: what a dataset was made of, for whoever wants to prove it or to make it again."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from corpus.config import About, Config
from corpus.publishing.facts import Facts, rows_by_split
from corpus.publishing.signature import Signature, documents_of
from corpus.types import Article, CorpusError


def manifest(facts: Facts, *, folder: Path, verdicts: Path | None = None) -> dict[str, Any]:
    """What the manifest states of the dataset that will stand in `folder`, but for the digests of its other files.

    `verdicts` is the ledger, which is named where a reviewer's decision stands in the dataset.

    A document's path is written as seen from the current folder where it lies below it, else from the dataset's: so
    no path of this machine goes out, and `verify` can look in both places.
    """
    articles = {(article.name, article.sha256) for article in facts.articles}
    signature = facts.signature
    return {
        "signature": str(signature),
        "version": signature.version,
        "model": signature.model,
        "config": signature.config,
        "data": signature.data,
        "settings": facts.config.settings,
        "about": asdict(facts.config.about),
        "documents": [
            {
                "name": document.name,
                "kind": "article" if (document.name, document.sha256) in articles else "original",
                "path": _path(document.path, folder),
                "sha256": document.sha256,
                "encoding": document.encoding,
                **_credit(document),
                **_extraction(document),
            }
            for document in documents_of(facts.articles)
        ],
        **_ledger(facts, verdicts, folder),
        **numbers(facts),
    }


def stated(manifest: Mapping[str, Any], title: str) -> tuple[Config, Signature]:
    """The settings and the signature that a dataset's manifest states, for what is made of it and called `title`.

    Raises `CorpusError` where it states none.
    """
    try:
        about = About(**manifest.get("about", {}))
        config = Config(**manifest["settings"], about=replace(about, name=f"{about.name} ({title})"))
        return config, Signature(*(manifest[name] for name in ("version", "model", "config", "data")))
    except (KeyError, TypeError) as error:
        raise CorpusError(f"not a whole dataset of this version ({error!r}); build it again") from error


def numbers(facts: Facts) -> dict[str, Any]:
    """What the manifest counts: the pairs by what became of them, the rows of each config's split."""
    return {
        "counts": {"found": len(facts.pairs), **facts.counts},
        "rows": {f"{config}/{split}": rows for (config, split), rows in rows_by_split(facts.parts).items()},
    }


def _ledger(facts: Facts, verdicts: Path | None, folder: Path) -> dict[str, str]:
    """Where the ledger is, if a reviewer's decision stands in the dataset."""
    decided = any(pair.edited or pair.verdict for pair in facts.pairs)
    return {"verdicts": _path(verdicts, folder)} if verdicts is not None and decided else {}


def _credit(document: Article) -> dict[str, str]:
    """What a licence may ask to be named with a text, and the day it was taken, as far as known; rows have the rest."""
    source = document.source
    known = {"title": source.title, "author": source.author, "retrieved": source.retrieved}
    return {name: value for name, value in known.items() if value}


def _extraction(document: Article) -> dict[str, str]:
    """What proves a text that is not simply the bytes of a file: which record it is of, by what it was extracted."""
    stated = {"record": document.record, "extractor": document.extractor}
    found = {name: value for name, value in stated.items() if value is not None}
    return {**found, "text_sha256": document.text_sha256} if found else {}


def _path(path: Path, folder: Path) -> str:
    absolute, here = path.absolute(), Path.cwd()
    if absolute.is_relative_to(here):
        return absolute.relative_to(here).as_posix()
    try:
        return Path(os.path.relpath(absolute, folder.absolute())).as_posix()
    except ValueError:  # another drive: only its name can be said
        return path.name
