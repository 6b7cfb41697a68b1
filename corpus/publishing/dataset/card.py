"""The dataset card: README.md as the Hugging Face hub shows it, every number from the data."""

from __future__ import annotations

from collections import Counter
from textwrap import fill

from corpus.publishing.dataset.citation import bibtex
from corpus.publishing.dataset.front_matter import ALIKE, WIDTH, headed, loading, size_category
from corpus.publishing.dataset.licence import HEADINGS, LICENCE, UNKNOWN, all_open, cell, rights, table
from corpus.publishing.dataset.wording import LIMITS, RELATIONS, SPANS, USES, confidence, description, method, splitting
from corpus.publishing.facts import Facts, rows_by_split
from corpus.publishing.schema import COLUMNS

CITE = """\
As below; `CITATION.cff` says the same to programs. Where you quote a text, cite its page too: `provenance` names it."""


def readme(facts: Facts) -> str:
    """The whole card."""
    reviewed = any(pair.verdict for pair in facts.pairs)
    head = {
        "pretty_name": facts.config.about.name,
        **ALIKE,
        "license": "other",
        "license_name": "open-licences-by-source" if all_open(facts) else "rights-remain-with-the-sources",
        "license_link": LICENCE,
        "size_categories": [size_category(facts.counts["kept"] or len(facts.pairs))],
        "annotations_creators": ["machine-generated", "expert-generated"] if reviewed else ["machine-generated"],
        "tags": ["parallel-corpus", "sentence-alignment", "provenance", "taiyaku"],
        **loading(facts.parts, COLUMNS),
    }
    return headed(head, _body(facts))


def _body(facts: Facts) -> str:
    config = facts.config
    kept = [pair for pair in facts.pairs if pair.reason is None]
    verdicts = Counter(pair.verdict.decision for pair in facts.pairs if pair.verdict)
    edited = sum(pair.edited for pair in facts.pairs)
    rescued = sum(pair.verdict is not None and pair.confidence < config.accept_confidence for pair in kept)
    relations = Counter(pair.relation for pair in kept)
    quoted = sum(1 for row in rights(facts) if row[1] == UNKNOWN)
    parts = [(f"`{name}`", split, rows) for (name, split), rows in rows_by_split(facts.parts).items()]
    outcome = [("kept", "in `pairs`", facts.counts["kept"])]
    outcome += [(f"`{name}`", meaning, facts.counts[name]) for name, meaning in facts.reasons.items()]
    loading = _loading(facts)
    return f"""# {cell(config.about.name)}

{fill(description(facts), WIDTH)}

Signature: `{facts.signature.of(facts.rows)}`: what confidences depend on, and a digest of the rows.

## What is in it

{table(("config", "split", "rows"), parts)}

`pairs` is what is kept. `candidates` is everything that was found, with the reason that keeps a pair out of `pairs`.
{fill(splitting(facts), WIDTH)}

{loading}

{table(("column", "meaning"), [(f"`{column.name}`", column.meaning) for column in COLUMNS])}

## How it was made

{fill(method(facts), WIDTH)}

Text is never rewritten. A text is made of the characters of its document that `provenance` names: Japanese sentences
joined by nothing, English ones by one space, white space within a sentence shown as one space. `taiyaku verify` proves
it from the documents. The exceptions are pairs that a reviewer `edited`: their spans are those that the texts came
from, and `taiyaku verify` finds the texts in the ledger of verdicts.

{fill(SPANS, WIDTH)}

## Confidence, relation, reasons

{fill(confidence(facts), WIDTH)}

What a reviewer decides stands, whatever the confidence. Pairs with a verdict, `accept`: {verdicts["accept"]:,},
`reject`: {verdicts["reject"]:,}, edited: {edited:,}; kept by a verdict below {config.accept_confidence}: {rescued:,}.

{table(("outcome", "meaning", "pairs"), outcome)}

Found: {sum(facts.counts.values()):,}, the sum of the pairs above.

{table(("relation", "meaning", "kept pairs"), [(f"`{n}`", m, relations[n]) for n, m in RELATIONS.items()])}

`relation` is given by rules and by what was learned of cut pairs; nobody has checked it row by row.

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
What was made of the page before is to be made again or removed too: exports, other editions, a report on it alone.
Earlier commits of a repository keep the old files, and the ledger of verdicts the texts that were decided on.

## Citation

{CITE}

```bibtex
{bibtex(facts.config.about, facts.signature, facts.rows)}
```
"""


def _loading(facts: Facts) -> str:
    """How the dataset is loaded; `load_dataset` does not take a split without a row."""
    if not facts.pairs:
        return "There is nothing to load: no pair was found."
    call = 'load_dataset(FOLDER)  # or load_dataset(FOLDER, "candidates")'
    if not facts.counts["kept"]:
        call = 'load_dataset(FOLDER, "candidates")  # nothing is kept, so there is no row in "pairs" to load'
    return f"""```python
from datasets import load_dataset
dataset = {call}
```"""
