"""What stands unchanged in both languages: Latin words, links, handles, hashtags, emoji; sets for whoever compares.

A Japanese page writes brand and product names in Latin letters ("OpenAI", "GPT-4"), so its Latin words are looked up
among all words of the English. Full-width letters are read as half-width ones.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_URL = re.compile(r"(?:https?://|\bpic\.twitter\.com/|\bt\.co/|\bwww\.)[!#-;=?-Z_a-z~%&@]+(?<![.,!?:;)\]'])", re.ASCII)
_HANDLE = re.compile(r"(?<![\w.@/])@([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,48}[A-Za-z0-9_])?)(?![A-Za-z0-9_])", re.ASCII)
_HASHTAG = re.compile(r"(?<![\w&/])#(\w*[^\W\d]\w*)")
_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ž0-9]+(?:['’.+&-][A-Za-zÀ-ÖØ-öø-ž0-9]+)*[+#]{0,2}")
_LETTER = re.compile(r"[A-Za-zÀ-ž]")
# Pictographs without the selectors, skin tones and joiners that go with some of them.
_EMOJI = re.compile("[\U0001f1e6-\U0001f1ff\U0001f300-\U0001f3fa\U0001f400-\U0001faff\u2600-\u27bf\u2b50\u2b55]")
_POSSESSIVE = re.compile(r"['’]s$")


def latin_tokens(text: str) -> frozenset[str]:
    """The words with a Latin letter, lower-cased, at least two characters long, without links, handles and hashtags.

    A word joined by a hyphen, full stop or apostrophe ("GPT-4", "Node.js") counts whole and in its parts
    of two letters or more, since the other language may join them otherwise.
    """
    return frozenset().union(*(_tokens(word.lower()) for word in _WORD.findall(without_anchors(text))))


@lru_cache(maxsize=1 << 14)
def _tokens(word: str) -> frozenset[str]:
    whole = _POSSESSIVE.sub("", word)
    return frozenset(t for t in (whole, *re.split(r"['’.+&-]", whole)) if len(t) >= 2 and _LETTER.search(t))


def urls(text: str) -> frozenset[str]:
    """The links, without the punctuation behind them."""
    return frozenset(_URL.findall(text)) if _may_link(text) else frozenset()


def handles(text: str) -> frozenset[str]:
    """Names of accounts, lower-cased, without the at sign; mail addresses are none."""
    return frozenset(handle.lower() for handle in _HANDLE.findall(_without_links(text)))


def hashtags(text: str) -> frozenset[str]:
    """Hashtags, lower-cased, without the number sign."""
    return frozenset(tag.lower() for tag in _HASHTAG.findall(_without_links(text)))


def marks(text: str) -> frozenset[str]:
    """Whatever is no word of either language: links, handles, hashtags and emoji, each as it is compared."""
    plain = _folded(text)
    emoji = frozenset(() if plain.isascii() else _EMOJI.findall(plain))
    return emoji | {f"@{h}" for h in handles(text)} | {f"#{t}" for t in hashtags(text)} | urls(plain)


@lru_cache(maxsize=1 << 12)  # the same sentence is asked for its words, its numbers and its names
def without_anchors(text: str) -> str:
    """The text with full-width letters folded, and a space for every link, handle and hashtag."""
    bare = _without_links(text)
    bare = _HANDLE.sub(" ", bare) if "@" in bare else bare
    return _HASHTAG.sub(" ", bare) if "#" in bare else bare


@lru_cache(maxsize=1 << 12)
def _without_links(text: str) -> str:
    plain = _folded(text)
    return _URL.sub(" ", plain) if _may_link(plain) else plain


def _may_link(plain: str) -> bool:
    """Whether a link is worth looking for: most sentences have none, and looking is slow."""
    return "/" in plain or "www." in plain


def _folded(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
