"""How whole translations are paired with their originals: `python scripts/evaluate_translations.py JAPANESE ENGLISH`.

Both are folders of documents of the same names that were translated line by line, as the documentation of many projects
is (a file in Japanese with as many lines as the English one of its name, once both are read). A pair is in its place if
both sides begin in the same line. Each Japanese document is a page, all English ones are the pool of its originals.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import regex
from tqdm import tqdm

import corpus
from corpus.extraction import sentences_of
from corpus.publishing.review.table import waits
from corpus.types import Article, CorpusError, Pair, Side

CONFIG = corpus.Config()
_JAPANESE = regex.compile(r"\p{Hiragana}.*。")


def line_of(side: Side) -> int:
    """The line in which a side begins."""
    return side.document.text.count("\n", 0, side.spans[0].start)


def counted(page: Article, found: Sequence[Pair]) -> Counter[str]:
    """What is kept and listed of a page, in its place or not, and what becomes of its Japanese sentences."""
    counts = Counter[str]()
    fate: dict[int, str] = {}
    for pair in found:
        kept = "kept" if pair.reason is None else "to review" if waits(pair.reason, pair.confidence, CONFIG) else ""
        if kept and not pair.headline:
            counts[kept] += 1
            counts[f"{kept}, in place"] += line_of(pair.ja) == line_of(pair.en)
            fate |= {at: kept for span in pair.ja.spans for at in range(span.start, span.end)}
    for start, end in sentences(page.text):
        counts["sentences"] += 1
        ((likeliest, _),) = Counter(fate.get(at, "") for at in range(start, end)).most_common(1)
        counts[f"sentences {likeliest}"] += 1
    return counts


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of the lines of Japanese prose, as places of the text."""
    at = 0
    for line in text.split("\n"):
        if _JAPANESE.search(line):
            yield from ((at + one.span.start, at + one.span.end) for one in sentences_of(line, "ja"))
        at += len(line) + 1


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures; 1 where no two documents are line by line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("japanese", type=Path, help="the folder of the translations")
    parser.add_argument("english", type=Path, help="the folder of their originals")
    parser.add_argument("--show", action="store_true", help="list what is kept out of its place")
    args = parser.parse_args(argv)
    counts = Counter[str]()
    for path in tqdm(sorted(args.japanese.iterdir()), unit="", disable=None):
        original = args.english / path.name
        try:
            pages = [corpus.read(one) for one in (path, original)]
        except CorpusError as error:
            print(error, file=sys.stderr)
            continue
        if len({page.text.count("\n") for page in pages}) > 1 or not _JAPANESE.search(pages[0].text):
            continue
        found = list(corpus.pairs(path, originals=args.english))
        counts += counted(pages[0], found) + Counter(documents=1)
        for pair in found if args.show else ():
            if pair.reason is None and not pair.headline and line_of(pair.ja) != line_of(pair.en):
                print(f"{path.name}: {pair.confidence:.4f} {pair.ja.text!r} | {pair.en.text!r}")
    if not counts:
        print("no two documents of the same name have as many lines", file=sys.stderr)
        return 1
    print(f"documents  {counts['documents']}")
    for name in ("kept", "to review"):
        print(f"{name:<10} {counts[name]}, {counts[f'{name}, in place']} in the same line on both sides")
    kept, waiting = counts["sentences kept"], counts["sentences to review"]
    print(f"sentences  {counts['sentences']} of Japanese prose: {kept} in kept pairs, {waiting} in those to review")
    return 0


if __name__ == "__main__":
    sys.exit(main())
