"""Katakana and Latin forms of a name compared, without a model; start at `similarity` and `same_person`.

A katakana word spells sounds, a Latin word spells letters, and what joins them is which letters may spell which sound.
`similarity` finds the cheapest way to read the katakana word off the Latin letters: each consonant is spelled by a
group of letters from `SPELLINGS` (l and r are one sound, so nearly are b and v, s and th ...), the vowels that
katakana must add after a consonant cost next to nothing, and so do letters that are not heard (final e, r behind a
vowel, h, doubled letters). The idea is the consonant skeleton of Knight and Graehl's "Machine Transliteration" (1998)
turned into an edit distance with literal costs instead of learned ones.

Measured on 10,000 katakana names of three kana or more with one English form in JMnedict (seed 0), the negatives being
the English forms of 19 other names each:

    threshold     .60    .65    .70    .75    .80    .85
    recall       .994   .990   .983   .974   .958   .926
    false rate  .0101  .0053  .0027  .0014  .0007  .0003

The right one of the 20 comes first in .993 of all cases. About one in seven of those that .70 misses is no
transliteration at all (ドイツ, Deutschland); many of the others are spelled in French, Polish or Chinese ways.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from corpus import languages as facts
from corpus.spellings import KATAKANA_ROWS, SPELLINGS, VOWEL_COST

SAME = 0.7  # see above; what is below is more likely another name
SURE = 0.85  # the same where one word is looked for among all that a text has: one in three thousand is taken wrongly

# Sounds: small letters as in Latin, S = sh, J = j, C = ch, T = ts, N = ン, Y = the glide of キャ.
_MORAE = {
    kana: (row, vowel)
    for row, kanas in KATAKANA_ROWS.items()
    for kana, vowel in zip(kanas, "aiueo", strict=True)
    if kana != "*"
}
_MORAE |= {"ヂ": ("J", "i"), "ヅ": ("z", "u"), "ン": ("N", "")}
_SMALL = dict(zip("ァィゥェォャュョヮ", "aiueoauoa", strict=True))
_VOWELS = "aeiouy"

# The vowel that katakana adds to a consonant without one: u, but o after t and d, i after ch and j (and k: テキスト).
_ADDED = {("t", "o"), ("d", "o"), ("C", "i"), ("J", "i")}
_KATAKANA = re.compile(r"[ァ-ヴヵヶー]+")
_POSSESSIVE = re.compile("['’]s?$")
_FORMERLY = re.compile(r"(?<=[ァ-ヴー])(?:元|前|新|旧|現|初代|名誉|共同|暫定)$")
# Behind a name of several parts: "ペ・ヒョヌ産業相", and not "ドイツ環境相", of a country.
_MINISTER = re.compile(
    r"(?<=[ァ-ヴー])(?:経済|産業|通商|貿易|財務|内務|国防|防衛|環境|気候|保健|厚生|労働|文化|教育|科学|農業|農務|水産|漁業|運輸|交通|司法|法務|観光|住宅|移民){1,2}相$"
)
# Parts of names, besides titles, whose full stops end no sentence.
_SHORTENED = ("Jr", "Sr", "St", "Hon", "Co", "Inc", "Ltd", "Corp", "Bros")
LATIN_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-žḀ-ỹ]+(?:['’][A-Za-zÀ-ž]+)*")
_SILENT_BEFORE = frozenset({"kn", "ps", "wr", "pn", "ck", "cz", "dg", "tc"})  # the first of them
EXTRA_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
)


@lru_cache(maxsize=1 << 16)
def similarity(katakana: str, latin: str, floor: float = 0.55) -> float:
    """How well the Latin word may be read as the katakana word, in [0, 1]; `SAME` and above is the same name.

    One word each (hyphens, apostrophes and diacritics are ignored). 0 below `floor`, where the value means nothing,
    and if either holds nothing to compare.
    """
    sounds, reaches, added, weight_ja = _katakana_word(katakana)
    letters, mask, skips, weight_en = _latin_word(latin)
    if not sounds or not letters:
        return 0.0
    # Vowels weigh a third of a consonant: skeletons carry most of what is stable between the two scripts.
    size = (weight_ja + weight_en) / 2
    limit = size * (1 - floor)
    # Many pairs are settled here: each consonant that no letter can spell costs 1.
    if sum(not mask & reach for reach in reaches) > limit:
        return 0.0
    cost = _cost(sounds, letters, added, skips, limit)
    return 0.0 if cost > limit else round(1 - cost / size, 4)


def _cost(sounds: str, letters: str, added: tuple[float, ...], skips: tuple[float, ...], limit: float) -> float:
    """The cheapest way to spell all sounds with all letters: dynamic programming over (sounds read, letters used).

    `added` is the price of each sound without a letter, `skips` of each letter without a sound. Stops as soon as every
    way costs more than `limit`.
    """
    width = len(letters)
    row = [0.0, *accumulate(skips)]
    for sound, price_added in zip(sounds, added, strict=True):
        vowel, above = sound in "aiueo", row
        row = [cost + price_added for cost in above]
        for at in range(width):
            reached = above[at]
            if reached <= limit:
                letter = letters[at]
                if vowel:
                    cost = reached + VOWEL_COST.get(sound + letter, 0.4 if letter in "aeiouyw" else 9.0)
                    if cost < row[at + 1]:
                        row[at + 1] = cost
                else:
                    for spelling, price in _BY_LETTER.get((sound, letter), ()):
                        if letters.startswith(spelling, at) and reached + price < row[at + len(spelling)]:
                            row[at + len(spelling)] = reached + price
                    # Another consonant altogether: dearer than one that is missing, cheaper than both.
                    if letter not in _VOWELS and reached + 1.3 < row[at + 1]:
                        row[at + 1] = reached + 1.3
            silent = row[at] + skips[at]
            if silent < row[at + 1]:
                row[at + 1] = silent
        if min(row) > limit:
            break
    return row[width]


def _unspelled(sounds: str, index: int) -> float:
    """The cost of a sound that no letter spells."""
    sound = sounds[index]
    before = sounds[index - 1] if index else ""
    if sound not in "aiueo":
        return {"Y": 0.05, "y": 0.3, "w": 0.3, "h": 0.5, "N": 0.8}.get(sound, 1.0)
    if before and before in "aiueo":
        return 0.1  # the second half of a long vowel or diphthong: エイ for a
    if before and (sound == "u" or (before, sound) in _ADDED):
        return 0.03
    return 0.15 if (before, sound) in {("k", "i"), ("S", "i")} else 0.35


def _silent(letters: str, at: int) -> float:
    """The cost of a letter that is not heard."""
    letter, before, after = letters[at], letters[at - 1 : at], letters[at + 1 : at + 2]
    if letter in "aeiou" or (letter == "y" and at):
        if letter == "e" and not after:
            return 0.05
        if (before and before in _VOWELS) or (after and after in _VOWELS):
            return 0.1
        return 0.15 if letter == "e" else 0.35
    if letter == before:
        return 0.05
    if letter == "h":
        return 0.15
    if letter in "rw" and before and before in _VOWELS and (not after or after not in _VOWELS):
        return 0.05
    if letter == "g" and (after in ("h", "n") or before == "n"):
        return 0.15
    if letter + after in _SILENT_BEFORE:
        return 0.1
    if not after and letter in "stdxzp":
        return 0.4  # French endings
    if letter == "l" and after and after in "kmdf":
        return 0.3
    return 0.9


_BY_LETTER: dict[tuple[str, str], tuple[tuple[str, float], ...]] = {}
for _sound, _table in SPELLINGS.items():
    for _spelling, _price in _table.items():
        _BY_LETTER[_sound, _spelling[0]] = (*_BY_LETTER.get((_sound, _spelling[0]), ()), (_spelling, _price))


@lru_cache(maxsize=1 << 14)
def _katakana_word(katakana: str) -> tuple[str, tuple[int, ...], tuple[float, ...], float]:
    """Sounds, the letters (as bits) that may begin each firm consonant, the price of each sound unspelled, weight."""
    sounds = sounds_of(katakana)
    consonants = [sound for sound in sounds if sound not in "aiueoY"]
    firm = [sound for sound in consonants if sound not in "hwyN"]
    reaches = tuple(_mask("".join(spelling[0] for spelling in SPELLINGS[sound])) for sound in firm)
    added = tuple(_unspelled(sounds, index) for index in range(len(sounds)))
    return sounds, reaches, added, len(consonants) + 0.3 * (len(sounds) - len(consonants))


@lru_cache(maxsize=1 << 14)
def _latin_word(latin: str) -> tuple[str, int, tuple[float, ...], float]:
    """Letters, the same as bits, the price of each letter unheard, weight."""
    letters = latin_letters(latin)
    consonants = sum(letter not in _VOWELS for letter in letters)
    skips = tuple(_silent(letters, at) for at in range(len(letters)))
    return letters, _mask(letters), skips, consonants + 0.3 * (len(letters) - consonants)


def sounds_of(katakana: str) -> str:
    """The sounds of a katakana word; length marks, small ッ and anything else are left out."""
    sounds: list[str] = []
    for kana in unicodedata.normalize("NFKC", katakana):
        if kana in _MORAE:
            sounds.extend(_MORAE[kana])
        elif kana in _SMALL and sounds:
            last = sounds.pop() if sounds[-1] in ("a", "i", "u", "e", "o") else ""
            row = sounds[-1] if sounds else ""
            if kana in "ャュョ" and row not in ("S", "J", "C", "T", ""):
                sounds.append("Y")
            elif last == "u" and row == "" and kana in "ァィェォ":
                sounds.append("w")  # ウィ
            elif last == "i" and row == "" and kana == "ェ":
                sounds.append("y")  # イェ
            elif last == "u" and row in ("k", "g") and kana in "ァィェォヮ":
                sounds.append("w")  # クォ
            sounds.append(_SMALL[kana])
    return "".join(sounds)


def latin_letters(latin: str) -> str:
    """The letters of a Latin word: lower case, no diacritics, x as ks unless it begins the word."""
    plain = unicodedata.normalize("NFKD", latin.casefold().translate(EXTRA_LETTERS))
    letters = "".join(char for char in plain if "a" <= char <= "z")
    return letters[:1] + letters[1:].replace("x", "ks")


_ROMAJI = {"S": "sh", "J": "j", "C": "ch", "T": "ts", "N": "n", "Y": "y"}
_DOUBLED = re.compile(r"(.)\1")


@lru_cache(maxsize=1 << 16)
def romaji_key(word: str) -> str:
    """One spelling for all Latin ones of a Japanese word, from its kana or from any of them; "" without letters.

    Long vowels and doubled consonants are folded: とうきょう, トーキョー, Tokyo, Tōkyō and Toukyou are "tokyo"; n before
    b, m, p is m or n in Latin letters (Shimbun, Shinbun) and n here.
    """
    plain = unicodedata.normalize("NFKC", word)
    kana = "".join(chr(ord(c) + 96) if "ぁ" <= c <= "ゖ" else c for c in plain)
    if _KATAKANA.fullmatch(kana):
        letters = "".join(_ROMAJI.get(sound, sound) for sound in sounds_of(kana))
        letters = letters.replace("shy", "sh").replace("jy", "j").replace("chy", "ch")
    else:
        bare = unicodedata.normalize("NFKD", plain.lower())
        letters = "".join(c for c in bare if "a" <= c <= "z")
    return _DOUBLED.sub(r"\1", re.sub(r"m(?=[bmp])", "n", letters).replace("ou", "o").replace("tch", "ch"))


def _mask(letters: str) -> int:
    """The set of letters as bits."""
    return sum(1 << (ord(letter) - 97) for letter in set(letters))


# --- whole names --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 12)  # a page compares the few names on it again and again
def strip_title(ja: str) -> str:
    """A Japanese form of a name without what follows it: titles, ages and notes in parentheses ("オルテガ選手（２９）").

    A title in katakana or a one-letter one goes only where it cannot be the end of the name itself. What stands before
    a title behind katakana goes with it ("モロー元会長"), as do ministers ("ペ・ヒョヌ産業相").
    """
    name = re.sub(r"\s*[（(][^（）()]*[）)]\s*$", "", ja).strip()
    name = _MINISTER.sub("", name) if "・" in name else name
    stripped = True
    while stripped:
        stripped = False
        for title in _BY_LAST.get(name[-1:], ()):
            rest = name.removesuffix(title).rstrip(" 　・兼")
            if title in facts.KIN_JA and name.endswith(title) and not re.search(r"[ァ-ヴーA-Za-z]$", rest):
                return name  # somebody's, or anybody
            if rest == name or not name.endswith(title):
                continue
            if len(rest) < 2 and not (title == "氏" and _KATAKANA.fullmatch(rest)):
                continue
            if title == "ら" and not re.search(r"[ァ-ヴー一-鿿々A-Za-z]$", rest):
                continue
            if _KATAKANA.fullmatch(title) and _KATAKANA.match(rest[-1]) and len(title) < 3:
                continue
            if title.isascii() and title.isalpha() and rest[-1].isascii() and rest[-1].isalpha():
                continue
            name, stripped = _FORMERLY.sub("", rest), True
            break
    return name


_TITLES = tuple(sorted(facts.TITLES_JA, key=len, reverse=True))
_BY_LAST = {last: tuple(title for title in _TITLES if title[-1] == last) for last in {title[-1] for title in _TITLES}}


@lru_cache(maxsize=1 << 12)
def same_person(ja: str, en: str) -> float:
    """How likely two forms of a name mean one person, in [0, 1]; `SAME` and above should be joined.

    Titles on either side are ignored; one part may be missing (a family or a given name alone); every part of the
    shorter form must be found, in order. Latin letters in the Japanese form match literally. A form in kanji or
    hiragana says nothing about its Latin form: 0.
    """
    ja_parts, words = _parts_of_form(ja), words_of_name(en)
    if not ja_parts or not words:
        return 0.0
    if len(ja_parts) == 1:
        # A lone form is the family name; next, a given name; the whole name written as one word comes last.
        scores = [_part(ja_parts[0], word) * (1.0 if at == len(words) - 1 else 0.95) for at, word in enumerate(words)]
        scores += [_part(ja_parts[0], words[at] + words[at + 1]) for at in range(len(words) - 1)]
        return round(max(scores), 4)
    if len(words) == 1:
        return round(max(_part(part, words[0]) for part in ja_parts) * 0.95, 4)
    # ペク・ハウン is "Ha-eun Baek" where English puts the family name last.
    given = len(words) - 1 - ("-" in en)
    turned = _in_order(ja_parts, (words[-1], *words[:-1])) if len(ja_parts) == 2 and given == 1 else 0.0
    return round(max(_in_order(ja_parts, words), 0.97 * turned), 4)


@lru_cache(maxsize=1 << 12)
def _parts_of_form(ja: str) -> tuple[str, ...]:
    """The parts of a Japanese form without its title; none where one of them says nothing about a Latin form."""
    plain = unicodedata.normalize("NFKC", strip_title(ja))
    parts = tuple(part for part in re.split(r"[・=＝\s,，、]+", plain) if part and part != "アンド")
    return parts if all(map(_comparable, parts)) else ()


def fullness(en: str) -> tuple[int, int]:
    """How full an English form of a name is, for comparing: "Ann Holroyd" is fuller than "MR HOLROYD" than "Holroyd"."""
    return len(words_of_name(en)), len(en.split())


@lru_cache(maxsize=1 << 12)
def words_of_name(en: str) -> tuple[str, ...]:
    """The words of an English form without titles, unless there is nothing else."""
    words = tuple(LATIN_WORD.findall(en))
    return tuple(word for word in words if word != "and" and word.lower() not in facts.TITLES_EN) or words


def within_sentence(run: str) -> str:
    """What of a run of words is one name; the stops of "J.", "J.K.", "Jr." and "Prof." end none, "Nan's" does."""
    words = run.split()
    for at, word in enumerate(words):
        if whose := _POSSESSIVE.search(word):
            return " ".join([*words[:at], word[: whose.start()]])
        if word.endswith(".") and not _shortened(word):
            return " ".join([*words[:at], word[:-1]])
    return run


def without_stop(name: str) -> str:
    """A name without the full stop of the sentence that it ends: "Hesper" of "Hesper.", but "Imke V." as it is."""
    return name[:-1] if name.endswith(".") and not _shortened(name.rsplit(maxsplit=1)[-1]) else name


def _shortened(word: str) -> bool:
    """Whether the full stop at the end of a word is its own: "J.", "J.K.", "Jr.", "Prof."."""
    bare = word.removesuffix(".")
    return len(bare) == 1 or "." in bare or bare in _SHORTENED or bare.lower() in facts.TITLES_EN


def _in_order(ja_parts: Sequence[str], words: Sequence[str]) -> float:
    """The mean over Japanese parts of their best English words in order; two words may be one part; family names meet.

    Half of the result is the weakest part: two persons with one given name differ in the other part.
    """
    best: dict[tuple[int, int], tuple[float, float]] = {(0, 0): (0.0, 1.0)}
    for i in range(len(ja_parts) + 1):
        for j in range(len(words) + 1):
            if (i, j) not in best:
                continue
            total, least = best[i, j]
            options: list[tuple[int, int, float, float]] = []
            if j < len(words):
                options.append((i, j + 1, total, least))
            if i < len(ja_parts):
                if len(LATIN_WORD.findall(ja_parts[i])) and len(ja_parts[i]) <= 2:
                    options.append((i + 1, j, total + 0.9, least))  # a middle initial may be missing
                for taken in (1, 2):
                    if j + taken <= len(words):
                        score = _part(ja_parts[i], "".join(words[j : j + taken]))
                        options.append((i + 1, j + taken, total + score, min(least, score)))
            for to_i, to_j, new_total, new_least in options:
                if new_total + new_least > sum(best.get((to_i, to_j), (-1.0, 0.0))):
                    best[to_i, to_j] = (new_total, new_least)
    total, least = best.get((len(ja_parts), len(words)), (0.0, 0.0))
    return (total / len(ja_parts) + least) / 2


def _comparable(part: str) -> bool:
    return _KATAKANA.fullmatch(part) is not None or LATIN_WORD.match(part) is not None


def _part(part: str, word: str) -> float:
    """One part of a Japanese form against one English word."""
    if _KATAKANA.fullmatch(part):
        return similarity(part, word)
    letters = latin_letters(part)
    return (
        1.0
        if letters == latin_letters(word) or (len(letters) == 1 and latin_letters(word).startswith(letters))
        else 0.0
    )


# --- names in a text ------------------------------------------------------------------------------------------------


def names_in(text_ja: str, shortest: int = 3) -> tuple[str, ...]:
    """The different katakana words of at least `shortest` kana (length marks aside), in order; ・ parts a name."""
    words = _KATAKANA.findall(unicodedata.normalize("NFKC", text_ja))
    return tuple(dict.fromkeys(word for word in words if len(word.replace("ー", "")) >= shortest))
