"""The dataset card: README.md with the front matter that the Hugging Face hub reads, every number from the data.

The keys are those of the hub's `datasetcard.md` specification and of `datasets.info`: `configs` with a list of
`split` and `path` for each, `dataset_info` with features and split sizes (which `datasets` checks on loading),
`license: other` with a name and a link to a file beside the card.
"""

from __future__ import annotations

from collections import Counter
from textwrap import fill
from typing import Any

from corpus.publishing.citation import bibtex
from corpus.publishing.facts import Facts, rows_by_split
from corpus.publishing.licence import HEADINGS, LICENCE, UNKNOWN, cell, rights, table
from corpus.publishing.schema import COLUMNS, card_features
from corpus.publishing.wording import LIMITS, RELATIONS, USES, confidence, description, method

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
MORE = "1M<n<10M"
WIDTH = 116
CITE = """\
As below; `CITATION.cff` says the same to programs. Where you quote a text, cite its page too: `provenance` names it."""


def readme(facts: Facts) -> str:
    """The whole card."""
    import yaml

    # No aliases: the features stand once for each config, and readers of cards do not all know `&` and `*`.
    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    head = yaml.dump(_front_matter(facts), Dumper=Plain, sort_keys=False, allow_unicode=True, width=1000)
    return f"---\n{head}---\n\n{_body(facts)}"


def _front_matter(facts: Facts) -> dict[str, Any]:
    names = list(dict.fromkeys(part.config for part in facts.parts))
    rows = facts.counts["kept"] or len(facts.pairs)
    reviewed = any(pair.verdict for pair in facts.pairs)
    head: dict[str, Any] = {
        "pretty_name": facts.config.about.name,
        "language": ["ja", "en"],
        "license": "other",
        "license_name": "rights-remain-with-the-sources",
        "license_link": LICENCE,
        "task_categories": ["translation"],
        "size_categories": [next((name for limit, name in SIZES if rows < limit), MORE)],
        "multilinguality": ["translation"],
        "annotations_creators": ["machine-generated", "expert-generated"] if reviewed else ["machine-generated"],
        "language_creators": ["found"],
        "source_datasets": ["original"],
        "tags": ["parallel-corpus", "sentence-alignment", "provenance", "taiyaku"],
    }
    if not names:
        return head | {"viewer": False}  # else the hub would show the manifest as if it were data
    head["configs"] = [
        {
            "config_name": name,
            **({"default": True} if name == names[0] else {}),
            "data_files": [
                {"split": split, "path": f"{name}/{split}-*.parquet"}
                for config, split in rows_by_split(facts.parts)
                if config == name
            ],
        }
        for name in names
    ]
    head["dataset_info"] = [_dataset_info(facts, name) for name in names]
    return head


def _dataset_info(facts: Facts, name: str) -> dict[str, Any]:
    parts = [part for part in facts.parts if part.config == name]
    return {
        "config_name": name,
        "features": card_features(),
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


def _body(facts: Facts) -> str:
    config = facts.config
    kept = [pair for pair in facts.pairs if pair.reason is None]
    verdicts = Counter(pair.verdict.decision for pair in facts.pairs if pair.verdict)
    edited = sum(pair.edited for pair in facts.pairs)
    relations = Counter(pair.relation for pair in kept)
    quoted = sum(1 for row in rights(facts) if row[1] == UNKNOWN)
    parts = [(f"`{name}`", split, rows) for (name, split), rows in rows_by_split(facts.parts).items()]
    outcome = [("kept", "in `pairs`", facts.counts["kept"])]
    outcome += [(f"`{name}`", meaning, facts.counts[name]) for name, meaning in facts.reasons.items()]
    loading = 'load_dataset(FOLDER)  # or load_dataset(FOLDER, "candidates")'
    return f"""# {cell(config.about.name)}

{fill(description(facts), WIDTH)}

Signature of every figure below: `{facts.signature}`

## What is in it

{table(("config", "split", "rows"), parts) if parts else "Nothing: no pair was found, so there is no config to load."}

`pairs` is what is kept. `candidates` is everything that was found, with the reason that keeps a pair out of `pairs`.
Splits hold whole groups of articles; with fewer than {config.min_groups_to_split} groups everything is `train`.

```python
from datasets import load_dataset
dataset = {loading}
```

{table(("column", "meaning"), [(f"`{column.name}`", column.meaning) for column in COLUMNS])}

## How it was made

{fill(method(facts), WIDTH)}

Text is never rewritten. A text is made of the characters of its document that `provenance` names: Japanese sentences
joined by nothing, English ones by one space, white space within a sentence shown as one space. `taiyaku verify` proves
it from the documents. The exception are pairs that a reviewer `edited`: their spans are those that the texts came from,
and `taiyaku verify` finds the texts in the ledger of verdicts.

## Confidence, relation, reasons

{fill(confidence(facts), WIDTH)}

Reviewers so far accepted {verdicts["accept"]:,} pairs and rejected {verdicts["reject"]:,}; they edited {edited:,}.

{table(("outcome", "meaning", "pairs"), outcome)}

Found: {sum(facts.counts.values()):,}, the sum of the pairs above.

{table(("relation", "meaning", "kept pairs"), [(f"`{n}`", m, relations[n]) for n, m in RELATIONS.items()])}

`relation` is given by rules; nobody has checked it row by row.

## Rights and sources

The texts belong to whoever wrote or published them; `LICENSE.md` says more. Nothing is guessed: of the
publisher-and-licence groups below, {quoted:,} {"has" if quoted == 1 else "have"} no licence on record.

{table(HEADINGS, rights(facts))}

## Uses and limits

{fill(f"{USES} {LIMITS}", WIDTH)}

## To have something removed

Write to whoever published this dataset, on the hub in its Community tab, and name the `id` of the row or the address of
the page. The publisher takes the page out of the articles, builds again and publishes the result; the ids of other
pairs stay as they are. (Rejecting a pair in the review is not enough: `candidates` shows it still, as `rejected`.)

## Citation

{CITE}

```bibtex
{bibtex(facts)}
```
"""

