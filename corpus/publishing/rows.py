"""A pair as a row: nested for the dataset, flat for the command line. Both are the schema of `schema.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.types import Pair, Side

Row = Mapping[str, Any]
"""A row as it is stored."""

PLACES = 4
"""Decimals of every published number."""


def row(pair: Pair, signature: str) -> dict[str, Any]:
    """The pair as a row of the dataset."""
    said = pair.attribution
    return {
        "id": pair.id,
        "translation": {"ja": pair.ja.text, "en": pair.en.text},
        "confidence": round(pair.confidence, PLACES),
        "relation": pair.relation,
        "reason": pair.reason,
        "headline": pair.headline,
        "speaker": said.speaker,
        "speaker_ja": said.speaker_ja,
        "handle": said.handle,
        "posted_on": said.posted_on,
        "signals": [{"name": name, "value": round(float(value), PLACES)} for name, value in pair.signals.items()],
        "provenance": {"ja": _side(pair.ja), "en": _side(pair.en), "signature": signature},
        "group": pair.group,
        "verdict": pair.verdict.decision if pair.verdict else None,
        "edited": pair.edited,
    }


def flat_row(pair: Pair, signature: str) -> dict[str, Any]:
    """The pair as one flat JSON object: the same row without nesting but for the lists of spans and the signals.

    The texts are `ja` and `en`, the spans `ja_spans` and `en_spans`, the rest of a side's provenance `ja_article`,
    `en_article`, `ja_url` ...; `signals` is an object from name to value.
    """
    nested = row(pair, signature)
    texts, provenance = nested.pop("translation"), nested.pop("provenance")
    sides = {f"{side}_{name}": provenance[side][name] for side in ("ja", "en") for name in provenance[side]}
    spans = {name: sides.pop(name) for name in ("ja_spans", "en_spans")}
    signals = {signal["name"]: signal["value"] for signal in nested.pop("signals")}
    flat = {"id": nested.pop("id"), **texts, **spans, **nested, "signals": signals, **sides}
    return {**flat, "signature": provenance["signature"]}


def spans_of(side: Side) -> list[list[int]]:
    """A side's spans as lists of `[start, end)`."""
    return [[span.start, span.end] for span in side.spans]


def _side(side: Side) -> dict[str, Any]:
    source = side.document.source
    return {
        "article": side.document.name,
        "url": source.url,
        "publisher": source.publisher,
        "licence": source.licence,
        "sha256": side.document.sha256,
        "spans": spans_of(side),
    }
