"""The full names that a page writes in Latin letters, for a part of one: a family name, a given name, initials.

They are looked for among the page's runs of capitalised Latin words, each within a sentence (`clusters`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from corpus.extraction.people.no_persons import is_group
from corpus.extraction.people.offices import RANKS_EN, is_office
from corpus.languages import NO_NAMES_EN, PLACES_EN, TITLES_EN

_CONTRACTED = regex.compile("['’]")
_INITIALS = regex.compile(r"\p{Lu}{2,3}")
# What two capitals stand for besides somebody's initials, and words before a family name that are no given one.
_NO_INITIALS = frozenset(
    {"AM", "PM", "MC", "QA", "PR", "HR", "US", "UK", "EU", "UN", "TV", "PS", "NB", "OP", "ID", "OS"}
)
_BEFORE_NAMES = frozenset({"team", "meet", "ask", "new", "dear", "hello", "thanks", "north", "south", "east", "west"})
_OF_OFFICES = frozenset({"general", "emeritus", "emerita", "elect", "pro", "tem", "vice", "deputy", "chief", "acting"})
_FULL = 2  # words of a full name, at least


def without_rank(name: str) -> str:
    """A person's full name without what they are before it: Ann Pen of "Captain Ann Pen".

    "Captain Ahab" is how he is called, "Coach House Books" a firm, "Director General Ann Pen" more than a rank.
    """
    rank, _, rest = name.partition(" ")
    words = rest.split()
    if rank.lower() not in RANKS_EN or len(words) < _FULL or is_group(rest):
        return name
    named = all(word[0].isupper() and word.lower() not in RANKS_EN | _OF_OFFICES for word in words)
    return rest if named else name


def in_full(name: str, page: Sequence[str]) -> list[str]:
    """The full name of whom the page else calls by the family or the given name, where it writes exactly one."""
    if " " in name:
        return []
    runs = (words[:3] for words in map(str.split, page) if len(words) > 1 and words[0] == name)
    given = (words for words in runs if not is_group(" ".join(words)))
    full = of_family(name, page) | _names(given)
    return list(full) if len(full) == 1 else []


def of_family(name: str, page: Sequence[str]) -> set[str]:
    """The full names that a page's runs of capitalised Latin words begin with, by a family name."""
    runs = map(str.split, page)
    found = (words[:size] for words in runs for size in (2, 3) if words[size - 1 : size] == [name])
    return _names(words for words in found if not _no_given_name(words[0]))


def _no_given_name(word: str) -> bool:
    """Whether a word before a family name is a title, a place or what one does: "Mr Orrell", "Lake Orrell"."""
    word = word.lower().rstrip(".")
    return word in TITLES_EN or word in PLACES_EN or word in _BEFORE_NAMES or is_office(word)


def of_initials(name: str, page: Sequence[str]) -> set[str]:
    """The full names whose words begin with these letters, "HV" or "J.K."; none by what abbreviates another thing."""
    letters = name.replace(".", "")
    if not _INITIALS.fullmatch(letters) or letters in _NO_INITIALS:
        return set()
    runs = (run.split()[: len(letters)] for run in page)
    return _names(words for words in runs if "".join(word[0] for word in words) == letters)


def _names(runs: Iterable[Sequence[str]]) -> set[str]:
    """Those of some words that may be somebody's name."""
    return {" ".join(words) for words in runs if not shouted(words) and all(map(is_name, words))}


def is_name(word: str) -> bool:
    """Whether a capitalised word may be somebody's name and is none that begins many a sentence ("So", "Don't")."""
    if word.lower().replace("’", "'").endswith("n't"):
        return False
    return _CONTRACTED.split(word, maxsplit=1)[0].lower() not in NO_NAMES_EN


def shouted(words: Sequence[str]) -> bool:
    """Whether words are a shout and no name: "RUN OBUYA"."""
    return len(words) > 1 and all(map(str.isupper, words))
