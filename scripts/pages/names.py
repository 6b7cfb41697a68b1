"""Other names for the persons, companies, products and places of a page, the same in both languages.

Who is a person is told by a title in Japanese; which English name is whose, by the gold or by `corpus.names`. A name
that cannot be changed wherever it stands, in both scripts, is left alone. Handles and addresses stay as they are.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex
from pages.edits import Edit, Page, crosses, edited, said_as

from corpus.extraction.lines.kinds import URL, lines_of
from corpus.extraction.sentences.english_runs import english_runs
from corpus.languages import PERSON_TITLES_JA, SENTENCE_STARTERS
from corpus.names import SAME, names_in, same_person, similarity, strip_title
from corpus.types import Span

# Invented persons: given and family name, the same in katakana as newspapers write them, chosen without a look at what
# `corpus.names` makes of them. The given names are of women and men, since pages say "she".
PERSONS = tuple(
    (given, family, given_ja, family_ja)
    for given, family, given_ja, family_ja in (
        row.split()
        for row in """
Robin Castellano ロビン カステラーノ|Sasha Whitcombe サーシャ ウィットコム|Noa Brandvold ノア ブランボルド
Jordan Achterberg ジョーダン アハターベルク|Morgan Delacroix モーガン ドラクロワ|Casey Obuya ケイシー オブヤ
Andrea Zielinski アンドレア ジェリンスキ|Rowan Mackie ローワン マッキー|Quinn Hargreave クイン ハーグリーブ
Dana Petrescu デイナ ペトレスク|Charlie Nakamba チャーリー ナカンバ|Leslie Thornquist レスリー ソーンクイスト
Avery Kowalczyk エイブリー コバルチク|Riley Sandoval ライリー サンドバル|Ariel Ben-Dor アリエル ベンドール
Claude Vasseur クロード バスール|Dominique Leclerc ドミニク ルクレール|Camille Rousset カミーユ ルセ
Simone Bianchetti シモーネ ビアンケッティ|Sascha Reuter ザシャ ロイター|Sidney Pemberton シドニー ペンバートン
Shannon Gallagher シャノン ギャラハー|Tracy Wilkerson トレーシー ウィルカーソン|Toni Jurado トニ フラド
Mika Lehtonen ミカ レヘトネン|Luca Ferrante ルカ フェランテ|Nicola Strand ニコラ ストランド
Kiran Deshmukh キラン デシュムク|Amal Haddad アマル ハダド|Nur Yildiz ヌル ユルドゥズ
Jamie Fitzroy ジェイミー フィッツロイ|Taylor Vance テイラー バンス|Kim Ostergaard キム エスタゴー
Alexis Georgiou アレクシス ゲオルギウ|Milan Horvat ミラン ホルバート|Sunny Chaudhary サニー チョードリー
Remy Thibodeau レミー ティボドー|Jules Okafor ジュールズ オカフォー|Marley Crane マーリー クレイン
Blair Nyström ブレア ニストロム|Kerry Doyle ケリー ドイル|Ashley Nguyen アシュリー グエン
""".replace("\n", "|").split("|")
        if row
    )
)
# Names of companies and products, coined ones and plain words, as they stand in Latin letters on both sides.
ONE_WORD = (
    "Ostrion", "Calvista", "Nimbry", "Toralis", "Ferrule", "Lantern", "Quillon", "Vexley", "Brindle", "Corvane",
    "Hexaloom", "Driftwell", "Kestrel", "Pomelo", "Tundra", "Sorrel", "Glimmr", "Northly", "Zephra", "Umbrio",
)  # fmt: skip
TWO_WORDS = (
    "Paper Harbour", "Quiet Acres", "Late Orchard", "Copper Lane", "Velora Systems", "Brightmoor Devices",
    "Iron Meadow", "Salt Beacon", "Kepler Foundry", "Hollow Pine", "Second Tide", "Amber Circuit",
)  # fmt: skip
PLACES = tuple(
    (latin, katakana)
    for latin, katakana in (
        row.split()
        for row in """Ravenmoor レイブンムーア|Silverbrook シルバーブルック|Coldwater コールドウォーター|Hartfield ハートフィールド
Pinecrest パインクレスト|Stormhaven ストームヘイブン|Glenrock グレンロック|Whitefall ホワイトフォール""".replace(
            "\n", "|"
        ).split("|")
    )
)

_KATAKANA = r"[\p{Katakana}ー]"
_TITLE = "|".join(map(regex.escape, sorted(PERSON_TITLES_JA, key=len, reverse=True)))
_TITLED = regex.compile(rf"(?<!{_KATAKANA}|{_KATAKANA}・)({_KATAKANA}{{2,}})・({_KATAKANA}{{2,}})(?:{_TITLE})")
_ENGLISH = regex.compile(r"(?=(?<![\p{L}\p{N}@_-])(\p{Lu}[\p{L}'’-]+ \p{Lu}[\p{L}'’-]+))")
_LATIN = regex.compile(r"(?<![\p{Latin}\p{N}@＠_./-])\p{Lu}\p{Latin}*+(?: \p{Lu}\p{Latin}*+)*+(?![\p{N}_@/-])")


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a page: the two names in katakana, and in Latin letters where the page or its gold has them."""

    given_ja: str
    family_ja: str
    english: tuple[str, str] | None


def persons(page: Page, rng: random.Random) -> Page:
    """Every person by another name."""
    found = persons_of(page)
    named = Counter(name for person in found for name in (person.given_ja, person.family_ja))
    rows = iter(rng.sample(PERSONS, len(PERSONS)))
    forms: dict[str, str] = {}
    for person in found:
        if max(named[person.given_ja], named[person.family_ja]) > 1:  # a family: who is meant by the one name?
            continue
        new = next((row for row in rows if not any(name in page.text for name in row)), None)
        if new is None:
            break
        swap = dict(_forms((person.given_ja, person.family_ja), new[2:], "・"))
        if person.english:
            swap |= _forms(person.english, new[:2], " ")
            swap |= {old.upper(): name.upper() for old, name in _forms(person.english, new[:2], " ")}
        if not any(crosses(page, edit) for edit in _edits(page, swap)):
            forms |= swap
    return _swapped(page, forms)


def persons_of(page: Page) -> list[Person]:
    """The persons that the page names in full before a title; those whose English name is in doubt are left out."""
    pairs = dict.fromkeys((m[1], m[2]) for m in _TITLED.finditer(page.text))
    english = dict.fromkeys(m[1] for m in _ENGLISH.finditer(page.text))
    found = []
    for given, family in pairs:
        full = f"{given}・{family}"
        said = [row["speaker"] for row in page.pairs if strip_title(row.get("speaker_ja") or "") in (full, family)]
        known = next((name for name in said if name and len(name.split()) == 2), None)
        best = known or max(english, key=lambda name: same_person(full, name), default="")
        sure = 1.0 if known else same_person(full, best) if best else 0.0
        if sure >= SAME:
            first, last = best.split()
            found.append(Person(given, family, (first, last)))
        elif sure < 0.5:
            found.append(Person(given, family, None))
    return found


def _forms(old: Sequence[str], new: Sequence[str], joint: str) -> Iterator[tuple[str, str]]:
    yield joint.join(old), joint.join(new)
    yield from zip(old, new, strict=True)


def companies(page: Page, rng: random.Random) -> Page:
    """Companies and products in Latin letters, and places whose katakana the page has beside the Latin, renamed."""
    forms: dict[str, str] = {}
    one, two = iter(rng.sample(ONE_WORD, len(ONE_WORD))), iter(rng.sample(TWO_WORDS, len(TWO_WORDS)))
    for name in _products(page):
        table = two if " " in name else one
        new = next((row for row in table if not any(word in page.text for word in row.split())), None)
        if new is not None and not any(crosses(page, edit) for edit in _edits(page, {name: new})):
            forms[name] = new
    places = iter(rng.sample(PLACES, len(PLACES)))
    for latin, katakana in _places(page):
        row = next((row for row in places if not any(name in page.text for name in row)), None)
        if row is not None:
            forms |= {latin: row[0], katakana: row[1]}
    return _swapped(page, forms)


def _products(page: Page) -> list[str]:
    """Names in Latin letters that stand in Japanese and at least twice on the page, whole ones before their parts.

    "Halvora Labs" is two words of which the first is a name by itself where it stands alone in Japanese; else the two
    are one name ("Small Hours"), as long as no other sentence begins with the first of them.
    """
    runs: Counter[str] = Counter()
    for line in lines_of(page.text):
        if line.language == "en" or line.kind == "signature":
            continue
        taken = english_runs(page.text, line.span.start, line.span.end) + _addresses(page.text)
        for match in _LATIN.finditer(page.text, line.span.start, line.span.end):
            if not any(span.start < match.end() and match.start() < span.end for span in taken):
                runs[match.group()] += 1
    spoken = {word for person in persons_of(page) for word in person.english or ()}
    katakana = names_in(page.text)
    found = []
    for name in sorted(runs, key=lambda name: (" " in name, name)):
        words = name.split()
        often = len(list(_matches(page.text, [name])))
        plain = any(len(word) < 4 or word.isupper() or word.lower() in SENTENCE_STARTERS for word in words)
        heard = any(similarity(kana, word) >= 0.6 for kana in katakana for word in words)
        if often < 2 or plain or heard or spoken & set(words) or any(word in found for word in words):
            continue
        if len(words) == 1 or (len(words) == 2 and len(list(_matches(page.text, words[:1]))) == often):
            found.append(name)
    return found


def _places(page: Page) -> Iterator[tuple[str, str]]:
    """First words of speakers who are no persons, with the katakana in which the page writes them."""
    spoken = {word for person in persons_of(page) for word in person.english or ()}
    words = dict.fromkeys(row["speaker"].split()[0] for row in page.pairs if row.get("speaker"))
    for word in words:
        heard = [kana for kana in names_in(page.text) if similarity(kana, word) >= SAME]
        if word not in spoken and len(heard) == 1 and any(_matches(page.text, heard)):
            yield word, heard[0]


def _swapped(page: Page, forms: Mapping[str, str]) -> Page:
    """The page and what its gold says of speakers, with every form changed."""
    if not forms:
        return page

    def renamed(field: str, value: str) -> str:
        at, said = 0, ""
        for match in _matches(value, forms):
            said, at = said + value[at : match.start()] + forms[match.group()], match.end()
        return said + value[at:]

    return said_as(edited(page, _edits(page, forms)), renamed)


def _edits(page: Page, forms: Mapping[str, str]) -> list[Edit]:
    inside = _addresses(page.text)
    return [
        Edit(match.start(), match.end(), forms[match.group()])
        for match in _matches(page.text, forms)
        if not any(span.start < match.end() and match.start() < span.end for span in inside)
    ]


def _matches(text: str, forms: Iterable[str]) -> Iterator[regex.Match[str]]:
    """Where the forms stand as words of their own; the longest first; no part of another katakana name or of a handle."""
    words = "|".join(map(regex.escape, sorted(forms, key=len, reverse=True)))
    kana = rf"(?<!{_KATAKANA}|{_KATAKANA}・)(?=\p{{Katakana}})(?:{words})(?!{_KATAKANA}|・{_KATAKANA})"
    latin = rf"(?<![\p{{Latin}}\p{{N}}@＠_./-])(?=\p{{Latin}})(?:{words})(?![\p{{Latin}}\p{{N}}_-]|[./]\p{{Latin}})"
    yield from regex.finditer(rf"{kana}|{latin}", text)


def _addresses(text: str) -> list[Span]:
    return [Span(*match.span()) for match in URL.finditer(text)]
