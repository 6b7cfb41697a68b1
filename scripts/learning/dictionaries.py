"""JMdict and JMnedict, by way of the package jamdict-data: an SQLite file of words, names, senses and glosses."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Iterator

Pair = tuple[str, str]


def jamdict(entries: int = -1) -> sqlite3.Connection:
    """JMdict and JMnedict as the package jamdict-data has them; from `entries` on, entries are as if not there."""
    import jamdict_data

    base = sqlite3.connect(f"file:{jamdict_data.JAMDICT_DB_PATH}?mode=ro", uri=True)
    if entries >= 0:
        # A temporary table stands before the stored one of its name, so what reads them needs not know.
        for head, tables, senses, parts in _DICTIONARIES:
            first = f"SELECT idseq FROM {head} ORDER BY idseq LIMIT {int(entries)}"
            for table in (*tables, senses):
                base.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM main.{table} WHERE idseq IN ({first})")
            for part, key in parts:
                base.execute(
                    f"CREATE TEMP TABLE {part} AS SELECT * FROM main.{part} WHERE {key} IN (SELECT ID FROM {senses})"
                )
    return base


_DICTIONARIES = (
    ("Entry", ("Kanji", "Kana"), "Sense", (("SenseGloss", "sid"), ("pos", "sid"))),
    ("NEEntry", ("NEKanji", "NEKana"), "NETranslation", (("NETransGloss", "tid"), ("NETransType", "tid"))),
)


def dictionary(base: sqlite3.Connection, names: int, seed: int) -> Iterator[Pair]:
    """(head word, gloss) of JMdict, and a sample of JMnedict's foreign names, places, companies and organisations."""
    heads: dict[int, list[str]] = {}
    for table, most in (("Kanji", 2), ("Kana", 1)):
        for entry, text in base.execute(f"SELECT idseq, text FROM {table} ORDER BY ID"):
            if len(heads.setdefault(entry, [])) < most or (table == "Kana" and not heads[entry]):
                heads[entry].append(text)
    seen: dict[int, int] = {}
    glosses = (
        "SELECT idseq, sid, text FROM SenseGloss JOIN Sense ON sid = Sense.ID WHERE lang = 'eng'"
        " ORDER BY sid, SenseGloss.rowid"
    )
    for entry, sense, gloss in base.execute(glosses):
        gloss = re.sub(r"\s*\([^)]*\)\s*", " ", gloss).strip()
        seen[sense] = seen.get(sense, 0) + 1
        if gloss and seen[sense] <= 3:
            yield from ((head, gloss) for head in heads[entry])
    foreign = (
        "SELECT NEKana.text, NETransGloss.text FROM NEKana JOIN NETranslation USING (idseq)"
        " JOIN NETransGloss ON tid = NETranslation.ID WHERE NEKana.idseq NOT IN (SELECT idseq FROM NEKanji)"
        " ORDER BY NEKana.ID, NETransGloss.rowid"
    )
    katakana = ((kana, gloss) for kana, gloss in base.execute(foreign) if "\u30a0" <= kana[0] <= "\u30ff")
    found = [(kana, re.sub(r"\s*\([^)]*\)", "", gloss)) for kana, gloss in katakana]
    yield from random.Random(seed).sample(found, min(names, len(found)))
