"""The YAML on top of a dataset card, as the Hugging Face hub and `datasets` read it.

The keys are those of the hub's `datasetcard.md` specification and of `datasets.info`: `configs` with a pattern of files
for each split, `dataset_info` with features and split sizes, which `datasets` checks on loading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from corpus.publishing.facts import Part, rows_by_split
from corpus.publishing.schema import Column, card_features

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
MORE = "1M<n<10M"
WIDTH = 116
"""Characters of a line of a card."""

ALIKE: Mapping[str, Any] = {
    "language": ["ja", "en"],
    "task_categories": ["translation"],
    "multilinguality": ["translation"],
    "language_creators": ["found"],
    "source_datasets": ["original"],
}
"""What is so of every dataset of ours."""


def headed(head: Mapping[str, Any], body: str) -> str:
    """A card: what programs read of it, and what people do."""
    import yaml

    # No aliases: the features stand once for each config, and readers of cards do not all know `&` and `*`.
    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    top = yaml.dump(dict(head), Dumper=Plain, sort_keys=False, allow_unicode=True, width=1000)
    return f"---\n{top}---\n\n{body}"


def size_category(rows: int) -> str:
    """The hub's name for so many rows."""
    return next((name for limit, name in SIZES if rows < limit), MORE)


def loading(parts: Sequence[Part], columns: Sequence[Column]) -> dict[str, Any]:
    """How the configs that stand in some files are loaded; the first is the default.

    `datasets` looks up in its cache what it has loaded by this alone, not by the files: without their digests a build
    with as many rows and bytes as the one before it would give the rows of that.
    """
    names = list(dict.fromkeys(part.config for part in parts))
    return {
        "configs": [
            {
                "config_name": name,
                **({"default": True} if name == names[0] else {}),
                "description": f"sha256 {' '.join(part.sha256 for part in parts if part.config == name)}",
                "data_files": [
                    {"split": split, "path": f"{name}/{split}-*.parquet"}
                    for config, split in rows_by_split(parts)
                    if config == name
                ],
            }
            for name in names
        ],
        "dataset_info": [_info(name, [part for part in parts if part.config == name], columns) for name in names],
    }


def _info(name: str, parts: Sequence[Part], columns: Sequence[Column]) -> dict[str, Any]:
    return {
        "config_name": name,
        "features": card_features(columns),
        "splits": [
            {
                "name": split,
                "num_bytes": sum(part.bytes_in_memory for part in parts if part.split == split),
                "num_examples": rows,
            }
            for (_, split), rows in rows_by_split(parts).items()
        ],
        "download_size": sum(part.bytes_on_disk for part in parts),
        "dataset_size": sum(part.bytes_in_memory for part in parts),
    }
