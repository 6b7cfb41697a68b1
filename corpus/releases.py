"""Two releases of a dataset compared: which rows came, went or changed, and why.

A row is a kept pair. A release may be a dataset, or its stand-off form, which has the kept pairs alone and no texts:
then only what both have is compared. `CAUSES` is the one place that says why one differs: the first that applies is
the reason given. Each says what can be seen in both releases and can have made this difference; where nothing is seen
that could, that is said. No page is read or aligned again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from corpus import publishing
from corpus.store import sha256_hex
from corpus.types import CorpusError

Kind = Literal["added", "removed", "changed"]
KINDS: tuple[Kind, ...] = ("added", "removed", "changed")
UNSURE = frozenset({"low_confidence", "surely_wrong"})
STANDOFF = "standoff"
CONFIGS: Mapping[str | None, str] = {None: "candidates", "open": "candidates", STANDOFF: STANDOFF}
"""Where the rows are, by the format that a manifest names: that of a dataset names none."""
STATED = ("url", "publisher", "licence")
"""What rows have of what is stated of a document; each is compared as if it were a column."""
CREDITS = ("title", "author")
"""What manifests have of that."""
TOGETHER = frozenset({"group", "split"})
"""Columns that depend on what other documents there are, and on what is stated of this one."""
ELSEWHERE = frozenset({"accept_confidence", "review_confidence", "max_bytes"})
"""Settings that change which pairs are kept and which pages are read, and nothing about a pair that is kept."""
SPLITTING = frozenset({"min_groups_to_split"})
"""Settings that change the split alone."""

Document = tuple[str, str]
"""Its name and its sha256."""


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


@dataclass(slots=True)
class _Seen:
    """What is gathered from rows on the way."""

    rows: dict[str, Brief] = field(default_factory=dict)
    digests: list[str] = field(default_factory=list)
    stated: dict[Document, dict[str, str | None]] = field(default_factory=dict)
    quoted: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Release:
    """A dataset: what its manifest says, and its candidates by id.

    `told_apart` is the signature, with the digest of the rows where they have texts. `stated` says what is known of a
    document (`STATED`, `CREDITS`, as far as the release has them), `texts` by the name of an article the digest of its
    text where that is not its bytes, `quoted` in which documents the English of an article's pairs stands.
    """

    folder: Path
    signature: str
    told_apart: str
    standoff: bool
    version: str
    model: str
    settings: Mapping[str, Any]
    articles: Mapping[str, str]  # by name the sha256
    documents: frozenset[str]  # the sha256 of articles and originals
    texts: Mapping[str, str]
    stated: Mapping[Document, Mapping[str, str | None]]
    quoted: Mapping[str, frozenset[str]]
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


@dataclass(frozen=True, slots=True)
class Asked:
    """A difference of which a cause is asked: a row in both releases, and which columns differ where it is in both."""

    old: Brief | None
    new: Brief | None
    before: Release
    after: Release
    columns: frozenset[str]

    @property
    def found(self) -> tuple[Brief, ...]:
        """The row in those releases that have it."""
        return tuple(row for row in (self.old, self.new) if row is not None)


Cause = Callable[[Asked], bool]


def _verdict(asked: Asked) -> bool:
    old, new = asked.old, asked.new
    if old is not None and new is not None:
        return old.verdict != new.verdict or old.values["translation"] != new.values["translation"]
    decided = any(row.verdict or "." in row.id for row in asked.found)
    return decided and not _untold(asked) and not _article(asked)


def _article(asked: Asked) -> bool:
    old, new = asked.old, asked.new
    if old is not None and new is not None:
        return old.documents != new.documents
    return (new is not None and not _has(asked.before, new)) or (old is not None and not _has(asked.after, old))


def _has(release: Release, row: Brief) -> bool:
    """Whether a release has the documents of a row, and the page by the same name: ids are made of names."""
    return release.articles.get(row.article) == row.documents[0] and release.documents.issuperset(row.documents)


def _untold(asked: Asked) -> bool:
    """Whether a row is missing from a release that would not have it if it were left out."""
    return (asked.old is None and asked.before.standoff) or (asked.new is None and asked.after.standoff)


def _stated(asked: Asked) -> bool:
    return bool(asked.columns.intersection(STATED)) and asked.columns <= {*STATED, *TOGETHER}


def _duplicate(asked: Asked) -> bool:
    return any(row.reason == "duplicate" for row in asked.found)


def _threshold(asked: Asked) -> bool:
    """Whether the new confidence would have come to the other result under the old settings."""
    old, new = asked.old, asked.new
    if old is None or new is None or not {old.reason, new.reason} & UNSURE:
        return False
    would = new.confidence >= asked.before.settings["accept_confidence"]
    return would is (old.reason is None) and (old.reason is None) is not (new.reason is None)


def _model(asked: Asked) -> bool:
    return asked.before.model != asked.after.model


def _version(asked: Asked) -> bool:
    return asked.before.version != asked.after.version


def _settings(asked: Asked) -> bool:
    """Whether a setting differs that can have changed this."""
    was, now = asked.before.settings, asked.after.settings
    differing = {name for name in {*was, *now} if was.get(name) != now.get(name)} - ELSEWHERE
    return bool(differing if asked.columns == {"split"} else differing - SPLITTING)


def _documents(asked: Asked) -> bool:
    """Whether documents came or went that can have changed this: any for its group, else those that its page quotes."""
    other = asked.before.documents ^ asked.after.documents
    if asked.columns and asked.columns <= TOGETHER:
        return bool(other)
    page, none = asked.found[0].article, frozenset[str]()
    return any(other & release.quoted.get(page, none) for release in (asked.before, asked.after))


CAUSES: Mapping[str, tuple[Cause, str]] = {
    "verdict": (_verdict, "a reviewer decided"),
    "article": (_article, "the page or the original is new, gone, changed or called otherwise"),
    "unknown": (_untold, "of a reason that a stand-off form does not tell: it has no row for what is left out"),
    "stated": (_stated, "the licence, publisher or address of the page or the original is stated otherwise"),
    "duplicate": (_duplicate, "a better pair with the same texts, or a decision on it, came or went"),
    "threshold": (_threshold, "accept_confidence or review_confidence was set otherwise"),
    "model": (_model, "another model scored it"),
    "version": (_version, "another version of Taiyaku made it"),
    "settings": (_settings, "another setting was changed"),
    "documents": (_documents, "other documents came or went: an original that the page quotes, pages of its group"),
    "other": (lambda _: True, "something is different that the datasets do not tell"),
}
"""Why a row differs, in the order in which they are asked, and what each means."""


def release(folder: Path) -> Release:
    """The dataset in a folder. Raises `CorpusError` where there is none, or not a whole one of this version."""
    manifest = publishing.manifest_of(folder, "signature", "version", "model", "settings", "documents", "rows")
    if (form := manifest.get("format")) not in CONFIGS:
        message = f"is made of a dataset ({form}), without what is compared: name the dataset, or its stand-off form"
        raise CorpusError(message, path=folder)
    try:
        found = _release(folder, manifest, form)
        float(found.settings["accept_confidence"])
    except (KeyError, TypeError, ValueError) as error:
        raise CorpusError(f"not a whole dataset of this version ({error!r}); build it again", path=folder) from error
    stated = {part: count for part, count in manifest["rows"].items() if not part.startswith("candidates/")}
    if found.kept != sum(stated.values()):
        raise CorpusError("its rows are not as many as its manifest says; build it again", path=folder)
    return found


def _release(folder: Path, manifest: Mapping[str, Any], form: str | None) -> Release:
    seen = _Seen()
    for split in publishing.splits_of(folder, CONFIGS[form]):
        for row in publishing.rows_of(folder, CONFIGS[form], split):
            _see(seen, row, split)
    for one in manifest["documents"] if form != STANDOFF else ():
        seen.stated.setdefault((one["name"], one["sha256"]), {}).update({name: one.get(name) for name in CREDITS})
    articles = [one for one in manifest["documents"] if one["kind"] == "article"]
    signature = manifest["signature"]
    return Release(
        folder,
        signature=signature,
        told_apart=f"{signature}|rows:{publishing.rows_digest(seen.digests)}" if seen.digests else signature,
        standoff=form == STANDOFF,
        version=manifest["version"],
        model=manifest["model"],
        settings=manifest["settings"],
        articles={one["name"]: one["sha256"] for one in articles},
        documents=frozenset(one["sha256"] for one in manifest["documents"]),
        texts={one["name"]: one["text_sha256"] for one in articles if "text_sha256" in one},
        stated=seen.stated,
        quoted={page: frozenset(digests) for page, digests in seen.quoted.items()},
        rows=seen.rows,
    )


def _see(seen: _Seen, row: Mapping[str, Any], split: str) -> None:
    """What is compared of a row, and what it says of its documents."""
    sides = [row["provenance"][side] for side in ("ja", "en")]
    seen.rows[row["id"]] = brief = _brief(row, split)
    if texts := row.get("translation"):
        seen.digests.append(publishing.row_digest(row["id"], row["reason"], texts["ja"], texts["en"]))
    for side in sides:
        seen.stated.setdefault((side["article"], side["sha256"]), {name: side[name] for name in STATED})
    seen.quoted.setdefault(brief.article, set()).update(brief.documents[1:])


def _brief(row: Mapping[str, Any], split: str) -> Brief:
    sides = {side: row["provenance"][side] for side in ("ja", "en")}
    texts = row.get("translation") or {"ja": "", "en": ""}
    digests = row.get("text_sha256") or {side: sha256_hex(text.encode()) for side, text in texts.items()}
    # Apart is what the id and the kind of change say, and the signature of all.
    apart = ("id", "reason", "provenance", "translation", "text_sha256")
    columns = {name: value for name, value in row.items() if name not in apart}
    stated = {name: [side[name] for side in sides.values()] for name in STATED}
    places = [{name: value for name, value in side.items() if name not in STATED} for side in sides.values()]
    columns |= {"provenance": places, **stated, "split": split, "translation": digests}
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
        Change(kind, _why(Asked(old, new, before, after, frozenset(columns))), old, new, columns)
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


def _why(asked: Asked) -> str:
    return next(name for name, (applies, _) in CAUSES.items() if applies(asked))
