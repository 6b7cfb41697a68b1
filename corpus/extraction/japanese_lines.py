"""What one Japanese line holds: quotations in either language, and its own sentences with the clauses in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from corpus.extraction.attribution.grammar import Speakers
from corpus.extraction.clauses.edges import Edges
from corpus.extraction.clauses.proposed import clauses, cut_together, reports
from corpus.extraction.lines.labels import Label, label_of
from corpus.extraction.lines.leads import UNKNOWN, Lead, lead_of, said_in_english
from corpus.extraction.lines.line import JAPANESE, JAPANESE_WORD, SENTENCE_END, language_of
from corpus.extraction.lines.marks import REFERENCE
from corpus.extraction.lines.markup import Markup
from corpus.extraction.overlaps import Overlaps
from corpus.extraction.posts import quoted_parts, told_by
from corpus.extraction.sentences.english_runs import english_runs, is_linked_title
from corpus.extraction.sentences.line_parts import around_arrow, asides, between_slashes
from corpus.extraction.sentences.quotations import HIRAGANA, matched, says_something, utterances
from corpus.extraction.sentences.splitting import goes_on_japanese, split_english, split_japanese
from corpus.languages import DIVIDERS, PARENTHESES, QUOTATION_BRACKETS
from corpus.names import SAME, same_person
from corpus.types import Attribution, Passage, Role, Sentence, Span

# What sets English apart from the Japanese of its line, behind it and before it; and what of Japanese goes on with it.
_DIVIDER = f"[:/{regex.escape(''.join(sorted(DIVIDERS)))}]"
_DIVIDED = regex.compile(rf"{_DIVIDER}|。")
_BEHIND = regex.compile(rf"(?:{_DIVIDER}|[\s\"”’'」』）)〕。])*+")
_BEFORE = regex.compile(rf"(?:(?<!{_DIVIDER})(?:{_DIVIDER}++|[（(〔])|(?<=[。！？!?…．]))[\s\"“‘'「『]*+$")
# A parenthesis that has nothing but English, behind a label or not: "昼までは無理との返事（原文：Not before noon.）".
_GLOSS = regex.compile(r"[（(〔](?P<label>[^（）()。、「」\n]{1,8}[:：]\s*)?[\s\"“‘'「『]*$")
_MARKS_BEFORE, _TAIL = 16, 200  # characters before English that are looked at for these marks, and for a predicate
_GOES_ON = regex.compile(
    r"と(?:[、「\p{Han}\p{Katakana}]|い[うっ]|し[てた]|の|つ|は(?!いえ)|も(?!か))|って|[はがをにの](?=\s*[、\p{Han}\p{Katakana}])"
)
# What leads from English on to what its sentence says besides: "…" と話し、これから直すと述べた; "…"、つまり雨でした.
_LEADS_ON = regex.compile(
    r"(?:と|って)[^、。，「」『』（）()\n]{0,24}[、，]|[、，]?\s*(?:つまり|すなわち|要するに|要は)[、，]?"
)
# "（2026年／98分）" behind a title renders nothing: dates, durations and sums alone are no words.
_FIGURES = regex.compile(r"[\d０-９]+\s*[年月日時分秒円万億％%]*")
# "皆様", "船を持ち去った方へ": the first line of a letter.
_ADDRESSED = regex.compile(r"[^。！？、「」『』：:]{0,20}(?:へ|皆様|皆さま|皆さん|みなさん|みなさま|各位)[、，]?")
# A cell before English that says nothing: "Beth (grey)", "★★★　PetraCooks (Jan 9, 2022)", "ガス（発送）".
_CELL = regex.compile(r"(?:[^\p{Hiragana}。！？\n]*[\t　])+[\"“‘'「『]?")
# The end of a cell, of words that may be no sentence: "寮の受付　／　You're welcome to wait.", "犬の人　I JUST DRIVE."
_CELLS = regex.compile(r"(?:[\t／|｜　])\s*[\"“'‘「『]?$")
_BORDER = regex.compile(r"\t|(?<=\s)[|｜](?=\s|\Z)|(?<=\S)　++(?=\S)")  # between two cells of a row
_STOPPED = regex.compile(rf"\s?(?:{REFERENCE.pattern})+。")  # behind a sentence without these
# What closes a quotation, and what sets apart what its sentence says behind it.
_CLOSED = regex.compile(r"[」』”\"）)]+(?P<apart>[\s。…‥！？!?]*)")
_AROUND = 4  # blanks and commas around it on its line
# "ラッキーカラー：紺 Lucky color: navy", as of a form, a label or a horoscope.
_FORM = regex.compile(
    r"(?P<ja>(?P<what>[\p{Han}\p{Katakana}\p{Hiragana}ー・]{1,16})[:：]\s?[^:：。！？!?\n]{0,40}[^:：。！？!?\s\p{Latin}])"
    r"[ 　]+(?:[/／|｜]\s?)?"
    r"(?P<en>(?P<what_en>\p{Lu}\p{Latin}*(?: \p{Latin}+){0,4}):\s?[^:：.!?\p{Han}\p{Katakana}\p{Hiragana}\n]{1,60})"
)
_LETTER = regex.compile(r"[\p{L}\p{N}]")
_QUOTES = '“"'
_MOSTLY = 0.6  # of a sentence or a clause, from which on it is little more than its quotations


def japanese_line(
    text: str,
    edges: Edges | None,
    line: Span,
    speakers: Speakers,
    markup: Markup,
    *,
    beside: bool = False,
    called: frozenset[str] = frozenset(),
) -> Iterator[Passage]:
    """The passages of a Japanese line.

    `edges` are those of the text, None where no clauses are wanted. `beside`: the line stands next to English, where
    even what is no whole sentence may render it. `called`: see `lead_of`.
    """
    if (form := _FORM.fullmatch(text, line.start, line.end)) and not _names(form["what"], form["what_en"]):
        yield Passage("narration", "ja", (Sentence(Span(*form.span("ja"))),))
        yield Passage("quotation", "en", (Sentence(Span(*form.span("en"))),))
        return
    lead = lead_of(text, line.start, line.end, called)
    lead = replace(lead, speech=lead.speech or markup.is_quoted(line), item=lead.item or markup.is_item(line))
    runs = [run for run in english_runs(text, lead.start, lead.end) if not _is_name(text, run, markup)]
    english = Overlaps(runs)
    quoted = [*_spoken(text, lead, runs, english), *_marked(text, line, english, markup)]
    told = Overlaps(quoted)
    labels = [_label(text, run, lead, called) for run in runs]
    for run, label in zip(runs, labels, strict=True):
        said = Span(run.start + label.length, run.end) if label else run
        sentences = [s for part in quoted_parts(text, said) for s in split_english(text, part.start, part.end)]
        if sentences:
            yield Passage("quotation", "en", tuple(sentences), _said_by(text, run, lead, label, speakers))
    for part in [*quoted, *between_slashes(text, Span(lead.start, lead.end))]:
        every = split_japanese(text, part.start, part.end)
        sentences = [s for s in every if language_of(text[s.span.start : s.span.end]) == "ja"]  # "4B" only signs
        if sentences:
            labelled = lead.attribution != UNKNOWN
            said_by = lead.attribution if labelled else speakers.of(part)
            yield Passage("quotation", "ja", tuple(sentences), said_by)
    own_voice: list[Passage] = []
    for own in _cells(text, _set_apart(text, lead, runs), runs):
        apart = (own.start, own.end) != (lead.start, lead.end)  # from the English of its line
        if own.start > lead.start and (lead.attribution != UNKNOWN or any(labels)):
            own = _labelled(text, own, called)
        own_voice += _own_sentences(text, edges, own, english, told, speakers, beside=beside or apart)
    yield from own_voice
    yield from _parts(text, lead, runs, quoted, own_voice)


def _is_name(text: str, run: Span, markup: Markup) -> bool:
    """Whether English in a Japanese line is code, or the title of what it links to, and says nothing."""
    return markup.is_code(run) or is_linked_title(text, run, markup.link_at(run.start))


def _parts(
    text: str, lead: Lead, runs: Sequence[Span], quoted: Sequence[Span], own_voice: Sequence[Passage]
) -> Iterator[Passage]:
    """Asides of a line with English, and both sides of an item's arrow, which no clauses in its own voice are."""
    if lead.attribution != UNKNOWN or lead.speech or not (runs or lead.item):
        return
    line = Span(lead.start, lead.end)
    parts = list(asides(text, line, Overlaps([*quoted, *runs])) if runs else around_arrow(text, line))
    known = {sentence.span for passage in own_voice for sentence in passage.sentences} if parts else set()
    for part in parts:
        sentences = tuple(split_japanese(text, part.start, part.end))
        if not {sentence.span for sentence in sentences} <= known:
            yield Passage("narration", "ja", sentences)


def _said_by(text: str, run: Span, lead: Lead, label: Label | None, speakers: Speakers) -> Attribution:
    """Who says English on a Japanese line: its label, that of the line, whom it names itself ("...," Ann said), or else
    whom the Japanese around it makes the speaker.
    """
    if label:
        return Attribution(speaker=label.name, handle=label.handle)
    heads = said_in_english(lead) if run.start <= lead.start + 1 else None  # a bracket may stand between
    # What stands in brackets of its own quotes others: 「I called it "home" and Tom Fell said no.」
    quotes = any(mark in text[max(0, run.start - 1) : run.start + 1] for mark in _QUOTES)
    name = told_by(text, run) if quotes else None
    return heads or (Attribution(speaker=name) if name else speakers.of(run))


def _names(what: str, what_en: str) -> bool:
    """Whether two labels are a person's name: "レナ" and "Lena", but not "ラッキーカラー" and "Lucky color"."""
    return not any(word.islower() for word in what_en.split()) and same_person(what, what_en) >= SAME


def _label(text: str, run: Span, lead: Lead, called: frozenset[str]) -> Label | None:
    """The label of English, if an account, or its Japanese has one, too: "レナ：雨でした。 / Lena: It rained."."""
    said = text[run.start : run.end]
    start = _behind(text, run, lead.end)
    behind = lead_of(text, start, min(lead.end, start + _TAIL), called)
    both = behind.attribution != UNKNOWN or JAPANESE.search(lead.attribution.speaker_ja or "")
    label = label_of(said, frozenset({said.partition(":")[0].partition(" (")[0]}) if both else frozenset())
    return label if label and (label.handle or (both and label.name)) else None


def _labelled(text: str, lead: Lead, called: frozenset[str]) -> Lead:
    """A stretch behind English that has a label, as it has its own: "Lena: It rained. / レナ：雨でした。"."""
    label = lead_of(text, lead.start, lead.end, called)
    if label.attribution == UNKNOWN:
        return lead
    return replace(lead, start=label.start, speech=True, attribution=label.attribution)


def _marked(text: str, line: Span, english: Overlaps, markup: Markup) -> Iterator[Span]:
    """What the markup calls a quotation inside a line, if it is Japanese and no brackets say the same."""
    for quote in markup.quotations(line):
        japanese = language_of(text[quote.start : quote.end]) == "ja"
        edge = text[max(0, quote.start - 1) : quote.start + 1]
        if japanese and QUOTATION_BRACKETS.keys().isdisjoint(edge) and not english.touching(quote):
            yield quote


def _set_apart(text: str, lead: Lead, runs: Sequence[Span]) -> Iterator[Lead]:
    """The stretches of a line between English that stands by itself.

    In "It rained. 雨でした。" and "雨でした（It rained.）。" full stops, dividers or parentheses set it apart, unless
    the Japanese goes on with a particle ("It rained. と述べた"); behind parentheses it may ("雨との返事（It rained.）が
    来た"). What the sentence says besides begins behind a comma ("It rained. と述べ、傘は要らないと付け加えた"). Before
    English may stand its label ("出典：") as well: without a predicate only clauses are looked for there.
    """
    start = lead.start
    for run in runs:
        behind = _behind(text, run, lead.end)
        gloss = _GLOSS.search(text, max(start, run.start - _MARKS_BEFORE), run.start)
        if on := _LEADS_ON.match(text, behind, lead.end):
            apart = gloss and _before(text, start, run) is not None  # "雨でした（It rained.）と述べ、"
            yield replace(lead, start=start, end=gloss.start() if gloss and apart else on.end(), glossed=bool(apart))
            start = on.end()
            continue
        ended = _DIVIDED.search(text, run.end, behind) or SENTENCE_END.search(text[run.start : run.end])
        # "Actions speak louder than words 行動は言葉より雄弁である"
        begins = run.start == lead.start and text[run.end : behind].isspace() and _says_on(text, behind, lead)
        if behind < lead.end and not gloss and (not (ended or begins) or _GOES_ON.match(text, behind, lead.end)):
            continue
        if not _LETTER.search(text, start, run.start) or _CELL.fullmatch(text, start, run.start):
            start = behind
        elif (before := _before(text, start, run)) is not None:
            yield replace(lead, start=start, end=before, glossed=gloss is not None)
            start = behind
        elif cell := _CELLS.search(text, max(start, run.start - _MARKS_BEFORE), run.start):
            if says_something(text[max(start, cell.start() - _TAIL) : cell.start()]):
                yield replace(lead, start=start, end=cell.start())
            start = behind
        else:
            end = gloss.start() if gloss else run.start
            # All that an item has besides its gloss is a unit: "・「再開」は使用禁止（Can we ban the word?）".
            whole = lead.item and behind == lead.end and _is_phrase(text, start, end, gloss)
            yield replace(lead, start=start, end=end, item=whole, led_to=not whole, glossed=gloss is not None)
            start = behind
    if start < lead.end:
        yield replace(lead, start=start)


def _says_on(text: str, start: int, lead: Lead) -> bool:
    """Whether the rest of a line says something by itself."""
    return lead.end - start <= _TAIL and says_something(text[start : lead.end])


def _cells(text: str, leads: Iterable[Lead], runs: Sequence[Span]) -> Iterator[Lead]:
    """The stretches of a line; those of a row of cells one by one, where English fills a cell."""
    for lead in leads:
        borders = list(_BORDER.finditer(text, lead.start, lead.end)) if runs else []
        if not borders:
            yield lead
            continue
        places = [lead.start, *(place for border in borders for place in border.span()), lead.end]
        for start, end in zip(places[::2], places[1::2], strict=True):
            if _LETTER.search(text, start, end):
                yield replace(lead, start=start, end=end, item=True)


def _behind(text: str, run: Span, end: int) -> int:
    """Where the marks behind English end."""
    mark = _BEHIND.match(text, run.end, end)
    return mark.end() if mark else run.end


def _before(text: str, start: int, run: Span) -> int | None:
    """Where the marks before English begin that set it apart from the Japanese before it; None where they do not."""
    mark = _BEFORE.search(text, max(start, run.start - _MARKS_BEFORE), run.start)
    if mark is None or not says_something(text[max(start, mark.start() - _TAIL) : mark.start()].rstrip()):
        return None
    return mark.start()


def _is_phrase(text: str, start: int, end: int, gloss: regex.Match[str] | None) -> bool:
    """Whether Japanese with an English gloss that has no label is more than a name: it has kana of grammar."""
    return gloss is not None and not gloss["label"] and HIRAGANA.search(text, max(start, end - _TAIL), end) is not None


def _own_sentences(
    text: str,
    edges: Edges | None,
    lead: Lead,
    english: Overlaps,
    quoted: Overlaps,
    speakers: Speakers,
    *,
    beside: bool,
) -> Iterator[Passage]:
    """A line's sentences in its own voice, those that are little more than a quotation left out, and their clauses."""
    role: Role = "quotation" if lead.speech else "narration"
    sentences = [
        s
        for each in split_japanese(text, lead.start, lead.end)
        if (s := _own(text, each, english, quoted)) is not None
        and language_of(text[s.span.start : s.span.end]) == "ja"
        and (lead.speech or lead.item or beside or _says(text, lead, s))
    ]
    for together in _adjacent(text, sentences):
        report = None if lead.speech and not lead.arrow else _report(text, together)
        told = speakers.telling(report.span) if report else lead.attribution if lead.speech else UNKNOWN
        if report is None and (lead.speech or lead.item):
            yield Passage(role, "ja", tuple(together), told)
            continue
        parts = [
            clauses(each, edges, glossed=lead.glossed and each.span.end == lead.end) if edges else (each, [])
            for each in together
        ]
        wholes = tuple(whole for whole, _ in parts if not lead.led_to or _says(text, lead, whole))
        if wholes:
            yield Passage("narration", "ja", wholes, told)
        for whole, inside in parts:
            told = _told_by(text, [whole], speakers)
            for clause in inside:
                if _tells(clause.span, quoted):
                    yield Passage("narration", "ja", (clause,), told)
            for aside in asides(text, whole.span, quoted):
                yield Passage("narration", "ja", tuple(split_japanese(text, aside.start, aside.end)))
        for first, second in pairwise(parts):
            for both in cut_together(first, second):
                if all(_tells(one.span, quoted) for one in both):
                    yield Passage("narration", "ja", both, _told_by(text, [first[0], second[0]], speakers))


def _own(text: str, sentence: Sentence, english: Overlaps, quoted: Overlaps) -> Sentence | None:
    """A sentence without English that is more than its quotations; else what it says behind them, None for nothing.

    「もう着いたの？」　そうよ。 says something behind what it quotes, 「もう着いたの？」と猫は言った。 does not.
    """
    span = sentence.span
    parts = quoted.touching(span)
    if not english.touching(span) and sum(map(len, parts)) < _MOSTLY * len(span):
        return sentence
    inside = max((part.end for part in (*parts, *english.touching(span))), default=span.end)
    closed = _CLOSED.match(text, inside, span.end)
    if closed is None or (not closed["apart"] and not SENTENCE_END.search(text, span.start, inside)):
        return None
    rest = Span(closed.end(), span.end)
    if JAPANESE.search(text, rest.start, rest.end) is None or goes_on_japanese(text, inside, rest.start):
        return None
    return replace(sentence, span=rest)


def _says(text: str, lead: Lead, sentence: Sentence) -> bool:
    """Whether a sentence says something, or is the line of a letter that says to whom it is."""
    span = sentence.span
    said = text[span.start : span.end]
    alone = lead.end - lead.start <= len(said) + _AROUND
    stopped = _STOPPED.match(text, span.end) is not None
    return stopped or says_something(said) or (alone and _ADDRESSED.fullmatch(said) is not None)


def _told_by(text: str, sentences: Sequence[Sentence], speakers: Speakers) -> Attribution:
    """Who tells what a writer reports, where a sentence ends in reporting it."""
    report = _report(text, sentences)
    return speakers.telling(report.span) if report else UNKNOWN


def _report(text: str, sentences: Sequence[Sentence]) -> Sentence | None:
    """The first sentence that ends in reporting something."""
    return next((said for said in sentences if reports(text[said.span.start : said.span.end])), None)


def _spoken(text: str, lead: Lead, runs: Sequence[Span], english: Overlaps) -> Iterator[Span]:
    """The insides of a line's brackets that hold speech: utterances, and parentheses behind English."""
    for part in utterances(text, lead.start, lead.end):
        inside = english.touching(part.outer)
        if not inside:
            yield part.inner
        else:
            yield from _glossed(text, part.inner, inside)
    if not runs:  # as in most lines, whose brackets need not be matched again
        return
    ends = {run.end for run in runs}
    for opened, closed in sorted(matched(text, lead.start, lead.end).items()):
        before = opened
        while before not in ends and before > lead.start and text[before - 1] in " 　」』”\"'":
            before -= 1
        behind_english = text[opened] in PARENTHESES and before in ends
        if behind_english and JAPANESE_WORD.search(_FIGURES.sub("", text[opened + 1 : closed])):
            yield Span(opened + 1, closed)


def _glossed(text: str, quoted: Span, runs: Sequence[Span]) -> Iterator[Span]:
    """The Japanese of a quotation that has English behind it, or in parentheses behind its parts.

    「雨でした（It rained.）」, 「雨でした（It rained.）。傘はない（No umbrella.）と言う」.
    """
    start = quoted.start
    for run in runs:
        behind = _behind(text, run, quoted.end)
        before = _before(text, start, run)
        if before is None or (behind < quoted.end and text[before : before + 1] not in PARENTHESES):
            return
        yield Span(start, before)
        start = behind
    if start < quoted.end and says_something(text[start : quoted.end]):
        yield Span(start, quoted.end)


def _adjacent(text: str, sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """Runs of sentences with nothing but white space, brackets and the numbers of notes between them."""
    run: list[Sentence] = []
    for sentence in sentences:
        if run and _LETTER.search(REFERENCE.sub("", text[run[-1].span.end : sentence.span.start])):
            yield run
            run = []
        run.append(sentence)
    if run:
        yield run


def _tells(clause: Span, quoted: Overlaps) -> bool:
    """Whether a clause is more than the quotations that touch it, and cuts none of them in two."""
    inside = quoted.touching(clause)
    whole = all(clause.start <= part.start and part.end <= clause.end for part in inside)
    return whole and sum(map(len, inside)) < _MOSTLY * len(clause)
