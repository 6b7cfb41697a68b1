"""Whom a pair is by, of what its two sides and the page say: one person's name in both languages, account and day.

The two languages are joined by comparing names (`corpus.names`) and by handles.
"""

from __future__ import annotations

from dataclasses import replace

import regex

from corpus.extraction.attribution.grammar import Speakers
from corpus.extraction.attribution.official_accounts import ACCOUNT, account_of, may_be_of, owner_of
from corpus.extraction.attribution.persons import GROUPS
from corpus.extraction.attribution.speakers import Voice
from corpus.extraction.lines.line import JAPANESE
from corpus.extraction.people.clusters import People, Person
from corpus.extraction.people.full_names import without_rank
from corpus.extraction.people.no_persons import is_group
from corpus.extraction.people.offices import without_office
from corpus.names import fullness, strip_title
from corpus.types import Attribution, Passage

LIKELY = 0.25  # probability from which somebody is said to speak, below it null is better; and
PLAINLY = 0.6  # from which what a group is says who signed by its name
SURELY = 0.8  # from which it outranks the form of who signed
_UNHEARD = regex.compile(r"[\p{Han}\p{Hiragana} 　]+")
_BODIES = (*GROUPS, "族", "空港", "港", "駅", "議会", "大会")  # 遺族
_LETTERS = regex.compile(r"\p{Lu}{1,4}")  # FC of FCリンドヘイヴン
_KATAKANA = regex.compile(r"[\p{Katakana}ー]{2}")
_TURNS = 10_000  # characters before a rendering in which labels of turns are compared
_LONGEST_LABEL = 24  # characters, with what stands between it and what is said
_NAMED = regex.compile(r"[\p{Katakana}ー・＝\p{Latin}. ]+([\p{Han}\p{Hiragana}].*)")  # a name, and a title behind it


def joined(ja: Passage, en: Passage, speakers: Speakers, voice: Voice | None) -> Attribution:
    """The attribution of a pair, its Japanese form null where that stands in English lines alone.

    One letter, as transcripts abbreviate who speaks, is no English name, and neither are "J.J.パーカー" and an office.
    """
    said = _joined(ja, en, speakers, voice)
    form = said.speaker_ja if said.speaker_ja is None or speakers.writes(said.speaker_ja) else None
    form = form and (without_office(form) or form)
    if form and form == said.speaker and _is_firm(form, speakers.text):  # as the page calls it
        form = f"{form}社"
    label = said.speaker is not None and said.speaker.isupper() and _labels(said.speaker, speakers.text)
    full = said.speaker and speakers.people.full_name(said.speaker, form, label=label)
    named = without_office(full) if full and len(full) > 1 and not JAPANESE.search(full) else None
    speaker = named and without_rank(named)
    return replace(said, speaker=speaker, speaker_ja=form)


def _joined(ja: Passage, en: Passage, speakers: Speakers, voice: Voice | None) -> Attribution:
    """The attribution of a pair from those of its two passages: English name, Japanese form, handle, date.

    `voice` is who speaks by all that the page tells. A signature outranks it. The English name is one that the page
    writes, the fullest of that person. The Japanese form is the voice's if that is the same person's or sure, else by
    what the grammar around the rendering calls that person, else the fullest.
    """
    a, b = ja.attribution, en.attribution
    here = speakers.text, ja.span.start
    people = speakers.people
    likely = voice if voice is not None and voice.probability >= LIKELY else None
    form = likely.form if likely else None
    account = form[1:] if form is not None and form[0] in "@＠" else None
    form = None if account else form
    told = people.by_handle(account) or people.called(form)
    who = people.by_handle(b.handle) or people.by_name(b.speaker)
    # An account that a Japanese sentence names above English without a signature signs nothing.
    sure = likely is not None and likely.probability >= SURELY
    another = sure and en.role == "quotation" and who is not None and told is not None and told is not who
    if b.speaker is None and (b.handle is None or another):
        beside = likely.english if likely else None
        own = account if another else account or a.handle
        return Attribution(told.names[0] if told and told.names else beside, form, own, b.posted_on)
    if told is not who and (label := _label_unheard(speakers.text, ja.span.start, a.speaker_ja)):
        form = label
    elif told is not who or form is None:
        theirs = form is not None and (
            _is_kind_of(form, who, told, b.speaker, sure=likely is not None and likely.probability >= PLAINLY)
            or (form.endswith(ACCOUNT) and may_be_of(form, who, b.speaker, *here))
        )
        form = form if theirs else form_of_signer(who, likely, a.speaker_ja or b.speaker_ja, people)
    form = form and (account_of(form, who, *here) or form)
    if form and not form.isupper() and not JAPANESE.search(form):
        form = _group(voice, who, people) or form
    if form and b.speaker and _is_label_before(speakers.text, form, b.speaker, ja.span.start):
        form = None
    speaker = b.speaker
    if who is not None and who.names and (speaker is None or fullness(speaker) < fullness(who.names[0])):
        speaker = who.names[0]
    return Attribution(speaker, form, b.handle or (a.handle if b.speaker is None else None), b.posted_on)


def _labels(name: str, text: str) -> bool:
    """Whether a page puts a name before a colon, or in parentheses behind another: "HV:", "Hedda Voll (HV)"."""
    own = regex.escape(name)
    return regex.search(rf"(?<!\p{{Latin}}){own}\s?[:：]|[(（]{own}[)）]", text) is not None


def _is_firm(name: str, text: str) -> bool:
    """Whether a page writes a name in Latin letters with 社 behind it: "AP社", not "SNAP社" nor "Ann Pen社会学部"."""
    return regex.search(rf"(?<!\p{{Latin}}){regex.escape(name)}社(?![\p{{Han}}])", text) is not None


def _group(voice: Voice | None, who: Person | None, people: People) -> str | None:
    """What the page calls a group that signs, and has no name in Japanese letters: "店側" of Loaf Hour.

    However likely the voice is: that somebody speaks is sure here.
    """
    if voice is None or not voice.form.endswith(GROUPS) or not JAPANESE.search(voice.form):
        return None
    return voice.form if people.called(voice.form) in (None, who) else None


def _is_kind_of(form: str, who: Person | None, told: Person | None, name: str | None, *, sure: bool) -> bool:
    """Whether a form says what a group is that signs by its name: 同館 of a library, 遺族 of "The Solberg family"."""
    if told and told.names:
        return False
    forms = [owner_of(one) for one in who.forms] if who else []
    if any(_LETTERS.fullmatch(form.removesuffix(one)) or form.startswith(f"{one}の") for one in forms):
        return all(strip_title(one) == one for one in forms)
    what = owner_of(form)
    again = what[:1] == "同" and any(one.endswith(what[1:]) for one in forms)
    plain = sure and what[:1] != "同" and what.endswith(_BODIES) and not any(one.endswith(what) for one in forms)
    return (again or plain) and not _KATAKANA.search(what) and is_group(name)


def _is_label_before(text: str, form: str, speaker: str, until: int) -> bool:
    """Whether a form labels a turn, and who signs labels a later one, before a place: "管制「…」", "Heron 218「…」"."""
    start = max(0, until - _TURNS)
    turn = max(text.rfind(f"{form}{mark}", start, until) for mark in "「:：")
    return 0 <= turn < text.rfind(f"{speaker}「", start, until)


def _label_unheard(text: str, at: int, name: str | None) -> str | None:
    """The name in the label before a rendering on its line ("大西:"), which nobody can compare with an English one."""
    if name is None or not _UNHEARD.fullmatch(name):
        return None
    before = text[max(text.rfind("\n", 0, at) + 1, at - _LONGEST_LABEL) : at]
    return name if before.rstrip("「『 　").rstrip(":：").endswith(name) else None


def form_of_signer(who: Person | None, likely: Voice | None, ruled: str | None, people: People) -> str | None:
    """What a page calls whoever signed, where the voice is not known to be theirs: 母親 is not.

    A bare 議員 is who signed where the page calls them ソーンクイスト議員.
    """
    if likely is not None and likely.probability >= SURELY:
        forms = who.forms if who and likely.form not in who.forms else ()
        named = (form for form in forms if (match := _NAMED.fullmatch(form)) and match[1] == likely.form)
        return next(named, likely.form)
    told = people.by_form(ruled)
    if who is None or not who.forms:
        unnamed = likely is not None and people.called(likely.form) is None
        another = told is not None and told.names and not unnamed
        return None if another else likely.form if likely else ruled
    theirs = ruled is not None and (told is who or (told is None and strip_title(who.forms[0]) in ruled))
    return ruled if theirs else who.forms[0]
