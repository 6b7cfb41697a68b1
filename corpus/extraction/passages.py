"""The passages of a page: its lines walked once, Japanese ones read for what they quote, English ones as posts.

Passages may overlap: a headline and its halves, a narration sentence and the clause or the quotation in it are rival
readings of the same characters, proposed here and chosen by the alignment.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import groupby

import regex

from corpus.extraction.attribution.accounts import BARE, accounts_in
from corpus.extraction.attribution.bearers import posts_in
from corpus.extraction.attribution.cues import with_cues
from corpus.extraction.attribution.days import dated, headed, page_day, with_days
from corpus.extraction.attribution.detail_signals import Details, Layout
from corpus.extraction.attribution.grammar import Speakers, speakers_of
from corpus.extraction.attribution.named_days import days_in
from corpus.extraction.attribution.signers import behind_names, headers_of, signers_of
from corpus.extraction.attribution.told_of import tells_of
from corpus.extraction.clauses.edges import Edges
from corpus.extraction.japanese_lines import japanese_line
from corpus.extraction.lines.bylines import closes_letter
from corpus.extraction.lines.details import Detail
from corpus.extraction.lines.fields import Fields, fields_of
from corpus.extraction.lines.kinds import LEAD, TITLE_SEPARATOR, is_platforms, lines_of
from corpus.extraction.lines.labels import label_of, labels_of
from corpus.extraction.lines.leads import TRANSLATION, label_of_line
from corpus.extraction.lines.line import Line, language_of
from corpus.extraction.lines.markup import Markup, markup_of
from corpus.extraction.lines.row_labels import without_labels
from corpus.extraction.lines.turns import turns_of
from corpus.extraction.people.naming import nouns_of
from corpus.extraction.posts import both, english_sentences, in_mail, is_prose, posts_of, told_by
from corpus.extraction.sentences.english_runs import english_runs
from corpus.extraction.sentences.quotations import HIRAGANA, STOPPED, bracketed
from corpus.extraction.sentences.splitting import split_english, split_japanese
from corpus.languages import DASHES
from corpus.types import Article, Attribution, Mark, Passage, Role, Sentence, Span

# Lines in the page's own voice; the others are English and what goes with it.
OWN = ("japanese", "heading", "related", "furniture")
FACING = ("post", "quotation", "source_title")  # roles of English that Japanese may render
_HEADLINE_PARTS = regex.compile(r"[^、。，　―—─|｜【】\s][^、。，　―—─|｜【】]*")


def passages_of(
    text: str, marks: Sequence[Mark] = (), published: str | None = None, *, alone: bool = False
) -> tuple[list[Passage], Speakers]:
    """The passages of a page's text, ordered by their first character, and the people its Japanese names.

    `published` is the day of the page (YYYY-MM-DD) where its source gives it. `alone`: only English that stands on the
    page may face its Japanese; where none does, no sentence is cut into clauses and nobody is asked who speaks, which
    is most of the work, and most pages have no English.
    """
    markup = markup_of(marks, text)
    lines = list(_joined_lines(text, lines_of(text, markup)))
    day = published or page_day(lines)
    lines = with_days(lines, day, markup.days)
    prose = [line.span for line in lines if line.kind == "japanese"]
    barriers = (line.span.start for line in lines if line.kind == "byline")
    speakers = speakers_of(text, prose, barriers, (line.said.speaker for line in lines if line.said.speaker))
    called = turns_of(lines)
    labelled = partial(label_of_line, called=called)
    labels = labels_of(lines, labelled) | called
    unlabelled = without_labels(lines, markup)
    read = partial(_read, text, unlabelled, speakers, markup, labels, called)
    unfaced = _unfaced(read(None), unlabelled) if alone else None
    found = list(read(Edges(text))) if unfaced is None else unfaced
    found = list(_without_foreign(found, markup)) if markup.foreign else found
    fields = fields_of(text, lines, labelled)
    told_by = (fields.without(passage) for passage in _told(text, _signed_below(text, found, lines), speakers, labels))
    found = list(with_cues(text, told_by))
    found.sort(key=lambda p: (p.span.start, p.span.end))
    found = list(dated(found, lines))
    if unfaced is not None:
        return found, speakers
    texts = [passage for passage in found if passage.language == "en" and passage.role in ("post", "quotation")]
    days = days_in(text, day, markup.days)
    found = list(headed(found, lines, days))
    speakers = _with_details(text, lines, texts, speakers, fields, markup, days, day)
    return found, speakers.of_people(p.attribution for p in found if p.language == "en")


def _unfaced(passages: Iterable[Passage], lines: Sequence[Line]) -> list[Passage] | None:
    """The passages of some lines, if none of them is English that Japanese may render; else None."""
    if any(line.kind == "english" for line in lines):
        return None
    found = list(passages)
    return None if any(one.language == "en" and one.role in FACING for one in found) else found


def _read(
    text: str,
    lines: Sequence[Line],
    speakers: Speakers,
    markup: Markup,
    labels: frozenset[str],
    called: frozenset[str],
    edges: Edges | None,
) -> Iterator[Passage]:
    """The passages of a page's lines, in their order: of English blocks, of the headline, of each Japanese line.

    Without `edges` no sentence of narration is cut into clauses.
    """
    next_to_english = _next_to_english(lines)
    headline = _headline_of(lines, markup)
    for foreign, block in groupby(lines, key=lambda line: line.kind not in OWN):
        if foreign:
            yield from _foreign(text, list(block), labels)
            continue
        for line in block:
            if line is headline:
                yield from _headline(text, line)
            elif line.kind == "japanese":
                beside = line.span.start in next_to_english
                yield from japanese_line(text, edges, line.span, speakers, markup, beside=beside, called=called)
            else:
                yield Passage("boilerplate", line.language, (Sentence(line.span),))


def _with_details(
    text: str,
    lines: Sequence[Line],
    texts: Sequence[Passage],
    speakers: Speakers,
    fields: Fields,
    markup: Markup,
    days: tuple[Detail, ...],
    day: str | None,
) -> Speakers:
    """The speakers of a page with all whom and what it names: nouns, days, accounts, whose its English `texts` are."""
    told = tuple(line for line in lines if line.kind != "blank")
    layout = Layout(text, told, tuple(passage.span.start for passage in texts))
    dates, handles = (
        sum(getattr(passage.attribution, name) is not None for passage in texts) for name in ("posted_on", "handle")
    )
    accounts = accounts_in(markup.without_code(text), told)
    nouns = nouns_of(text, (line.span for line in told if not is_platforms(line.text)))
    return replace(
        speakers,
        signers=signers_of(lines),
        headers=headers_of(lines, [mention.form for mention in speakers.mentions if mention.named]),
        nouns=replace(nouns, fields=fields.labels).outside(behind_names(told)),
        posts=posts_in(
            text,
            [(passage.span.start, passage.attribution.handle) for passage in texts],
            [account.value for account in accounts if account.written != BARE],
        ),
        fields=fields.lines,
        days=Details(layout, days, dates, day),
        accounts=Details(layout, accounts, handles),
    )


def original_passages(original: Article, document: int) -> list[Passage]:
    """The passages of an English original: its paragraphs as one passage, since a rendering may cross them.

    Whoever its sidecar names as author said it, on the day that it names; a name in Japanese is no English name.
    """
    text, source = original.text, original.source
    author = source.author if source.author and language_of(source.author) == "en" else None
    wanted = ("english", "furniture", "source_title", "related")
    markup = markup_of(original.marks, text)
    lines = [line for line in lines_of(text, markup) if line.kind in wanted and not markup.is_foreign(line.span)]
    said = Attribution(speaker=author, posted_on=source.published)
    sentences = english_sentences(text, lines)
    return [Passage("quotation", "en", tuple(sentences), said, document)] if sentences else []


def _headline_of(lines: Sequence[Line], markup: Markup) -> Line | None:
    """The line that is the page's headline: the first heading of the first level, else the first line that may be.

    A page without markup has no headings; its first line is one if it is Japanese, no sentence and quotes no English.
    """
    titled = (line for line in lines if line.kind == "heading" and markup.heading_of(line.span) == "1")
    if (headline := next(titled, None)) is not None:
        return headline if headline.language == "ja" else None
    first = next((line for line in lines if line.kind != "blank"), None)
    if first is None or first.kind not in ("japanese", "heading") or first.language != "ja":
        return None
    quotes = TRANSLATION.match(first.text) or english_runs(first.text, 0, len(first.text))
    return None if STOPPED.search(first.text) or quotes else first


def _without_foreign(passages: Iterable[Passage], markup: Markup) -> Iterator[Passage]:
    """The passages without sentences in a third language, which may stand on a line or in a cell beside ours."""
    for passage in passages:
        kept = tuple(each for each in passage.sentences if not markup.is_foreign(each.span))
        if kept or passage.role == "boilerplate":
            yield replace(passage, sentences=kept or passage.sentences)


def _joined_lines(text: str, lines: Sequence[Line]) -> Iterator[Line]:
    """Japanese lines, with those that an open 「 connects taken as one (at most 12)."""
    at = 0
    while at < len(lines):
        line = lines[at]
        last = at
        if line.kind == "japanese" and line.text.count("「") > line.text.count("」"):
            opened = line.text.count("「") - line.text.count("」")
            for ahead in range(at + 1, min(at + 12, len(lines))):
                if lines[ahead].kind not in ("japanese", "blank"):
                    break
                opened += lines[ahead].text.count("「") - lines[ahead].text.count("」")
                if opened <= 0:
                    last = ahead
                    break
        if last > at:
            span = Span(line.span.start, lines[last].span.end)
            line = Line(span, text[span.start : span.end], "japanese")
        yield line
        at = last + 1


def _next_to_english(lines: Sequence[Line]) -> frozenset[int]:
    """Where the Japanese lines begin that stand directly above or below English."""
    foreign = ("english", "signature")
    if not lines:
        return frozenset()
    return frozenset(
        line.span.start
        for above, line, below in zip([None, *lines[:-1]], lines, [*lines[1:], None], strict=True)
        if line.kind == "japanese" and any(other and other.kind in foreign for other in (above, below))
    )


def _headline(text: str, line: Line) -> Iterator[Passage]:
    """The whole headline, the parts between its commas and dashes, and what it quotes."""
    whole = line.span
    spans = {whole}
    quoted = [part for part in bracketed(text, whole.start, whole.end) if part.quotes]
    for match in _HEADLINE_PARTS.finditer(text, whole.start, whole.end):
        inside = any(part.outer.start < match.end() and match.start() < part.outer.end for part in quoted)
        label = text[match.start() - 1 : match.start()] == "【"
        if not inside and not label and match.end() - match.start() >= 10:
            spans.add(Span(match.start(), match.end()))
    for span in sorted(spans):
        yield Passage("headline", "ja", (Sentence(span),))
    for part in quoted:
        sentences = split_japanese(text, part.inner.start, part.inner.end)
        if sentences and HIRAGANA.search(text, part.inner.start, part.inner.end):  # 「配達員は家具」 is no name here
            yield Passage("headline", "ja", tuple(sentences))


def _foreign(text: str, lines: Sequence[Line], labels: frozenset[str]) -> Iterator[Passage]:
    """English lines between Japanese ones: titles of sources with their links, and posts with their signatures."""
    waiting: list[Line] = []
    for line in [*lines, None]:
        if line is None or line.kind in ("source_title", "link"):
            for post in posts_of(waiting, labels):
                sentences = english_sentences(text, post.lines, labels)
                if not post.signature:
                    sentences = [s for s in sentences if is_prose(text, s.span)]
                if sentences:
                    role: Role = "post" if post.said.handle else "quotation"
                    yield Passage(role, "en", tuple(sentences), post.said)
            waiting = []
        elif line.kind in ("english", "signature", "byline"):
            waiting.append(line)
        if line is None:
            return
        if line.kind == "source_title":
            separators = list(TITLE_SEPARATOR.finditer(line.text))
            end = line.span.start + separators[-1].start() if separators else line.span.end
            sentences = split_english(text, line.span.start, end)
            if sentences:
                yield Passage("source_title", "en", tuple(sentences))
        elif line.kind == "link":
            yield Passage("link", line.language, (Sentence(line.span),))
        elif line.kind in ("signature", "byline"):
            yield Passage("signature", line.language, (Sentence(line.span),))


def _signed_below(text: str, passages: Iterable[Passage], lines: Sequence[Line]) -> Iterator[Passage]:
    """The passages; those that are rendered piece by piece are signed below the last piece, or its rendering.

    So is a quoted mail or a letter, and what stands above an account's signature that has no English right above it.
    """
    told = [line for line in lines if line.kind != "blank"]
    places: list[int] = []
    signs: list[Line | None] = []
    bylines: list[Attribution] = []  # what those say that stand last before each place
    byline = Attribution()
    for above, line in zip([None, *told], told, strict=False):
        if line.kind not in ("signature", "byline") or (line.kind == "signature" and line.said == Attribution()):
            continue
        together = line.kind == "byline" and above is not None and above.kind == "byline"
        byline = both(byline, line.said) if together else line.said if line.kind == "byline" else Attribution()
        places.append(line.span.start)
        bylines.append(byline)
        signs.append(line if line.kind == "signature" and _signs_above(text, above, line) else None)
    signs.append(None)  # behind the last one nothing signs
    passages = list(passages)
    below = [bisect_right(places, passage.span.start) for passage in passages]  # the number of the next one of each
    told_until: dict[int, int] = {}  # where the last text ends that tells of who signs below it, by its number
    for passage, at in zip(passages, below, strict=True):
        sign = signs[at] if _is_unsigned(passage) else None
        name = (sign and sign.said.speaker) or ""
        if " " in name and tells_of(text[passage.span.start : passage.span.end], name):
            told_until[at] = passage.span.end
    for passage, at in zip(passages, below, strict=True):
        if not _is_unsigned(passage):
            yield passage
            continue
        sign = signs[at]
        sign = sign if sign and max(sign.since, told_until.get(at, 0)) <= passage.span.start else None
        mailed = in_mail(text, passage.span.start)
        if sign is not None and (mailed or not in_mail(text, sign.span.start)):
            yield replace(passage, attribution=sign.said)
        else:  # a mail that is quoted piece by piece goes on below its headers
            yield replace(passage, attribution=bylines[at - 1]) if mailed and at else passage


def _is_unsigned(passage: Passage) -> bool:
    """Whether a passage is English that somebody says, nobody knows who."""
    return passage.language == "en" and passage.role == "quotation" and passage.attribution == Attribution()


def _signs_above(text: str, above: Line | None, line: Line) -> bool:
    """Whether a signature is of all that stands above it: of a mail, of a letter, of an account below Japanese."""
    if in_mail(text, line.span.start):
        return True
    if above is None:
        return False
    of_letter = line.said.handle is None and line.text[0] not in DASHES
    return of_letter or closes_letter(above.text) or (above.kind == "japanese" and line.said.handle is not None)


def _named(text: str, line: Span, labels: frozenset[str]) -> Attribution | None:
    """Whom a line of unsigned English names as who says it, nobody that we know of for "Q:"; None if it has no name."""
    if label := label_of(text[line.start : line.end].lstrip('"“'), labels):
        return Attribution(speaker=label.name, handle=label.handle)
    name = told_by(text, line)
    return Attribution(speaker=name) if name else None


def _told(text: str, passages: Iterable[Passage], speakers: Speakers, labels: frozenset[str]) -> Iterator[Passage]:
    """The passages, with English ones that no signature claims attributed: by their line, else by the Japanese before.

    A line is looked at once, however many passages it holds.
    """
    named = cache(lambda line: _named(text, line, labels))
    for passage in passages:
        known = passage.attribution != Attribution()
        if passage.language == "en" and passage.role == "quotation" and not known:
            end = text.find("\n", passage.span.end)
            start = text.rfind("\n", 0, passage.span.start) + 1
            start = LEAD.match(text, start).end()  # type: ignore[union-attr]  # it matches the empty text
            around = Span(min(start, passage.span.start), len(text) if end < 0 else end)
            yield replace(passage, attribution=named(around) or speakers.of(passage.span))
        else:
            yield passage
