"""Layouts in which a line says who speaks: lists of comments, transcripts, mails; and signs, which say nothing but that.

The rest of the layouts, and how often each occurs, is in `pages/layouts.py`.
"""

from __future__ import annotations

import random

from pages.person import Person
from pages.units import Pool, Unit, units
from pages.writer import Writer, gold, paragraphs_of, write_en_bare, write_en_wrapped, write_ja

TRANSLATED = ("＝＝＝＝ここから訳＝＝＝＝\n", "■日本語訳\n", "(訳)\n", "以下は日本語訳です。\n", "")
SIGNS = ("ドアにはこんな貼り紙が。", "看板にはこう書かれていました。", "入口でいきなりこれです。", "")


def comments(page: Writer, pool: Pool, rng: random.Random) -> None:
    """Numbered comments under their accounts, the Japanese below the English; some have only one of the two."""
    page.put(rng.choice(["現地の反応まとめ。\n", "海外のコメントはこちら。\n", ""]))
    numbered = rng.random() < 0.7
    for number, row in enumerate(units(pool, rng, most=6), start=2):
        who = Person.any(rng)
        page.put((f"{number}: " if numbered else "") + f"@{who.handle}\n")
        en = write_en_bare(page, row)
        page.put("\n" if row.en else "")
        bare = [text.rstrip("。") for text in row.ja]
        ja = [page.put(text) for text in bare]
        page.put("\n" if row.ja else "")
        page.put(rng.choice(["", "\n"]))
        page.gold_of(row, ja, en, handle=who.handle)


def transcript(page: Writer, pool: Pool, rng: random.Random) -> None:
    """Lines that begin with a name, in English and in Japanese, line by line or one language after the other."""
    who, rows = pool.person(rng), units(pool, rng, most=5)
    name, name_ja = who.name.split()[-1], who.family.rstrip("氏さん")
    labelled_ja = rng.random() < 0.7

    def english(row: Unit) -> list[tuple[int, int]]:
        page.put(f"{name}: " if row.en else "")
        spans = write_en_bare(page, row)
        page.put("\n" if row.en else "")
        return spans

    def japanese(row: Unit) -> list[tuple[int, int]]:
        page.put(f"{name_ja}：" if row.ja and labelled_ja else "")
        spans = write_ja(page, [row])[0]
        page.put("\n" if row.ja else "")
        return spans

    if rng.random() < 0.6:
        en, ja = [], []
        for row in rows:
            page.put("――" + pool.narration() + "\n" if rng.random() < 0.3 else "")
            en.append(english(row))
            ja.append(japanese(row))
    else:
        en = [english(row) for row in rows]
        ja = [japanese(row) for row in rows]
    gold(page, rows, ja, en, who)


def mailed(page: Writer, pool: Pool, rng: random.Random) -> None:
    """A mail in short lines, often with marks before them, and its Japanese in running text below or above."""
    who, rows, mark = pool.person(rng), units(pool, rng, most=10), rng.choice(["", "> "])
    above, breaks = rng.random() < 0.3, paragraphs_of(rows, rng)
    ja = write_ja(page, rows, breaks=breaks) if above else []
    page.put("\n" if above else "")
    if not mark and rng.random() < 0.5:
        page.put(f"From: {who.name} <{who.handle}@example.com>\nSubject: [announce] {rng.randrange(100)}.0\n\n")
    en = write_en_wrapped(page, rows, rng.randint(52, 76), mark, breaks)
    if mark:
        page.put(rng.choice([f"{mark}— {who.name}\n", f"{mark}— {who.name}, announce, {who.date}\n", ""]))
    else:
        page.put(rng.choice([f"\n-- \n{who.name}\n\n", "\n"]))
    if not above:
        page.put(rng.choice(TRANSLATED))
        ja = write_ja(page, rows, breaks=breaks)
        page.put("\n")
    gold(page, rows, ja, en, who)


def signs(page: Writer, pool: Pool, rng: random.Random) -> None:
    """A sign in capitals and what it says in parentheses or narration; or a sign that nobody renders."""
    page.put(rng.choice(SIGNS))
    page.put("\n" if page.text[-1:] != "\n" else "")
    ja_text, en_text = pool.pairs(1)[0]
    en = page.put(en_text.rstrip(".").upper())
    page.put("\n")
    if rng.random() < 0.75:
        opened, closed = rng.choice([("（", "）\n"), ("「", "」とある。\n"), ("", "、とのこと。\n")])
        page.put(opened)
        ja = page.put(ja_text.rstrip("。"))
        page.put(closed)
        page.gold([ja], [en], "translation")
