"""Passages for looking inside: as JSON lines for programs, as a listing for people. Nothing reads them back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from corpus.text import shown, spell
from corpus.types import Article, Passage

WHO = ("speaker", "speaker_ja", "handle", "posted_on")


def passage_row(article: Article, passage: Passage) -> dict[str, Any]:
    """What is known of a passage, as JSON has it; `article` is the page, whose originals are its further documents.

    `document` is the name of the document that it stands in, every span is of that one's text, in code points.
    """
    document = article if passage.document == 0 else article.originals[passage.document - 1]
    return {
        "article": article.name,
        "document": document.name,
        "role": passage.role,
        "language": passage.language,
        **{name: getattr(passage.attribution, name) for name in WHO},
        "speech": passage.speech,
        "cue": None if passage.cue is None else document.text[passage.cue.start : passage.cue.end],
        "sentences": [
            {
                "text": spell(passage.language, document.text, sentence.spans),
                "spans": [[span.start, span.end] for span in sentence.spans],
                "cut": sentence.cut,
            }
            for sentence in passage.sentences
        ],
    }


def passage_listing(article: Article, passages: Sequence[Passage], *, clauses: bool = False) -> Iterator[str]:
    """The lines of a listing: a passage's line, its role and who spoke, then its sentences below it.

    With `clauses` those of narration that may render something by themselves stand behind "~" below the passage they
    are in, each once: there are as many of them as of all else, and most render nothing.
    """
    yield f"{article.name}  {article.source.title or ''}".rstrip()
    reached = (-1, -1)  # document and last character of the narration that was listed
    listed: set[str] = set()  # its clauses
    for passage in sorted(passages, key=lambda p: (p.document, p.span.start, -p.span.end)):
        row = passage_row(article, passage)
        texts = [str(sentence["text"]) for sentence in row["sentences"]]
        place = (passage.document, passage.span.end)
        if passage.role == "narration" and place[0] == reached[0] and place[1] <= reached[1]:
            yield from (f"         ~ {text}" for text in texts if clauses and text not in listed)
            listed.update(texts)
            continue
        if passage.role == "narration":
            reached, listed = place, set(texts)
        document = article if passage.document == 0 else article.originals[passage.document - 1]
        line = document.text.count("\n", 0, passage.span.start) + 1
        said = [row[name] for name in WHO if row[name]]
        how = [row["speech"]] if row["speech"] else []
        how += [f"“{shown(row['cue'])}”"] if row["cue"] else []
        where = f"{line}" if passage.document == 0 else f"{document.name}:{line}"
        yield f"  {where:>5}  {passage.language} {passage.role:<12} {' · '.join([*said, *how])}".rstrip()
        yield from (f"         {text}" for text in texts)
