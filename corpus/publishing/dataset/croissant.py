"""`croissant.json`: the dataset in the terms of Croissant 1.1, which search engines and loaders of datasets read.

The vocabulary is that of https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html, with four texts of its
extension for responsible AI. Files are named with their digests; a record set a config says what a row holds, from the
one table of columns. Addresses of files are relative to this file, so it is true wherever the folder lies.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from corpus.publishing.dataset.citation import bibtex
from corpus.publishing.dataset.licence import LICENCE, all_open
from corpus.publishing.dataset.wording import LIMITS, USES, description, method
from corpus.publishing.facts import Facts, rows_by_split
from corpus.publishing.schema import COLUMNS, Translation
from corpus.text import shown

PARQUET = "application/x-parquet"
TYPES = {"string": "sc:Text", "float64": "sc:Float", "bool": "sc:Boolean", "int32": "sc:Integer"}

OWN_TERMS = """
    arrayShape citeAs column containedIn equivalentProperty extract field fileObject fileProperty fileSet format
    includes isArray isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace
    samplingRate separator source subField transform
"""
"""The names that stand for Croissant's own in the context that it recommends."""

CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    **{term: f"cr:{term}" for term in OWN_TERMS.split()},
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "description": {"@container": "@language"},
    "name": {"@container": "@language"},
}


def croissant(facts: Facts) -> str:
    """The metadata of a dataset as JSON-LD. What `[about]` of the settings does not say is left out."""
    about = facts.config.about
    configs = list(dict.fromkeys(part.config for part in facts.parts))
    content = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"],
        "name": about.name,
        "description": shown(description(facts)),
        "license": {"@type": "sc:CreativeWork", "name": _licence(facts), "url": LICENCE},
        "url": about.url,
        "creator": {"@type": "sc:Organization", "name": about.creator} if about.creator else None,
        "datePublished": about.date,
        "version": about.version,
        "inLanguage": ["ja", "en"],
        "keywords": ["parallel corpus", "sentence alignment", "machine translation", "Japanese", "English"],
        "citeAs": bibtex(facts.config.about, facts.signature, facts.rows),
        "rai:dataCollection": shown(method(facts)),
        "rai:dataUseCases": USES,
        "rai:dataLimitations": shown(LIMITS),
        "rai:machineAnnotationTools": str(facts.signature),
        "distribution": [*_files(facts), *(_file_set(config) for config in configs)],
        "recordSet": [record for config in configs for record in (_splits(facts, config), _records(config))],
    }
    found = {name: value for name, value in content.items() if value}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _licence(facts: Facts) -> str:
    return "Open licences, by source" if all_open(facts) else "Rights remain with the sources"


def _files(facts: Facts) -> list[dict[str, Any]]:
    return [
        {
            "@type": "cr:FileObject",
            "@id": part.path,
            "name": part.path,
            "contentUrl": part.path,
            "contentSize": f"{part.bytes_on_disk} B",
            "encodingFormat": PARQUET,
            "sha256": part.sha256,
        }
        for part in facts.parts
    ]


def _file_set(config: str) -> dict[str, Any]:
    includes = f"{config}/*.parquet"
    return {"@type": "cr:FileSet", "@id": f"{config}-files", "encodingFormat": PARQUET, "includes": includes}


def _splits(facts: Facts, config: str) -> dict[str, Any]:
    """The names of a config's splits, as Croissant wants them: records that the rows refer to."""
    name = f"{config}_splits/split_name"
    return {
        "@type": "cr:RecordSet",
        "@id": f"{config}_splits",
        "name": f"{config}_splits",
        "dataType": "cr:Split",
        "key": {"@id": name},
        "field": [{"@type": "cr:Field", "@id": name, "name": "split_name", "dataType": "sc:Text"}],
        "data": [{name: split} for owner, split in rows_by_split(facts.parts) if owner == config],
    }


def _records(config: str) -> dict[str, Any]:
    split = {
        "@type": "cr:Field",
        "@id": f"{config}/split",
        "name": "split",
        "description": "train, validation or test, as the name of the file says",
        "dataType": "sc:Text",
        "source": {
            "fileSet": {"@id": f"{config}-files"},
            "extract": {"fileProperty": "fullpath"},
            "transform": {"regex": f"(?:{config}/)?([a-z]+)"},
        },
        "references": {"field": {"@id": f"{config}_splits/split_name"}},
    }
    fields = [_field(config, column.name, column.type, (), column.meaning) for column in COLUMNS]
    return {
        "@type": "cr:RecordSet",
        "@id": config,
        "name": config,
        "key": {"@id": f"{config}/id"},
        "field": [split, *fields],
    }


def _field(config: str, name: str, kind: Any, within: tuple[str, ...], meaning: str = "") -> dict[str, Any]:
    """A column, or what stands `within` one: a struct has a field a member, a list is an array of what it lists."""
    path = (*within, name)
    field: dict[str, Any] = {"@type": "cr:Field", "@id": "/".join((config, *path)), "name": name}
    if meaning:
        field["description"] = meaning
    depth = 0
    while isinstance(kind, list):
        kind, depth = kind[0], depth + 1
    if depth:
        field |= {"isArray": True, "arrayShape": ",".join(["-1"] * depth)}
    if isinstance(kind, Translation):
        kind = dict.fromkeys(kind.languages, "string")
    if isinstance(kind, dict):
        return field | {"subField": [_field(config, inner, leaf, path) for inner, leaf in kind.items()]}
    source: dict[str, Any] = {"fileSet": {"@id": f"{config}-files"}, "extract": {"column": path[0]}}
    if path[1:]:
        source["transform"] = {"jsonPath": ".".join(path[1:])}
    return field | {"dataType": TYPES[kind], "source": source}
