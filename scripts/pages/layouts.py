"""The layouts in which pages quote and render English, one function each; `LAYOUTS` says how often each occurs."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from pages.person import Person
from pages.transcripts import comments, mailed, signs, transcript
from pages.units import Pool, Report, Unit, told_together, units
from pages.writer import (
    AT_FOOT,
    Writer,
    gold,
    paragraphs_of,
    post,
    rendered,
    write_en,
    write_en_bare,
    write_en_rows,
    write_ja,
)

SAID = (
    "と述べました。",
    "と語っています。",
    "と投稿しています。",
    "とコメントしました。",
    "と説明しています。",
    "と明かした。",
    "と話しています。",
    "と返信しています。",
)
ANNOUNCED = (
    "は以下のメッセージを投稿しました。",
    "はXに次のように投稿しています。",
    "は声明で次のように述べています。",
    "は取材に対し、こう語っている。",
    "はこの件についてコメントしました。",
)
# What stands behind a report in a writer's own voice: that he heard it, or that somebody said it; {who} is that one.
HEARSAY = (
    "とのことです。", "とのことでした。", "とのこと。", "とのことだ。", "ということです。", "ということでした。", "、ということだ。", "そうです。", "のだそう。",
    "のだそうです。", "のだとか。", "という。", "、という。", "らしい。", "ようだ。", "とされています。", "んですって。", "、と。", "のだ、と。",
)  # fmt: skip
TOLD = (
    "と述べています。", "と書かれています。", "、と書かれていました。", "と発表しました。", "としています。", "としている。", "ことを明らかにしました。", "ことも発表した。",
    "ことも発表しました。", "ことを明かした。", "よう求めている。", "、とも述べている。", "、と{who}は説明する。", "と{who}は振り返る。", "、と{who}は語った。", "、と{who}。",
    "と自身のブログに書いている。", "、と念を押した。", "と釘を刺された。", "、とまで言っている。", "、と別れを惜しんだ。", "、という貼り紙が出された。",
    "という声明を出した。", "と、{who}は投稿している。",
)  # fmt: skip
# What stands before it in half of the cases: where it is from, or the one who said it, as the subject of that.
SOURCES = (
    "{who}によると、", "{who}によれば、", "投稿によると、", "発表によれば、", "声明では、", "最後に{who}からは、", "会場の係員によると、", "手紙には、", "{who}に言わせれば、",
)  # fmt: skip
SUBJECTS = ("{who}は、", "{who}は", "{who}は", "続けて{who}は、", "これに対し{who}は、", "{full}は、", "{full}は")
# What a sentence begins with now and then.
TOPICS = ("また、", "なお、", "さらに、", "一方、", "もっとも、", "ただし、", "ちなみに、", "しかし、", *[""] * 6)


def frame_of(who: str, full: str, rng: random.Random) -> tuple[str, str, str]:
    """What stands before a report, the connective that the report itself begins with, and what stands behind it.

    A connective before whoever tells is outside like him; before a report alone it is a part of it.
    """
    topic, heard = rng.choice(TOPICS), rng.random() < 0.45
    tail = rng.choice(HEARSAY if heard else TOLD).format(who=who)
    if rng.random() < 0.5:
        frame = rng.choice(SOURCES if heard or rng.random() < 0.3 else SUBJECTS)
        return topic + frame.format(who=who, full=full), "", tail
    return "", topic, tail


def block_then_post(page: Writer, pool: Pool, rng: random.Random) -> None:
    """The Japanese as a quotation of its own, and the post before or behind it."""
    who, rows = pool.person(rng), units(pool, rng)
    page.put(rng.choice(TOPICS) + rng.choice([who.form, who.family]) + rng.choice(ANNOUNCED) + "\n")
    english_first = rng.random() < 0.4
    en = post(page, rows, who, rng) if english_first else None
    marked = english_first and rng.random() < 0.4
    page.put(rng.choice(["(訳)", "（訳）", "→", "訳："]) if marked else "「")
    ja = write_ja(page, rows, last_ender=marked)
    page.put("\n" if marked else "」\n")
    rendered(page, rows, ja, en, who, rng)


def inside_narration(page: Writer, pool: Pool, rng: random.Random) -> None:
    """The Japanese as a quotation in a narration sentence, and the post before or behind it."""
    who, rows = pool.person(rng), units(pool, rng, most=3)
    english_first = rng.random() < 0.4
    if english_first:
        page.put(pool.narration() + "\n")
    en = post(page, rows, who, rng) if english_first else None
    page.put(rng.choice(TOPICS) + rng.choice([who.form, who.family]) + "は" + rng.choice(["、", ""]) + "「")
    ja = write_ja(page, rows, last_ender=False)
    page.put("」" + rng.choice(SAID) + (pool.narration() if rng.random() < 0.3 else "") + "\n")
    rendered(page, rows, ja, en, who, rng)


def reported(page: Writer, pool: Pool, rng: random.Random) -> None:
    """The rendering as a clause of a narration sentence, without quotation marks; now and then of several sentences."""
    who = pool.person(rng)
    every, reports = pool.reports(rng)
    if reports:
        _retold(page, pool, who, every, reports, rng)
        return
    rows = told_together(units(pool, rng, most=4), rng)
    english_first = rng.random() < 0.6
    en = post(page, rows, who, rng) if english_first else None
    spans: list[list[tuple[int, int]]] = []
    for row in rows:
        if not row.ja:
            spans.append([])
            continue
        frame, topic, tail = frame_of(who.family, who.form, rng)
        page.put(frame)
        body = [*row.ja[:-1], row.ja[-1].rstrip("。？！?")]
        spans.append([page.put(sentence) for sentence in (topic + body[0], *body[1:])])
        page.put(tail)
        page.put(pool.narration() if rng.random() < 0.15 else "")
    page.put("\n")
    rendered(page, rows, spans, en, who, rng)


def _retold(
    page: Writer, pool: Pool, who: Person, rows: Sequence[Unit], reports: Sequence[Report], rng: random.Random
) -> None:
    """What somebody says, told in narration here and there, quoted in it elsewhere, or left out.

    The English stands above, below, at the page's foot, or there with numbers that refer to it.
    """
    style = rng.random()
    en = post(page, rows, who, rng) if style < 0.5 else None
    numbered = style > 0.93
    told: list[Report] = []
    for report in rng.sample(list(reports), len(reports)):
        if all(set(report.rows).isdisjoint(other.rows) for other in told):
            told.append(report)
    free = [row for row in range(len(rows)) if rows[row].ja and all(row not in report.rows for report in told)]
    parts = [*told, *(Report("", "", "", (row,)) for row in free if rng.random() < 0.5)]
    parts.sort(key=lambda part: part.rows[:1] if rng.random() < 0.9 else (rng.randrange(len(rows)),))
    spans: list[list[tuple[int, int]]] = []
    marks = [f"[{page.notes + number}]" if numbered else "" for number in range(1, len(parts) + 1)]
    page.notes += len(parts) if numbered else 0
    for part, mark in zip(parts, marks, strict=True):
        page.put(pool.narration() if rng.random() < 0.4 else "")
        if part.ja:
            page.put(part.head)
            spans.append([page.put(part.ja)])
            page.put(_with_mark(part.tail, mark))
        else:
            page.put(rng.choice(["", who.family + "は", "さらに", who.form + "は"]) + "「")
            spans += write_ja(page, [rows[part.rows[0]]], last_ender=False)
            page.put("」" + _with_mark(rng.choice(SAID), mark))
        page.put("\n" if rng.random() < 0.25 else "")
    page.put(pool.narration() if rng.random() < 0.3 else "")
    page.put("\n")

    def finish() -> None:
        english = en or (_notes(page, rows, parts, marks) if numbered else post(page, rows, who, rng))
        for part, ja in zip(parts, spans, strict=True):
            unit = Unit([], [], "summary") if part.ja else rows[part.rows[0]]
            here = [span for row in sorted(part.rows) for span in english[row]]
            page.gold_of(unit, ja, here, speaker=who.name, speaker_ja=who.form, handle=who.handle)

    if en is None and (numbered or rng.random() < AT_FOOT):
        page.later.append(finish)
    else:
        finish()


def _with_mark(tail: str, mark: str) -> str:
    """The tail of a sentence with a mark before its full stop."""
    return tail[:-1] + mark + tail[-1:] if tail[-1:] == "。" else tail + mark


def _notes(
    page: Writer, rows: Sequence[Unit], parts: Sequence[Report], marks: Sequence[str]
) -> list[list[tuple[int, int]]]:
    """The English of what was told, each part behind its mark; the spans of each row."""
    spans: list[list[tuple[int, int]]] = [[] for _ in rows]
    for part, mark in zip(parts, marks, strict=True):
        page.put(mark)
        for row in sorted(part.rows):
            page.put(" ")
            spans[row] = write_en_bare(page, rows[row])
        page.put("\n")
    return spans


def inline(page: Writer, pool: Pool, rng: random.Random) -> None:
    """A list or a sentence of 「EN」(JA) or EN（JA）."""
    who = pool.person(rng)
    listed, quoted, wide = rng.random() < 0.5, rng.random() < 0.7, rng.random() < 0.6
    opened, closed = ("（", "）") if wide else ("(", ")")
    if not listed:
        page.put(rng.choice([who.form, "海外のファン", "公式アカウント"]) + rng.choice(["は", "からも"]))
    waiting = units(pool, rng, most=5)
    while waiting:
        together = [waiting.pop(0) for _ in range(1 if rng.random() < 0.7 else 2) if waiting]
        spoken = [row for row in together if row.en]
        words = sum(len(sentence.split()) for row in spoken for sentence in row.en)
        if not spoken or (words < 3 and not (quoted and any(row.ja for row in spoken))):
            continue
        page.put("・" if listed else "")
        page.put("「" if quoted else "")
        en = write_en(page, spoken)
        page.put("」" if quoted else "")
        how = rng.random()
        if how < 0.06:  # a remark on the English, no rendering of it
            page.put(opened + pool.narration().rstrip("。").split("、")[-1] + closed)
        elif any(row.ja for row in spoken):
            if how < 0.16 and len(spoken) == 1:  # said so freely that no word is the same: the form alone tells
                spoken[0] = Unit([pool.pairs(1, spoken=1.0)[0][0]], spoken[0].en, "paraphrase")
            page.put(opened)
            ja = write_ja(page, spoken, last_ender=False)
            page.put(closed)
            for row, a, b in zip(spoken, ja, en, strict=True):
                page.gold_of(row, a, b)
        page.put("\n" if listed else "")
    page.put("" if listed else rng.choice(["とコメントした。\n", "などと投稿している。\n", "と語った。\n"]))


def alternating(page: Writer, pool: Pool, rng: random.Random) -> None:
    """Line by line: an English line and its Japanese, in either order, or an interview."""
    who, english_first, style = (
        pool.person(rng),
        rng.random() < 0.5,
        rng.choice(["plain", "quote", "list", "interview"]),
    )
    for number, row in enumerate(units(pool, rng, most=6)):
        sides: list[Callable[[], list[tuple[int, int]]]] = []

        def japanese(row: Unit = row, number: int = number) -> list[tuple[int, int]]:
            if not row.ja:
                return []
            label = "――" if number % 2 == 0 else who.form.split("・")[-1].rstrip("氏さん") + "　"
            page.put({"quote": "「", "list": "・", "interview": label}.get(style, ""))
            spans = write_ja(page, [row], last_ender=style != "quote")[0]
            page.put("」\n" if style == "quote" else "\n")
            return spans

        def english(row: Unit = row, number: int = number) -> list[tuple[int, int]]:
            if not row.en:
                return []
            page.put({"list": "- ", "interview": "Q: " if number % 2 == 0 else "A: "}.get(style, ""))
            spans = write_en_bare(page, row)
            page.put("\n")
            return spans

        sides = [english, japanese] if english_first else [japanese, english]
        first, second = sides[0](), sides[1]()
        ja, en = (second, first) if english_first else (first, second)
        page.gold_of(row, ja, en)


def interview(page: Writer, pool: Pool, rng: random.Random) -> None:
    """Rounds of a question and an answer: both in Japanese, then both in English, or the other way round."""
    who, english_first = pool.person(rng), rng.random() < 0.4
    name = who.form.split("・")[-1].rstrip("氏さん")
    for _ in range(rng.randint(2, 4)):
        turns = [units(pool, rng, most=2), units(pool, rng, most=4)]
        for number, turn in enumerate(turns):
            if rng.random() < 0.15:  # the two editions have another question or answer here
                other = units(pool, rng, most=2)
                turns[number] = [Unit(row.ja, []) for row in turn] + [Unit([], row.en) for row in other]
        spans: dict[str, list[list[list[tuple[int, int]]]]] = {}
        for side in ("en", "ja") if english_first else ("ja", "en"):
            spans[side] = []
            for number, turn in enumerate(turns):
                if side == "ja":
                    page.put(["――", name + "　"][number] if any(row.ja for row in turn) else "")
                    spans[side].append(write_ja(page, turn))
                else:
                    page.put(["Q: ", "A: "][number] if any(row.en for row in turn) else "")
                    spans[side].append(write_en_rows(page, turn))
                page.put("\n" if page.text[-1] != "\n" else "")
        for turn, ja, en in zip(turns, spans["ja"], spans["en"], strict=True):
            for row, a, b in zip(turn, ja, en, strict=True):
                page.gold_of(row, a, b)


def listed(page: Writer, pool: Pool, rng: random.Random) -> None:
    """All of the English, then the Japanese as a list of points, or the other way round."""
    who, rows = pool.person(rng), units(pool, rng)
    page.put(who.form + rng.choice(ANNOUNCED) + "\n")
    english_first = rng.random() < 0.7
    en = post(page, rows, who, rng) if english_first else None
    ja: list[list[tuple[int, int]]] = []
    for row in rows:
        if row.ja:
            page.put("・")
            ja.append([page.put(s if i < len(row.ja) - 1 else s.rstrip("。")) for i, s in enumerate(row.ja)])
            page.put("\n")
        else:
            ja.append([])
    rendered(page, rows, ja, en, who, rng)


def paragraphs(page: Writer, pool: Pool, rng: random.Random) -> None:
    """Whole paragraphs against whole paragraphs, as translations of an announcement stand in blogs."""
    who, rows = pool.person(rng), units(pool, rng, most=9)
    breaks = paragraphs_of(rows, rng)
    if rng.random() < 0.5:
        en = write_en(page, rows)
        page.put("\n")
        ja = write_ja(page, rows, breaks=breaks)
        page.put("\n")
    else:
        ja = write_ja(page, rows, breaks=breaks)
        page.put("\n")
        en = write_en(page, rows)
        page.put("\n")
    gold(page, rows, ja, en, who)


def nothing(page: Writer, pool: Pool, rng: random.Random) -> None:
    """English without Japanese, or a Japanese quotation without English."""
    who, rows = pool.person(rng), units(pool, rng, most=3)
    if rng.random() < 0.5:
        page.put(
            who.family
            + "は「"
            + "".join(s for row in rows for s in row.ja).rstrip("。")
            + "」"
            + rng.choice(SAID)
            + "\n"
        )
    else:
        post(page, [Unit([], row.en) for row in rows if row.en] or [Unit([], ["Thank you."])], who, rng)


def beside(page: Writer, pool: Pool, rng: random.Random) -> None:
    """English that stands just where its rendering would, next to Japanese that says something else."""
    who, english = pool.person(rng), [Unit([], row.en) for row in units(pool, rng, most=3) if row.en]
    japanese = [Unit(row.ja, []) for row in units(pool, rng, most=3) if row.ja]
    style = rng.random()
    if style < 0.35:
        page.put(who.family + "は「")
        write_ja(page, japanese, last_ender=False)
        page.put("」" + rng.choice(SAID) + "\n")
        post(page, english or [Unit([], ["That is all for now."])], who, rng)
    elif style < 0.6:
        write_ja(page, japanese)
        page.put("\n")
        post(page, english or [Unit([], ["That is all for now."])], who, rng)
    else:
        page.put(pool.narration() + rng.choice(["そこには「", "画面には「", "看板に「"]))
        write_en(page, english[:1])
        page.put(
            "」" + rng.choice(["と書かれている。", "という文字があった。", "とだけあった。"]) + pool.narration() + "\n"
        )


def narration(page: Writer, pool: Pool, rng: random.Random) -> None:
    """A paragraph that renders nothing, now and then of the very document that is quoted elsewhere."""
    page.put("".join(pool.paragraph(rng)) + "\n")


LAYOUTS: tuple[tuple[float, Callable[[Writer, Pool, random.Random], None]], ...] = (
    (4, block_then_post),
    (4, inside_narration),
    (3.5, reported),
    (3, inline),
    (2, alternating),
    (0.8, interview),
    (1.5, listed),
    (1.5, paragraphs),
    (1.5, nothing),
    (2, beside),
    (1.2, comments),
    (1, transcript),
    (0.8, mailed),
    (0.6, signs),
    (5, narration),
)
