"""The glossary, a stage of `train_model.py`: a table from Japanese words to the English words and spellings they have.

JMdict gives words with their glosses and readings, JMnedict names of people, places and companies, the Kyoto lexicon
terms with their names, EJDict short Japanese glosses of English words; what a development set contains is left out of
the lexicons before (`text.lexicons`). What the table may hold is in `corpus/alignment/learned/glossary.py`,
which reads it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from learning.dictionaries import Pair
from numpy.typing import NDArray
from tqdm import tqdm

from corpus.alignment.learned.encoder import lowered
from corpus.alignment.learned.glossary import LONGEST, key_of, sound_value, stem_value, words_en

MOST = 12  # values of a word: first come the common senses and spellings
_NOTES = re.compile(r"\s*[(（][^()（）]*[)）]\s*")
_KANJI = re.compile(r"[㐀-鿿々]")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]+")
_HIRAGANA = re.compile(r"[ぁ-ゖー]+")
_INFLECTED = re.compile(r"(.*[㐀-鿿々].*?)[うくぐすつぬぶむるい]")
# Kinds of names, the likeliest first.
_NAMES = (
    "surname",
    "place",
    "station",
    "person",
    "company",
    "organization",
    "product",
    "work",
    "given",
    "unclass",
    "masc",
    "fem",
)

Entry = tuple[str, list[int]]


def entries(lexicons: Iterable[Pair], base: sqlite3.Connection) -> Iterator[Entry]:
    """(normalised word, values), words again and again, the likelier values first; `base` from `jamdict`."""
    yield from _dictionary(base)
    for ja, en in lexicons:
        yield _plain(ja), [*_stems(en), *_sounds(en.split())]
    yield from _names(base)


def _dictionary(base: sqlite3.Connection) -> Iterator[Entry]:
    """JMdict's words with the stems of their glosses and how they are read; verbs and adjectives as stems too."""
    written: dict[int, list[str]] = {}
    read: dict[int, list[str]] = {}
    for table, forms in (("Kanji", written), ("Kana", read)):
        for entry, text in base.execute(f"SELECT idseq, text FROM {table} ORDER BY ID"):
            forms.setdefault(entry, []).append(text)
    glosses: dict[int, dict[int, list[str]]] = {}
    rows = (
        "SELECT idseq, sid, text FROM SenseGloss JOIN Sense ON sid = Sense.ID WHERE lang = 'eng'"
        " ORDER BY sid, SenseGloss.rowid"
    )
    for entry, sense, gloss in base.execute(rows):
        glosses.setdefault(entry, {}).setdefault(sense, []).append(gloss)
    inflected = {
        entry
        for (entry,) in base.execute(
            "SELECT DISTINCT idseq FROM pos JOIN Sense ON sid = Sense.ID"
            " WHERE text LIKE '%verb%' AND text NOT LIKE '%adverb%' OR text LIKE 'adjective (keiyoushi)%'"
        )
    }
    for entry, senses in tqdm(glosses.items(), desc="glossary: dictionary", mininterval=5, disable=None):
        meant = [value for sense in senses.values() for gloss in sense[:3] for value in _stems(gloss)]
        heads = [_plain(word) for word in written.get(entry, [])]
        for head in heads:
            yield head, [*meant[:MOST], *_sounds(read.get(entry, [])[:1])]
            if entry in inflected and (stem := _INFLECTED.fullmatch(head)):
                yield stem[1], meant
        for kana in map(_plain, read.get(entry, [])):
            # Short words in hiragana would be found in every other word's ending.
            if len(kana) >= (4 if _HIRAGANA.fullmatch(kana) and heads else 3):
                yield kana, meant


def _names(base: sqlite3.Connection) -> Iterator[Entry]:
    """JMnedict's names, the likelier kinds first: those in kanji with their sounds, those in kana with their stems."""
    kinds: dict[int, list[str]] = {}
    for sense, kind in base.execute("SELECT tid, text FROM NETransType ORDER BY rowid"):
        kinds.setdefault(sense, []).append(kind)
    best = {
        sense: min(_NAMES.index(kind) if kind in _NAMES else 99 for kind in given) for sense, given in kinds.items()
    }
    spelled: list[tuple[int, int, str]] = [
        (best.get(sense, 99), entry, _NOTES.sub(" ", gloss))
        for entry, sense, gloss in base.execute(
            "SELECT idseq, tid, NETransGloss.text FROM NETransGloss JOIN NETranslation ON tid = NETranslation.ID"
            " ORDER BY tid, NETransGloss.rowid"
        )
    ]
    forms: dict[int, list[str]] = {}
    for table in ("NEKanji", "NEKana"):
        for entry, text in base.execute(f"SELECT idseq, text FROM {table} ORDER BY ID"):
            if table == "NEKanji" or entry not in forms:
                forms.setdefault(entry, []).append(text)
    for _, entry, gloss in tqdm(sorted(spelled), desc="glossary: names", mininterval=5, disable=None):
        for form in map(_plain, forms.get(entry, [])):
            if len(form) >= 2 and not _HIRAGANA.fullmatch(form):
                yield form, _sounds(gloss.split()) if _KANJI.search(form) else _stems(gloss)


def _plain(word: str) -> str:
    return lowered(_NOTES.sub("", re.sub(r"《[^》]*》", "", word))).strip()


def _stems(gloss: str) -> list[int]:
    found = (stem_value(word) for word in words_en(_NOTES.sub(" ", gloss)))
    return [value for value in found if value is not None]


def _sounds(spelled: Iterable[str]) -> list[int]:
    return [value for word in spelled if (value := sound_value(word)) is not None]


def table(given: Iterable[Entry]) -> dict[str, NDArray[Any]]:
    """The arrays of `glossary.npz`: words by length, then by key."""
    known: dict[tuple[int, int], list[int]] = {}
    keys: dict[str, int] = {}
    for word, values in given:
        if not 1 <= len(word) <= LONGEST or not (_KANJI.search(word) or _KANA.fullmatch(word)) or not values:
            continue
        if word not in keys:
            keys[word] = key_of(word)
        held = known.setdefault((len(word), keys[word]), [])
        held.extend(value for value in dict.fromkeys(values) if value not in held and len(held) < 2 * MOST)
    order = sorted(known)
    lengths = np.array([length for length, _ in order], np.int64)
    every = np.array([value for place in order for value in known[place]], np.uint32)
    return {
        "keys": np.array([key for _, key in order], np.uint32),
        "begins": np.searchsorted(lengths, np.arange(LONGEST + 2)).astype(np.uint32),
        "counts": np.array([len(known[place]) for place in order], np.uint8),
        "values": np.stack([(every >> shift & 255).astype(np.uint8) for shift in (0, 8, 16)], axis=1),
    }
