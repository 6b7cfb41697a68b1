"""What stands unchanged in both languages: Latin words, links, handles, hashtags, emoji; sets for whoever compares.

A Japanese page writes brand and product names in Latin letters ("OpenAI", "GPT-4"), so its Latin words are looked up
among all words of the English. Full-width letters are read as half-width ones.
"""

from __future__ import annotations

import re
import unicodedata

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
    tokens: set[str] = set()
    for match in _WORD.finditer(without_anchors(text)):
        word = _POSSESSIVE.sub("", match.group().lower())
        for token in (word, *re.split(r"['’.+&-]", word)):
            if len(token) >= 2 and _LETTER.search(token):
                tokens.add(token)
    return frozenset(tokens)


def urls(text: str) -> frozenset[str]:
    """The links, without the punctuation behind them."""
    return frozenset(_URL.findall(text))


def handles(text: str) -> frozenset[str]:
    """Names of accounts, lower-cased, without the at sign; mail addresses are none."""
    return frozenset(handle.lower() for handle in _HANDLE.findall(_URL.sub(" ", _folded(text))))


def hashtags(text: str) -> frozenset[str]:
    """Hashtags, lower-cased, without the number sign."""
    return frozenset(tag.lower() for tag in _HASHTAG.findall(_URL.sub(" ", _folded(text))))


def marks(text: str) -> frozenset[str]:
    """Whatever is no word of either language: links, handles, hashtags and emoji, each as it is compared."""
    plain = _folded(text)
    emoji = frozenset(_EMOJI.findall(plain))
    return emoji | frozenset(f"@{h}" for h in handles(text)) | frozenset(f"#{t}" for t in hashtags(text)) | urls(plain)


def without_anchors(text: str) -> str:
    """The text with full-width letters folded, and a space for every link, handle and hashtag."""
    bare = _URL.sub(" ", _folded(text))
    return _HASHTAG.sub(" ", _HANDLE.sub(" ", bare))


def _folded(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
