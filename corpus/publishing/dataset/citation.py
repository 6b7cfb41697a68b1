"""How a dataset is cited: as BibTeX for its card, and as `CITATION.cff` (https://citation-file-format.github.io).

What `[about]` of the settings does not say is left out, since nobody else knows it. The signature is always there: it
says with the digest of the rows which dataset is meant, better than a name does.
"""

from __future__ import annotations

from corpus.config import About
from corpus.publishing.signature import Signature

SPECIAL = {mark: f"\\{mark}" for mark in "&%$#_{}"}
SPECIAL |= {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\^{}"}
"""What BibTeX would take for its own, and how it is written so that it does not."""


def bibtex(about: About, signature: Signature, rows: str) -> str:
    """The entry of the dataset, a field a line; `rows` is the digest of its rows."""
    fields = {
        # In braces of their own, or a style would change the capitals of the one and turn the other into a family name.
        "title": f"{{{_latex(about.name)}}}",
        "author": f"{{{_latex(about.creator)}}}" if about.creator else "",
        "year": about.date[:4],
        "version": about.version,
        "url": about.url,
        "note": _latex(signature.of(rows)),
    }
    lines = ",\n".join(f"  {name:<7} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{taiyaku_{rows},\n{lines}\n}}"


def _latex(text: str) -> str:
    return "".join(SPECIAL.get(letter, letter) for letter in " ".join(text.split()))


def citation_file(about: About, signature: Signature, rows: str) -> str:
    """The `CITATION.cff` of a dataset."""
    import yaml

    content = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below, and the pages that its texts are from.",
        "type": "dataset",
        "title": about.name,
        "authors": [{"name": about.creator or "whoever published this dataset"}],
        "version": about.version,
        "date-released": about.date,
        "url": about.url,
        "identifiers": [{"type": "other", "value": signature.of(rows), "description": "signature and rows"}],
    }
    found = {name: value for name, value in content.items() if value}
    return yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=1000)
