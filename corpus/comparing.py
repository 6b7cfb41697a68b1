"""Two releases of a dataset compared: which rows came, went or changed, and why.

A row is a kept pair. A release may be a dataset, or its stand-off form, which has the kept pairs alone and no texts:
then only what both have is compared. `CAUSES` is the one place that says why one differs: the first that applies is
the reason given. They are told from what both releases say of themselves and of all their candidates: no page is read
or aligned again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from corpus import publishing
from corpus.store import sha256_hex
from corpus.types import CorpusError

Kind = Literal["added", "removed", "changed"]
KINDS: tuple[Kind, ...] = ("added", "removed", "changed")
UNSURE = frozenset({"low_confidence", "surely_wrong"})
CONFIGS: Mapping[str | None, str] = {None: "candidates", "open": "candidates", "standoff": "standoff"}
"""Where the rows are, by the format that a manifest names: that of a dataset names none."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What is compared of a candidate; `values` are short digests of its columns, so that millions can be held.

    `ja` and `en` are empty where the release has no texts.
    """

    id: str
    article: str
    documents: tuple[str, ...]  # their sha256
    ja: str
    en: str
    confidence: float
    reason: str | None
    verdict: str | None
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Release:
    """A dataset: what its manifest says, and its candidates by id."""

    folder: Path
    signature: str
    version: str
    model: str
    data: str
    settings: Mapping[str, Any]
    articles: Mapping[str, str]  # by name the sha256
    documents: frozenset[str]  # the sha256 of articles and originals
    rows: Mapping[str, Brief]

    @property
    def kept(self) -> int:
        """How many rows it has."""
        return sum(row.reason is None for row in self.rows.values())


@dataclass(frozen=True, slots=True)
class Change:
    """A row that differs, what it was and what it is (None: no candidate), why, and the columns that differ."""

    kind: Kind
    why: str
    old: Brief | None
    new: Brief | None
    columns: tuple[str, ...] = ()

    @property
    def row(self) -> Brief:
        """The row as it is now, or as it was last."""
        found = self.old if self.kind == "removed" or self.new is None else self.new
        assert found is not None
        return found


Cause = Callable[[Brief | None, Brief | None, Release, Release], bool]


def _verdict(old: Brief | None, new: Brief | None, before: Release, after: Release) -> bool:
    if old is not None and new is not None:
        return old.verdict != new.verdict or old.values["translation"] != new.values["translation"]
    return any(one is not None and (one.verdict or "." in one.id) for one in (old, new)) and not _article(
        old, new, before, after
    )


def _article(old: Brief | None, new: Brief | None, before: Release, after: Release) -> bool:
    if old is not None and new is not None:
        return old.documents != new.documents
    return (new is not None and not _has(before, new)) or (old is not None and not _has(after, old))


def _has(release: Release, row: Brief) -> bool:
    """Whether a release has the documents of a row, and the page by the same name: ids are made of names."""
    return release.articles.get(row.article) == row.documents[0] and release.documents.issuperset(row.documents)


def _duplicate(old: Brief | None, new: Brief | None, before: Release, after: Release) -> bool:
    return any(one is not None and one.reason == "duplicate" for one in (old, new))


def _threshold(old: Brief | None, new: Brief | None, before: Release, after: Release) -> bool:
    """Whether the new confidence would have come to the other result under the old settings."""
    if old is None or new is None or not {old.reason, new.reason} & UNSURE:
        return False
    would = new.confidence >= before.settings["accept_confidence"]
    return would is (old.reason is None) and (old.reason is None) is not (new.reason is None)


def _model(old: Brief | None, new: Brief | None, before: Release, after: Release) -> bool:
    return before.model != after.model


def _version(old: Brief | None, new: Brief | None, before: Release, after: Release) -> bool:
    return before.version != after.version


def _settings(old: Brief | None, new: Brief | None, before: Release, after: Release) -> bool:
    return before.settings != after.settings


def _documents(old: Brief | None, new: Brief | None, before: Release, after: Release) -> bool:
    return before.data != after.data


CAUSES: Mapping[str, tuple[Cause, str]] = {
    "verdict": (_verdict, "a reviewer decided"),
    "article": (_article, "the page or the original is new, gone, changed or called otherwise"),
    "duplicate": (_duplicate, "a better pair with the same texts came or went"),
    "threshold": (_threshold, "accept_confidence or review_confidence was set otherwise"),
    "model": (_model, "another model scored it"),
    "version": (_version, "another version of Taiyaku made it"),
    "settings": (_settings, "another setting was changed"),
    "documents": (_documents, "other documents came or went, such as an original that the page may quote"),
    "other": (lambda *_: True, "something is different that the datasets do not tell"),
}
"""Why a row differs, in the order in which they are asked, and what each means."""


def release(folder: Path) -> Release:
    """The dataset in a folder. Raises `CorpusError` where there is none, or not a whole one of this version."""
    manifest = publishing.manifest_of(folder)
    if (form := manifest.get("format")) not in CONFIGS:
        message = f"is made of a dataset ({form}), without what is compared: name the dataset, or its stand-off form"
        raise CorpusError(message, path=folder)
    config = CONFIGS[form]
    try:
        found = Release(
            folder,
            signature=manifest["signature"],
            version=manifest["version"],
            model=manifest["model"],
            data=manifest["data"],
            settings=manifest["settings"],
            articles={one["name"]: one["sha256"] for one in manifest["documents"] if one["kind"] == "article"},
            documents=frozenset(one["sha256"] for one in manifest["documents"]),
            rows={brief.id: brief for brief in _briefs(folder, config)},
        )
        float(found.settings["accept_confidence"])
    except (KeyError, TypeError, ValueError) as error:
        raise CorpusError(f"not a whole dataset of this version ({error!r}); build it again", path=folder) from error
    stated = {part: count for part, count in manifest["rows"].items() if not part.startswith("candidates/")}
    if found.kept != sum(stated.values()):
        raise CorpusError("its rows are not as many as its manifest says; build it again", path=folder)
    return found


def _briefs(folder: Path, config: str) -> Iterator[Brief]:
    for split in publishing.splits_of(folder, config):
        for row in publishing.rows_of(folder, config, split):
            yield _brief(row, split)


def _brief(row: Mapping[str, Any], split: str) -> Brief:
    sides = {side: row["provenance"][side] for side in ("ja", "en")}
    texts = row.get("translation") or {"ja": "", "en": ""}
    digests = row.get("text_sha256") or {side: sha256_hex(text.encode()) for side, text in texts.items()}
    # Apart is what the id and the kind of change say, and the signature of all.
    apart = ("id", "reason", "provenance", "translation", "text_sha256")
    columns = {name: value for name, value in row.items() if name not in apart}
    columns |= {"provenance": sides, "split": split, "translation": digests}
    return Brief(
        row["id"],
        sides["ja"]["article"],
        tuple(side["sha256"] for side in sides.values()),
        texts["ja"],
        texts["en"],
        row["confidence"],
        row["reason"],
        row["verdict"],
        {name: sha256_hex(json.dumps(value, sort_keys=True).encode())[:12] for name, value in columns.items()},
    )


def changes(before: Release, after: Release) -> list[Change]:
    """The rows that differ, ordered by kind, article and id."""
    found = [
        Change(kind, _why(old, new, before, after), old, new, columns)
        for name in before.rows.keys() | after.rows.keys()
        for old, new in [(before.rows.get(name), after.rows.get(name))]
        for kind, columns in _kind(old, new)
    ]
    return sorted(found, key=lambda change: (KINDS.index(change.kind), change.row.article, change.row.id))


def _kind(old: Brief | None, new: Brief | None) -> Iterator[tuple[Kind, tuple[str, ...]]]:
    """How a row differs, and in which of the columns that both releases have; nothing where it does not."""
    was, is_now = old is not None and old.reason is None, new is not None and new.reason is None
    if was != is_now:
        yield ("removed" if was else "added"), ()
    elif was and old and new:
        names = [name for name in new.values if name in old.values]
        if differing := tuple(name for name in names if old.values[name] != new.values[name]):
            yield "changed", differing


def _why(old: Brief | None, new: Brief | None, before: Release, after: Release) -> str:
    return next(name for name, (applies, _) in CAUSES.items() if applies(old, new, before, after))
