"""How well the originals that a page quotes are found: `python scripts/evaluate_originals.py FOLDER --data FOLDER`.

From each page with gold every block of English is taken away and becomes an original, with its author where a signature
names one; the pool is filled up to `--size` with documents that nothing was trained on. An original is wanted if the
gold pairs some of it with Japanese of the page. Printed are how many of the wanted are found, how many others are, and
what the pool costs a page on one core.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from statistics import median
from time import process_time

os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # before numpy: the time is that of one core
from pages.gold import GoldPage, read_gold
from partitions import DATA_HELP, documents

from corpus.config import Config
from corpus.extraction import extract
from corpus.pool import Pool, pool_of
from corpus.types import Article, CorpusError, Passage, Source

FEWEST = 5  # words of a block that could be known again
SENTENCES = 15  # of a document that fills the pool: as many as a note has
CONFIG = Config()


@dataclass(frozen=True)
class Bare:
    """A page without its English, and the originals made of that: those that the gold wants, and the others."""

    page: Article
    wanted: tuple[Article, ...]
    others: tuple[Article, ...]


def bare(page: GoldPage) -> Bare:
    """A page with gold as one that quotes originals which stand elsewhere."""
    article = Article(page.path.stem, page.text, Source(), page.path.stem, "utf-8", page.path)
    blocks = [p for p in extract(article).passages if p.language == "en" and p.role in ("post", "quotation")]
    blocks = [p for p in blocks if page.text[p.span.start - 1 : p.span.start] in ("\n", "")]  # not those inside a line
    gold = frozenset[int]().union(*(pair.en for pair in page.pairs if not pair.headline))
    wanted: list[Article] = []
    others: list[Article] = []
    for number, passage in enumerate(blocks):
        original = _original(page, passage, number)
        if original.text.count(" ") + 1 >= FEWEST:
            covered = any(passage.span.start <= at < passage.span.end for at in gold)
            (wanted if covered else others).append(original)
    text = list(page.text)
    for passage in blocks:
        text[passage.span.start : passage.span.end] = [""] * len(passage.span)
    lines = [line for line in "".join(text).split("\n") if not line.isascii() or not line.strip()]
    stripped = replace(article, text="\n".join(lines))
    return Bare(stripped, tuple(wanted), tuple(others))


def _original(page: GoldPage, passage: Passage, number: int) -> Article:
    text = " ".join(page.text[span.start : span.end] for s in passage.sentences for span in s.spans)
    name = f"{page.path.stem}-{number}"
    return Article(name, text, Source(author=passage.attribution.speaker), name, "utf-8", Path(name))


def filling(data: Path, count: int) -> Iterator[Article]:
    """Originals that no page quotes: the beginnings of documents, as many as are wanted."""
    found = 0
    for document in chain(documents(data, "report"), documents(data, "fit")):
        for start in range(0, len(document.pairs), SENTENCES):
            if found == count:
                return
            text = " ".join(en for _, en in document.pairs[start : start + SENTENCES])
            name = f"{document.name}-{start}"
            yield Article(name, text, Source(), name, "utf-8", Path(name))
            found += 1


def found_in(pool: Pool, page: Bare) -> tuple[list[str], float]:
    """The names of the originals that a page gets, and what looking for them took, in seconds."""
    start = process_time()
    extract(page.page)
    alone = process_time() - start
    start = process_time()
    got = pool.page(page.page, CONFIG).article.originals
    return [original.name for original in got], process_time() - start - alone


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures; 1 where the folder has no gold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, nargs="+", help="pages NAME.txt with NAME.gold.json")
    parser.add_argument("--data", type=Path, required=True, help=DATA_HELP)
    parser.add_argument("--size", type=int, default=1000, help="originals in the pool (%(default)s)")
    parser.add_argument("--show", action="store_true", help="list what was missed and what is wrong")
    args = parser.parse_args(argv)
    try:
        pages = [bare(page) for folder in args.folder for page in read_gold(folder)]
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    own = [original for page in pages for original in (*page.wanted, *page.others)]
    pool = pool_of([*own, *filling(args.data, args.size - len(own))], CONFIG)
    wanted = right = wrong = 0
    times = []
    for page in pages:
        found_in(pool, page)  # what is learned on first use is not the page's
        names, seconds = found_in(pool, page)
        times.append(1000 * seconds)
        mine = {original.name for original in page.wanted}
        elsewhere = [name for name in names if name not in mine | {original.name for original in page.others}]
        wanted, right, wrong = wanted + len(mine), right + len(mine.intersection(names)), wrong + len(elsewhere)
        if args.show:
            missed = [original for original in page.wanted if original.name not in names]
            print(*(f"  - {o.name} {o.source.author}: {o.text}\n" for o in missed), sep="", end="")
            print(*(f"  + {page.page.name}: {name}\n" for name in elsewhere), sep="", end="")
    print(f"pages                 {len(pages)}")
    print(f"originals in the pool {len(pool.originals):,} with {len(pool.index.texts):,} sentences")
    print(f"found                 {right} of {wanted}")
    print(f"of other pages        {wrong}")
    print(f"milliseconds a page   {median(times):.1f} (median), {max(times):.1f} (most)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
