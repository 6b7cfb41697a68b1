"""Pages with gold made from parallel documents, in the layouts of real ones: for fitting and calibration, never a test.

`python scripts/make_pages.py --data FOLDER --out FOLDER --count N --seed S` writes `NAME.txt` with `NAME.gold.json`, and
with `--format html` (or md, jsonl, warc) the same pages as these (`pages/formats.py`), the gold in the text that is read
from them; the documents are those that maps may be fitted on, or with `--part report` those that nothing is. A page is
unrelated Japanese narration around quoted blocks, or one of quotations and notes that were written for it (`--written`). In a block
neighbours are merged, sentences dropped and cut on either side, so that m-n beads, quotations without English and posts
that go on occur as they do on pages. Names, frames and titles are our own.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import regex
from pages.blocks import RELATED
from pages.formats import ARCHIVES, FORMATS, write_pages
from pages.gold_moves import move_gold
from pages.layouts import LAYOUTS, narration, reported
from pages.notes import noted
from pages.person import FAMILY
from pages.units import Headline, Pool
from pages.writer import Writer, foot
from pages.written import NOTHING, Written, WrittenPool
from partitions import DATA_HELP, Document, documents

from corpus.reading import read_articles
from corpus.types import CorpusError


def make_page(pool: Pool, rng: random.Random) -> Writer:
    """One page: headline, lead, sources, blocks, related links."""
    body = Writer()
    narration(body, pool, rng)
    headline = pool.headline(rng)
    title_ja, title_en = next(iter(_titles(pool, rng)))
    titled = rng.random() < 0.5 and headline is None
    title: tuple[int, int] | None = None
    if titled:
        title = body.put(title_en.rstrip("."))
        body.put(
            rng.choice([" | The Daily Ledger", " - Example News", ""])
            + "\nhttps://news.example/"
            + str(rng.randrange(10**6))
            + "\n"
        )
    if rng.random() < 0.5:
        body.put(
            pool.pairs(1)[0][1].rstrip(".")
            + " - Example Times\nhttps://times.example/"
            + str(rng.randrange(10**6))
            + "\n"
        )
    weights, layouts = zip(*LAYOUTS, strict=True)
    blocks = rng.choices(layouts, weights, k=rng.randint(2, 7))
    if rng.random() < pool.told_first:
        blocks[:0] = [reported] * rng.randint(1, 2)
    if pool.lines:
        blocks = [noted] * rng.randint(2, 4) + blocks[: rng.randint(0, 2)]
        rng.shuffle(blocks)
    for layout in blocks:
        layout(body, pool, rng)
        if rng.random() < 0.2:
            body.put("\n")
    foot(body, rng)
    if rng.random() < 0.5:
        body.put(rng.choice(RELATED) + "\n")
        for _ in range(rng.randint(1, 3)):
            body.put(pool.narration().rstrip("。") + rng.choice([" - テックノート", ""]) + "\n")
    return _headed_by(body, headline) if headline else _headed(body, title_ja, title, rng)


def _headed_by(body: Writer, headline: Headline) -> Writer:
    """The page with a headline of its own, gold where it renders what stands on the page."""
    page = Writer()
    page.put(headline.text + "\n")
    shift = _below(page, body)
    places = [page.text.find(text, shift) for text in headline.en]
    if headline.ja and places and min(places) >= 0:
        start = headline.text.index(headline.ja)
        english = [(at, at + len(text)) for at, text in zip(places, headline.en, strict=True)]
        page.gold([(start, start + len(headline.ja))], english, "translation", headline=True)
    return page


def _below(page: Writer, body: Writer) -> int:
    """Put the body with its gold below the headline; how far it moves."""
    shift = len(page.text)
    page.put(body.text)
    page.pairs = [row | {"ja": _moved(row["ja"], shift), "en": _moved(row["en"], shift)} for row in body.pairs]
    return shift


def _moved(spans: object, shift: int) -> list[tuple[int, int]]:
    return [(a + shift, b + shift) for a, b in spans]  # type: ignore[attr-defined]


def _headed(body: Writer, title_ja: str, title: tuple[int, int] | None, rng: random.Random) -> Writer:
    """The page with a headline before it: what a source's title says, and now and then a quotation from the body."""
    page = Writer()
    ja = page.put(title_ja)
    short = [row for row in body.pairs if row["relation"] == "translation" and _characters(row["ja"]) <= 40]
    quoted: tuple[tuple[int, int], object] | None = None
    if short and rng.random() < 0.5:
        row = rng.choice(short)
        text = "".join(body.text[a:b] for a, b in row["ja"]).rstrip("。")  # type: ignore[attr-defined]
        page.put(
            "、" + rng.choice(["", FAMILY.split(",")[rng.randrange(20)].split()[1] + "氏は", "海外のファン"]) + "「"
        )
        quoted = page.put(_reworded(text, rng)), row["en"]
        page.put("」" + rng.choice(["", "と語る", "と強調", "と話題に"]))
    elif rng.random() < 0.3:
        page.put(rng.choice(["、話題に", "と話題に", "、その理由とは"]))
    page.put("\n")
    shift = _below(page, body)
    if title is not None:
        page.gold([ja], _moved([title], shift), "translation", headline=True)
    if quoted is not None:
        page.gold([quoted[0]], _moved(quoted[1], shift), "translation", headline=True)
    return page


def _characters(spans: object) -> int:
    return sum(b - a for a, b in spans)  # type: ignore[attr-defined]


def _reworded(text: str, rng: random.Random) -> str:
    """A headline says it a little shorter: without what stands before the first comma, or without the polite ending."""
    _, comma, tail = text.partition("、")
    if comma and len(tail) >= 10 and rng.random() < 0.3:
        return tail
    return regex.sub(r"(?:です|でした|のです)$", "", text) if rng.random() < 0.5 else text


def _titles(pool: Pool, rng: random.Random) -> Iterator[tuple[str, str]]:
    while True:
        ja, en = pool.pairs(1)[0]
        if 10 <= len(ja) <= 60 and "、" not in ja:
            yield ja.rstrip("。？！?"), en


def pages(found: Sequence[Document], count: int, seed: int, written: Written = NOTHING) -> Iterator[Writer]:
    """`count` pages from documents, every second of what was written if there is any; the same seed gives the same pages."""
    rng = random.Random(seed)
    pools = [Pool(found, rng), *([WrittenPool(found, written, rng)] if written.told else [])]
    for number in range(count):
        pool = pools[number % len(pools)]
        pool.next_page()
        yield make_page(pool, rng)


def write(made: Sequence[Writer], form: str, out: Path) -> list[CorpusError]:
    """Write pages with their gold in a format; what is wrong with those whose gold cannot be found in what is read.

    The gold of an archive is one file, by record. A page that is wrong has none.
    """
    files = write_pages([page.text for page in made], form, out)
    golds: dict[Path, dict[str, object]] = {}
    wrong: list[CorpusError] = []
    for page, article in zip(made, read_articles(files), strict=True):
        if isinstance(article, CorpusError):
            wrong.append(article)
            continue
        try:
            pairs = move_gold(page.text, page.pairs, article.text)
        except CorpusError as error:
            wrong.append(CorpusError(f"{article.name}: {error.message}", path=article.path))
            continue
        golds.setdefault(article.path, {})[article.record or ""] = {"pairs": pairs}
    for path, records in golds.items():
        gold = {"records": records} if form in ARCHIVES else records[""]
        path.with_suffix(".gold.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    return wrong


def main(argv: Sequence[str] | None = None) -> int:
    """Write the pages and say where they are; 1 if the gold of some is not in what is read from them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help=DATA_HELP)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", choices=("fit", "report"), default="fit", help="of documents (%(default)s)")
    parser.add_argument("--written", action="store_true", help="every second page of data/gold/quotations and notes")
    parser.add_argument("--format", choices=FORMATS, default="txt", help="of the pages (%(default)s)")
    args = parser.parse_args(argv)
    written = Written.of(args.part) if args.written else NOTHING
    made = list(pages(list(documents(args.data, args.part)), args.count, args.seed, written))
    wrong = write(made, args.format, args.out)
    for error in wrong:
        print(error, file=sys.stderr)
    print(f"{args.count} pages in {args.out}" + (f", {len(wrong)} of them without gold" if wrong else ""))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
