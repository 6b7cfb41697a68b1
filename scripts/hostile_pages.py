"""Pages that were made to take long: `python scripts/hostile_pages.py` prints what each takes, of time and of memory.

Each kind is written at a size and at twice that size, read and taken apart (`corpus.reading`, `corpus.extraction`), and
with `--align` aligned as well. Twice the page is to take at most 2.5 times the time, and no page
more memory than 20 times its size and 200 MB. Each run is a process of its own; of its times the least of three
counts, and below 20 ms a ratio says nothing.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from time import process_time

import regex
from measuring.memory import most_memory

RATIO, TIMES, FIXED = 2.5, 20, 200_000_000
SHORT = 0.02  # seconds
SIZE = 20_000  # repetitions, unless --size says otherwise

POST = "I am off today.\n— Ned Cole (@nedcole) May 5, 2020\nコール氏は「今日は休みます」と述べました。\n"

Kind = Callable[[int], str]
# What a reader of HTML trips over, by how often it is repeated.
HTML: dict[str, Kind] = {
    "deep": lambda n: "<div>" * n + "x" + "</div>" * n,
    "deep in text": lambda n: "<span>" * n + "x" + "</span>" * n,
    "never closed": lambda n: "<b><i><p>x" * n,
    "never closed, all different": lambda n: "".join(f"<b id={number}><p>x" for number in range(n)),
    "closed, but never opened": lambda n: "<span>" * n + "</x>" * n + "x",
    "links in each other": lambda n: "<a href=x><div>x" * n + "</a>" * n,
    "posts in each other": lambda n: "<blockquote class=twitter-tweet>x" * n,
    "templates in each other": lambda n: "x<template>" * n,
    "NULs": lambda n: "\0<p>\0x" * n,
    "one line": lambda n: "<p>" + "日本語 の text です。" * n,
    "one tag": lambda n: "x<p " + " ".join(f"a{number}=1" for number in range(n)) + ">x",
    "brackets": lambda n: "<" * n * 5 + "x",
    "comments": lambda n: "x<!--" * n,
    "rows of a table": lambda n: "<table>" + "<tr><td>日本語です。<td>It is English." * n,
    "marks of notes": lambda n: "<p>" + "雨です<sup>1</sup><a href=#n1>[1]</a>" * n,
    "languages side by side": lambda n: "<p>" + "<span>It is wet.</span><span>雨でした。</span>" * n,
    "sources in quotations": lambda n: "<blockquote><cite>x</cite>" * n,
    "entities": lambda n: "<p>" + "&amp;&#x3042;&nosuch;" * n,
}


def _line(word: str) -> Kind:
    """One line of a word, before Japanese."""
    return lambda n: "題名\n" + word * n + "雨です。"


WORDS = (
    "of the ", "Aa ", "Mr", "Mr. ", '"a" ', "@a ", "a: ", "\xa0a", "a", "a. ", "A. (", "#a ", "https://a.b/", "「」",
    "「あ。」", "……", "。", "🔥", "アが手", "一", "1. ", "1-", "1:", "1000,", "twenty-", "one ", "1分の", "午後1",
    "1億",
)  # fmt: skip
# What extraction trips over.
TEXT: dict[str, Kind] = {
    "quotation marks that never close": lambda n: "題名\n" + "「あ" * n,
    "curly marks that never close": lambda n: "題名\n" + "“a " * n,
    "parentheses that never close": lambda n: "題名\n" + "（あ(a" * n,
    "brackets in each other": lambda n: "題名\n" + "「『" * n + "』」" * n,
    "one endless Japanese sentence": lambda n: "題名\n" + "さらに、社長は来月から試験運用を始めることも発表し、" * n,
    "one endless English sentence": lambda n: "題名\n" + "and then we went home " * n,
    "sentences in one line": lambda n: "題名\n" + "今日は休みです。" * n,
    "signatures": lambda n: "題名\n" + "— Ned Cole (@nedcole) May 5, 2020\n" * n,
    "posts": lambda n: "題名\n" + POST * (n // 8),
    "names": lambda n: "題名\n" + "".join(f"{_name(number)}氏は「休む」と述べた。\n" for number in range(n // 4)),
    "short lines": lambda n: "題名\n" + "あ\na\n" * n,
    "both languages by turns": lambda n: "題名です\n" + "It rained on us. 雨でした（It was so wet.）。" * (n // 8),
    "renderings in one line": lambda n: "題名です\n" + "「今日は休みます」と述べ、" * (n // 8) + "\nI am off today.\n",
    "quotations in one line": lambda n: "題名です\n" + "社長は「I am off today.」（今日は休みです）と述べ、" * (n // 8),
    "names that sound alike": lambda n: (
        "題名\n" + "".join(f"— {_latin(number)}\n{_name(number)}は「休む」と述べた。\n" for number in range(n // 8))
    ),
    "names in brackets": lambda n: (
        "題名\n"
        + "".join(f"【{_name(number)}】\nIt is wet.\n{_name(number)}氏は雨だと述べた。\n" for number in range(n // 8))
    ),
    "nouns of nouns": lambda n: "題名\n" + "社長の" * n + "\n" + "ペン・" * n + "\n" + "（飼い主" * n,
    "nouns in one line": lambda n: "題名\n" + "山田 花子さんはオーラおばさんと名無しの人に" * (n // 4),
    "names below both languages": lambda n: "題名\n" + "It is wet.\n雨\nでした。\n― 山田\n" * (n // 4),
    "who is named again": lambda n: "題名\n" + "ペン氏は言う。「I am off today.」（休みます）彼は去る。" * (n // 8),
    "mail": lambda n: "題名\n" + "> We went home and then we slept\n" * n,
    "chat": lambda n: "題名\n" + "[21:02] ossfox: great, pulling\nMisk: no\nA it is\n1 it was\n" * (n // 4),
    "cells": lambda n: "題名\n" + "飲む　必要 | The ice is off. | 氷は無い / It is off.\t無い　" * (n // 8),
    "small letters": lambda n: "題名\n" + "so the mug arrived today. it is big / it is wet\n" * n,
    "strokes and notes in one line": lambda n: "題名\n" + "it is so.[3] / it was / " * n,
    "blanks inside a line": lambda n: (
        "題名\nIt is so. 🎈" + " " * n * 5 + "a" + "　" * n * 5 + "氷は無い\t" * 3 + "[1]" * n + " 👍 1" * n
    ),
    "cues of subtitles": lambda n: "00:00:10,500 --> 00:00:13,800\n<i>Then</i> who\nis it?\n誰\nだ\n\n" * (n // 8),
    "days of heads": lambda n: "題名\n" + "── 2025年2月8日 ──\nI am off today.\n今日は休みです。\n" * (n // 8),
    "letters": lambda n: "題名\n" + "Dear Ann,\nI am off today.\nアンへ\n今日は休みです。\n" * (n // 8),
    "whose statement it is": lambda n: "題名\n" + '■ 当社社長 相馬 啓一のコメント\n記者「なぜ」\n"Why?"\n' * (n // 8),
    "signed in one line": lambda n: "題名\n" + "ペンは遅い。 — Arthur Pen " * (n // 4) + "漢" * n,
    "digits in one line": lambda n: "題名\n" + "1" * n + "\n" + "1," * n + "\n" + "（１" * n,
    **{f"a line of {word!r}": _line(word) for word in WORDS},
    "blank lines": lambda n: "題名\n" + "\n" * n * 5 + "です。",
    "NULs and spaces": lambda n: "題名\n" + "\u200b \u3000" * n + "です。",
}


def _name(number: int) -> str:
    """A katakana name for a number."""
    kana = "アイウエオカキクケコサシスセソタチツテト"
    return "".join(kana[number // 20**at % 20] for at in range(4)) + "・" + kana[number % 20] * 2


def _latin(number: int) -> str:
    """The same in Latin letters."""
    kana: list[str] = regex.findall(r"[^aiueo]*[aiueo]", "aiueokakikukekosashisusesotachitsuteto")
    return "".join(kana[number // 20**at % 20] for at in range(4)).title() + " " + (kana[number % 20] * 2).title()


KINDS: dict[str, tuple[str, Kind]] = {
    **{f"html: {name}": (".html", kind) for name, kind in HTML.items()},
    **{f"text: {name}": (".txt", kind) for name, kind in TEXT.items()},
}


def run(name: str, size: int, align: bool) -> tuple[int, float, int]:
    """The bytes of a page, and the seconds and bytes of memory that reading it and taking it apart take."""
    command = [sys.executable, __file__, "--one", name, "--size", str(size), *(["--align"] if align else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    length, seconds, memory = done.stdout.split()
    return int(length), float(seconds), int(memory)


def one(name: str, size: int, align: bool) -> tuple[int, float, int]:
    """The same, in this process."""
    import corpus
    from corpus.extraction import extract

    take = corpus.pairs if align else lambda path: extract(corpus.read(path))
    ending, kind = KINDS[name]
    page = kind(size).encode("utf-8", "surrogatepass")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"warm{ending}")
        path.write_bytes(kind(10).encode())
        take(path)
        path = Path(folder, f"page{ending}")
        path.write_bytes(page)
        before = most_memory()
        times = []
        for _ in range(3):
            start = process_time()
            with suppress(corpus.CorpusError):  # named, and passed over: that is an answer too
                take(path)
            times.append(process_time() - start)
    return len(page), min(times), most_memory() - before


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 1 where a kind takes more than it may."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--size", type=int, default=SIZE, help="repetitions of what is hostile (%(default)s)")
    parser.add_argument("--align", action="store_true", help="align the pages too")
    parser.add_argument("--only", help="kinds whose name has this in it")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    if args.one:
        print(*one(args.one, args.size, args.align))
        return 0
    print(f"{'page':<42}{'MB':>6}{'ms':>8}{'ms at 2n':>10}{'ratio':>7}{'memory MB':>11}")
    missed = 0
    for name in KINDS:
        if args.only and args.only not in name:
            continue
        (_, short, _), (length, long, memory) = (run(name, size, args.align) for size in (args.size, 2 * args.size))
        ratio = long / short if long >= SHORT else 0.0
        over = ratio > RATIO or memory > TIMES * length + FIXED
        missed += over
        shown = f"{ratio:.2f}" if ratio else "-"
        print(
            f"{name:<42}{length / 1e6:>6.2f}{short * 1000:>8.1f}{long * 1000:>10.1f}{shown:>7}{memory / 1e6:>11.1f}"
            f"{'  over' if over else ''}"
        )
    print(f"{missed} take more than they may")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
