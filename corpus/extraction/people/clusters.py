"""The people of a page: one person is one cluster of the forms in which the page names them, in both languages.

"マリア・エイケン氏", "エイケン氏", "Maria Aiken" in a signature and @maiken_hw are one person. Japanese forms belong
together where one is a part of the other and of no one else's. An English name joins the forms that it sounds like
(`corpus.names`), or beside which it stands, or is written in Japanese as it is. A handle joins whom it stands behind.
What a page does not write is not made up: a person without a name in English has none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

import regex

from corpus.extraction.lines.line import JAPANESE
from corpus.extraction.people.full_names import in_full, is_name, of_family, of_initials, shouted
from corpus.extraction.people.offices import is_office
from corpus.languages import TITLES_EN
from corpus.names import SAME, SURE, fullness, same_person, similarity, strip_title, within_sentence, words_of_name
from corpus.types import Attribution

BETWEEN = "(?:de|da|del|della|di|do|dos|du|la|le|van|von|der|den|ten|ter|af|av|bin|al)"  # small words of a name
# No part of a name is longer than this; else a line of "Mr" without a blank took the square of its length.
_PART = r"\p{Lu}[\p{Latin}.'’-]"
LATIN = rf"{_PART}{{1,60}}(?:[ \u00a0](?:{BETWEEN}[ \u00a0]){{0,2}}{_PART}{{0,60}}){{0,3}}"
_LATIN_NAME = regex.compile(rf"(?=(?<![\p{{Latin}}.'’-])({LATIN})(?!\p{{Latin}}|\s?&\s?\p{{Lu}}{{2}}))")
_BESIDE = regex.compile(
    rf"(?<![\p{{Katakana}}ー・＝=])[\p{{Katakana}}ー・＝=]{{2,40}}(?:氏|さん)?\s?[（(](?P<name>{LATIN})[)）、,]"
)
# A name in katakana with what follows it, be it a title or the rest of a name: "オドゥヤ校長先生", "シスター航空".
_SPELLED = regex.compile(
    r"(?<![\p{Katakana}ー・＝])(?P<name>[\p{Katakana}ー]{2,30}(?:[・＝][\p{Katakana}ー]{1,30}){0,4})(?:本人|自身)?"
    r"(?P<rest>\p{Han}{2,8}|おじさん|おばさん|さん|ちゃん|(?!\p{Han}))"
)
_KANJI_AROUND = regex.compile(r"^\p{Han}+(?=[\p{Katakana}ー]{2})|(?<=[\p{Katakana}ー]{2})\p{Han}+$")
_PARTING = regex.compile(r"[・＝=\s]")
_KATAKANA = regex.compile(r"[\p{Katakana}ー]{2}")
_SIGNED = regex.compile(r"\s*(?:[>＞]\s*)?[—–―─-]")
_LETTERS = regex.compile(r"\p{Latin}[\p{Latin}.&'’\s-]{2,}")
_LATIN_LETTER = regex.compile(r"\p{Latin}")
# A name with what follows it: "Torvane社", "Odds & Oats社", "Drumlinプロジェクト", "Fern公式".
_FIRM = regex.compile(
    rf"(?P<name>{LATIN}(?:\s&\s{LATIN})?)\s?(?:社|公式|運営|側|財団|(?:開発|コア|研究)?チーム|プロジェクト|委員会|編集部|(?:の|公式)*アカウント)"
)
_LATIN_BEFORE = regex.compile(r"\p{Latin}\Z|(?P<word>\p{Latin}[\p{Latin}.'’-]*)[ \u00a0]\Z")
_LONGEST_WORD = 40
_GIVEN = 0.4  # how much given names of one person sound alike at least: Caoimhe and クィーヴァ, not Siobhan and マイク
MOST = 200  # forms, names and Latin words that are looked at: no page names as many people
_MOST_WORDS = 4  # of an English name that is looked for in a page's text


@dataclass(frozen=True, slots=True)
class Person:
    """Forms in Japanese with their titles, names in English, handles: the fullest of each first."""

    forms: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class People:
    """Everybody whom a page names; its runs of capitalised Latin words, and those that stand beside katakana."""

    persons: tuple[Person, ...] = ()
    latin: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    def by_form(self, form: str | None) -> Person | None:
        """Whoever a Japanese form names."""
        return next((person for person in self.persons if form in person.forms), None) if form else None

    def called(self, form: str | None) -> Person | None:
        """The only one whom a Japanese form may mean: whose name it is, but for a title, or a part of it."""
        if form is None:
            return None
        if exact := self.by_form(form):
            return exact
        parts = _own_parts(form)
        meant = [p for p in self.persons if any(parts <= (own := _own_parts(f)) or own <= parts for f in p.forms)]
        return meant[0] if len(meant) == 1 else None

    def english_of(self, form: str | None) -> str | None:
        """What a page writes in English for a form that is nobody's among these: what stands in it, or sounds like it.

        An account ("rook_k"), a number and a title alone ("CEO") are no names.
        """
        return _english_of(form, self.latin, self.beside) if form else None

    def by_name(self, name: str | None) -> Person | None:
        """Whoever an English name names."""
        return next((person for person in self.persons if name in person.names), None) if name else None

    def full_name(self, name: str, form: str | None = None, *, label: bool = False) -> str:
        """The full name of the only one whom an English name may mean: Felix Amadasun of "MR. AMADASUN"; or itself.

        And that of the only one in Latin letters whose initials it is, where these `label` what is said ("HV:" in
        minutes, but not "AP"), or whose family name, where the Japanese `form` has a title ("Orrell氏").
        """
        whose = _by_family(name, self.persons)
        if whose is not None:
            return self.persons[whose].names[0]
        titled = form is not None and strip_title(form) == name != form
        found = (label and of_initials(name, self.latin)) or (of_family(name, self.latin) if titled else set())
        return found.pop() if len(found) == 1 else name

    def by_handle(self, handle: str | None) -> Person | None:
        """Whoever posts under a handle."""
        low = handle.lower() if handle else None
        return next((p for p in self.persons if low in (h.lower() for h in p.handles)), None) if low else None


@lru_cache(maxsize=1 << 8)  # the pairs of a page ask for the same few forms
def _english_of(form: str, latin: tuple[str, ...], beside: tuple[str, ...]) -> str | None:
    names = _fullest([form], (), latin, beside)
    named = names and _LETTERS.fullmatch(names[0]) and names[0][0].isupper() and not is_office(names[0])
    return names[0] if named else None


def people_of(text: str, forms: Iterable[tuple[str, str | None]], said: Iterable[Attribution]) -> People:
    """The people of a page: its Japanese forms of names (with a handle behind them) and what its English says of who
    spoke.

    Forms in katakana, Latin letters or kanji with a title; what stands for a role only ("同社") is nobody's name.
    """
    japanese = _both_scripts(_clusters(_longest_first(islice(dict.fromkeys(forms), MOST)), parts_of))
    english = _clusters(islice(dict.fromkeys((a.speaker, a.handle) for a in said if a.speaker), MOST), str.split)
    latin, beside = _latin_names(text), [m["name"] for m in islice(_BESIDE.finditer(text), MOST)]
    for name, handles in list(english):
        literal = [form for form in _written_in_japanese(text, name[0]) if not any(form in f for f, _ in japanese)]
        if literal:
            japanese.append((literal, list(handles)))
    found: list[Person] = []
    left = list(english)
    families = _families(japanese, english)
    for own, handles in japanese:
        match = max(left, key=lambda other: _likeness(own, handles, other), default=None)
        if match is None or _likeness(own, handles, match) < SAME:
            match = next((other for other in left if other[0][0] == families.get(own[0])), None)
        names: list[str] = []
        if match is not None:
            left.remove(match)
            names, handles = list(match[0]), [*handles, *match[1]]
        names = _fullest(own, names, latin, beside)
        found.append(Person(tuple(own), tuple(names), tuple(dict.fromkeys(handles))))
    spelled = list(dict.fromkeys((m["name"], m["rest"]) for m in islice(_SPELLED.finditer(text), MOST))) if left else []
    for names, handles in left:
        if (whose := _by_family(names[0], found)) is not None:
            person = found[whose]
            every = tuple(dict.fromkeys((*person.handles, *handles)))
            found[whose] = replace(person, names=(*person.names, *names), handles=every)
            continue
        written = _spelled_in_japanese(spelled, names[0])
        found.append(Person(written, (*in_full(names[0], latin), *names), tuple(dict.fromkeys(handles))))
    return People(tuple(_each_name_to_the_likest(found, english)), latin, tuple(beside))


def _families(japanese: Sequence[Cluster], english: Sequence[Cluster]) -> dict[str, str]:
    """By the fullest form of those in katakana the English name whose family name alone sounds like theirs, where the
    page has but one of each: "Caoimhe Rafferty" is クィーヴァ・ラファティ, who is not spelled as she sounds.
    """
    several = [forms[0] for forms, _ in japanese if len(parts_of(forms[0])) > 1 and _KATAKANA.search(forms[0])]
    full = [names[0] for names, _ in english if " " in names[0]]
    alike = [
        (form, name)
        for form in several
        for name in full
        if similarity(parts_of(form)[-1], name.rpartition(" ")[2]) >= SURE
        and similarity(parts_of(form)[0], name.partition(" ")[0], 0.0) >= _GIVEN
    ]
    forms, names = (Counter(side) for side in zip(*alike, strict=True)) if alike else (Counter(), Counter())
    return {form: name for form, name in alike if forms[form] == names[name] == 1}


def _by_family(name: str, persons: Sequence[Person]) -> int | None:
    """The number of the only person whose full English name ends with a word: "Arceneaux" is Delphine Arceneaux.

    A label in capitals is whose name it is in small letters: "CLLR FAIRWEATHER".
    """
    word = words_of_name(name)[-1].title() if name.isupper() and words_of_name(name) else name
    whose = [at for at, one in enumerate(persons) if any(full.split()[1:][-1:] == [word] for full in one.names)]
    return whose[0] if len(whose) == 1 else None


def _each_name_to_the_likest(persons: Sequence[Person], english: Sequence[Cluster]) -> Iterator[Person]:
    """The persons; who is named in katakana without the English names that are, in full or in part, likelier another's.

    "Thorne" is カスパー・ソーン and not ターン, where the page has a Kaspar Thorne.
    """
    handles = {name: found for names, found in english for name in names}
    claims: dict[str, list[tuple[int, frozenset[str], float]]] = {}  # by word: whose name has it, and how likely it is
    for number, person in enumerate(persons):
        for name in person.names if _KATAKANA.search("".join(person.forms[:1])) else ():
            words = frozenset(name.split())
            likely = _likeness(person.forms, person.handles, ([name], handles.get(name, [])))
            for word in words:
                claims.setdefault(word, []).append((number, words, likely))
    for number, person in enumerate(persons):
        kept: list[str] = []
        for name in person.names:
            fuller = [claim for claim in claims.get(name.split()[0], ()) if claim[1].issuperset(name.split())]
            own = [likely for whose, _, likely in fuller if whose == number]
            if not own or max(own) == max(likely for _, _, likely in fuller):
                kept.append(name)
        yield replace(person, names=tuple(kept))


Cluster = tuple[list[str], list[str]]
"""The forms or names of one person, the fullest first, and their handles."""


def _longest_first(forms: Iterable[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """Japanese forms with their handles, those with the longest names first."""
    return sorted(forms, key=lambda form: -len(strip_title(form[0])))


def _clusters(named: Iterable[tuple[str, str | None]], parts: Callable[[str], list[str]]) -> list[Cluster]:
    """Names with their handles by person: one that is a part of exactly one fuller name is that person's.

    "エイケン氏" is マリア・エイケン and "Verlinde" is Hana Verlinde, where the page has one of that name.
    """
    handles: dict[str, list[str]] = {}
    for name, handle in named:
        handles.setdefault(name, []).extend([handle] if handle else [])
    found: list[Cluster] = []
    for name in sorted(handles, key=lambda name: -len(parts(name))):
        own = set(parts(name))
        fuller = [cluster for cluster in found if own <= set(parts(cluster[0][0]))]
        if len(fuller) == 1:
            fuller[0][0].append(name)
            fuller[0][1].extend(handles[name])
        else:
            found.append(([name], list(handles[name])))
    return found


def _both_scripts(clusters: Sequence[Cluster]) -> list[Cluster]:
    """The clusters, those in katakana joined to the one in Latin letters that sounds like it ("Effie Rendallさん")."""
    latin = [cluster for cluster in clusters if not JAPANESE.search(strip_title(cluster[0][0]))]
    found: list[Cluster] = []
    for forms, handles in (cluster for cluster in clusters if cluster not in latin):
        same = [other for other in latin if same_person(strip_title(forms[0]), strip_title(other[0][0])) >= SAME]
        found.append((forms + same[0][0], handles + same[0][1]) if len(same) == 1 else (forms, handles))
        latin = [other for other in latin if len(same) != 1 or other is not same[0]]
    return found + latin


def parts_of(form: str) -> list[str]:
    """The parts of a Japanese form of a name without its title: "マリア・エイケン氏" has マリア and エイケン."""
    return [part for part in _PARTING.split(strip_title(form)) if part]


def _own_parts(form: str) -> set[str]:
    """The parts of a name without what is written in kanji around it: フィスク of "フィスク書記長"."""
    parts = parts_of(form)
    return {bare for part in parts if (bare := _KANJI_AROUND.sub("", part))} or set(parts)


def _likeness(forms: Sequence[str], handles: Sequence[str], other: Cluster) -> float:
    """How likely a Japanese and an English cluster are one person: 2 with one handle, else as their fullest forms."""
    if {h.lower() for h in handles} & {h.lower() for h in other[1]}:
        return 2.0
    if forms[0] in other[0] or strip_title(forms[0]) in other[0]:
        return 1.5
    return same_person(strip_title(forms[0]), other[0][0])


def _written_in_japanese(text: str, name: str) -> list[str]:
    """An English name that stands as it is in a Japanese line, none where it does not."""
    at = text.find(name)
    while at >= 0:
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = len(text) if end < 0 else end
        apart = not _goes_on_before(text, at) and not _LATIN_LETTER.match(text, at + len(name))
        if apart and JAPANESE.search(text, start, end) and not _SIGNED.match(text, start, end):
            return [name]
        at = text.find(name, max(end, at + 1))
    return []


def _goes_on_before(text: str, at: int) -> bool:
    """Whether a name goes on before a place ("Arceneaux" of "Delphine Arceneaux"); a title is no part of it."""
    match = _LATIN_BEFORE.search(text, max(0, at - _LONGEST_WORD), at)
    word = match["word"] if match else None
    return match is not None and not (word and (is_office(word) or word.lower().rstrip(".") in TITLES_EN))


def _spelled_in_japanese(spelled: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    """What sounds like an English name among words in katakana, with what follows it in kanji; the likest, or none."""
    best = (SURE, 0, "")
    for kana, rest in spelled if name[:1].isupper() else ():
        # A place alone is not what is named after it: "Brindleport Police" is not ブリンドルポート.
        own = name if rest or "・" in kana else name.rsplit(maxsplit=1)[-1]
        best = max(best, (same_person(kana, own), len(kana), kana + rest))
    return (best[2],) if best[2] else ()


def _latin_names(text: str) -> tuple[str, ...]:
    """The runs of capitalised Latin words of a text that may be names, within a sentence each, each once, the first
    `MOST`."""
    found: dict[str, None] = {}
    for match in _LATIN_NAME.finditer(text):
        run = within_sentence(match[1])
        first = run.partition(" ")[0]
        if first == "The" or is_name(first):
            found[run] = None
        if len(found) == MOST:
            break
    return tuple(found)


def _fullest(forms: Sequence[str], names: Sequence[str], page: Sequence[str], beside: Sequence[str]) -> list[str]:
    """English names with the one in front that the page writes in full for the fullest Japanese form, if it does.

    A name is looked for among the Latin ones of the page that has as many words as the form has parts, or one that
    stands beside a form in katakana.
    """
    latin = [bare for form in forms if not JAPANESE.search(bare := strip_title(form))]
    names = sorted(dict.fromkeys([*names, *latin]), key=fullness, reverse=True)
    bare = strip_title(forms[0])
    if not JAPANESE.search(bare):
        return names
    if not _KATAKANA.search(bare):
        firm = _FIRM.fullmatch(bare)
        return list(dict.fromkeys([*names, firm["name"]] if firm else names))
    wanted = len(parts_of(forms[0]))
    if names and len(words_of_name(names[0])) >= wanted:
        return list(names)
    told = [name for name in beside if same_person(bare, name) >= SAME]
    found = list(dict.fromkeys([*told, *_likest(bare, wanted, page), *names]))
    return [*in_full(found[0], page), *found] if found else found


def _likest(bare: str, wanted: int, page: Sequence[str]) -> list[str]:
    """The words among a page's Latin ones that are likest a form with `wanted` parts, none if they are not like it.

    A page has hundreds of words, so where only one is compared it has to be sure ("Shingon" is not サイモン・サリバン).
    """
    best: tuple[bool, float, int, bool, list[str]] = (False, 0.0, 0, False, [])
    for run in page:
        words = run.split()
        for size in range(1, min(_MOST_WORDS, len(words)) + 1):
            name = " ".join(words[:size])
            loud = shouted(words[:size])  # "RUN OBUYA" is no name, "INES CALLOWAY" that of イネス・キャロウェイ
            firm = size == 1 and wanted > 1 and name.isupper()  # "OLSEN GREY" of マチルダ・オルセン
            if (loud and wanted == 1) or firm or (size == 1 and not is_name(name)):
                continue
            like = same_person(bare, name)
            several = min(len(words_of_name(name)), wanted) > 1  # "Mr Gareth" is one
            close = (several, round(like, 2), -abs(size - wanted), not loud)
            if like >= (SAME if several else SURE) and close > best[:4]:
                best = (*close, [name])
    return best[4]
