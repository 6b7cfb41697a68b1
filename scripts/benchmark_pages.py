"""Pages a second, by format and stage: `python scripts/benchmark_pages.py --data FOLDER`.

Made pages of about 3 kB are written in every format and go through reading, extraction, alignment and curation, one
after the other, on one core; the least of three runs counts. Each run is a process of its own that has seen as many
other pages before: what it remembers of words is what it would remember in a stream, and no page is known to it. Beside
the pages a second stands what a page may take by the design. `japanese` are the same text pages without their lines of
English, as most pages of an archive are. Then comes the memory that a stream takes: ten times the pages must not take
more.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
from make_pages import pages
from pages.formats import FORMATS, write_pages
from partitions import DATA_HELP, documents

from corpus import pipeline
from corpus.config import Config
from corpus.curation import curate
from corpus.extraction import Page, extract
from corpus.reading import read_articles
from corpus.types import Article, Pair

STAGES = ("reading", "extraction", "alignment", "curation")
AIMS = {"txt": 200, "html": 100}  # pages a second
STREAMED = (200, 2000)  # pages
CONFIG = Config()
SCRIPTS = Path(__file__).parent
_ENGLISH = re.compile(r"[A-Za-z]+[ ’'][A-Za-z]+")  # two words, of which English and most of what cites it have some


def stages(folder: Path) -> list[float]:
    """The seconds that all pages below a folder take in each stage."""
    start = process_time()
    articles = [one for one in read_articles([folder]) if isinstance(one, Article)]
    times = [process_time()]
    extracted: list[Page] = [extract(article, alone=True) for article in articles]
    times.append(process_time())
    found: list[list[Pair]] = [pipeline.pairs_of_page(page, CONFIG) for page in extracted]
    times.append(process_time())
    for pairs in found:
        curate(pairs, CONFIG)
    times.append(process_time())
    return [end - begin for begin, end in zip([start, *times[:-1]], times, strict=True)]


def without_english(text: str) -> str:
    """A page's lines that have no two words of English."""
    return "\n".join(line for line in text.split("\n") if not _ENGLISH.search(line))


def memory_of_stream(path: Path) -> int:
    """The most memory that the pairs of a file take, page by page, in bytes."""
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])\n"
        "import corpus; from corpus.reading import read_articles; from measuring.memory import most_memory\n"
        "for one in read_articles([Path(sys.argv[1])]): corpus.pairs(one)\n"
        "print(most_memory())\n"
    )
    command = [sys.executable, "-c", code, str(path), str(SCRIPTS)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def main(argv: Sequence[str] | None = None) -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help=DATA_HELP)
    parser.add_argument("--count", type=int, default=60, help="pages (%(default)s)")
    args = parser.parse_args(argv)
    found = list(documents(args.data, "fit"))
    texts, others = ([page.text for page in pages(found, args.count, seed)] for seed in (21, 22))
    size = sum(len(text.encode()) for text in texts) / len(texts) / 1000
    print(f"{len(texts)} pages of {size:.1f} kB, milliseconds a page")
    print(f"{'format':<8}" + "".join(f"{stage:>12}" for stage in STAGES) + f"{'pages/s':>10}{'aim':>6}")
    with tempfile.TemporaryDirectory() as place:
        rows: list[tuple[str, str, Callable[[str], str]]] = [
            *((form, form, str) for form in FORMATS),
            ("japanese", "txt", without_english),
        ]
        for name, form, changed in rows:
            folder, seen = Path(place, name), Path(place, f"{name}-seen")
            for into, written in ((folder, texts), (seen, others)):
                into.mkdir()
                write_pages(list(map(changed, written)), form, into)
            stages(seen)  # what is loaded on first use is no page's
            with multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1) as own:
                best = min(own.map(stages, [folder] * 3, chunksize=1), key=sum)
            cells = "".join(f"{1000 * seconds / len(texts):>12.2f}" for seconds in best)
            print(f"{name:<8}{cells}{len(texts) / sum(best):>10.1f}{AIMS.get(name, ''):>6}")
        for form in ("jsonl", "warc"):
            taken = []
            for count in STREAMED:
                folder = Path(place, f"{form}-{count}")
                folder.mkdir()
                (path,) = write_pages([texts[at % len(texts)] for at in range(count)], form, folder)
                taken.append(memory_of_stream(path))
            few, many = (f"{count} take {most / 1e6:.0f} MB" for count, most in zip(STREAMED, taken, strict=True))
            print(f"{form}: of its pages {few}, {many}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
