"""How well pages with gold are paired: `python scripts/evaluate_pages.py FOLDER [--floors FILE] [--show]`.

With `--vary SEED` (or `--vary 1-20`) variants of the pages are paired instead: names, numbers and habits of writing are
others, what is right stays (`pages/variants.py`); `--vary-only KIND` varies one thing, `--write DIR` keeps the
variants.

Found are body pairs (not of the headline) with a confidence of at least .5, accepted are those kept without review.
Strict: the same characters on both sides but for white space and punctuation; lax: half of the longer in common.
A kept pair is right if it is lax-right; accepted recall is over the gold pairs that are translations. Attribution is
counted over the lax-right found pairs. Headline pairs are counted apart.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pages.gold import Characters, GoldPage, GoldPair, covered, digest, lax, near, read_gold, strict
from pages.variants import KINDS, write_variants

import corpus
from corpus.config import Config
from corpus.extraction.people.heads import head_of
from corpus.names import same_person, strip_title
from corpus.publishing.review.table import waits
from corpus.types import Attribution, CorpusError, Pair

Matches = Callable[[Characters, Characters], bool]
CONFIG = Config()
_LATIN, _KATAKANA = re.compile(r"\s*[A-Za-z]"), re.compile("[ァ-ヴ]")


@dataclass(frozen=True)
class Found:
    """A pair that was found, with the characters it covers."""

    pair: Pair
    ja: Characters
    en: Characters

    def matches(self, gold: GoldPair, how: Matches) -> bool:
        """Whether both sides match."""
        return how(self.ja, gold.ja) and how(self.en, gold.en)


def found_on(page: GoldPage) -> list[Found]:
    """Every pair that Taiyaku lists for a page."""
    beside = page.path.resolve().parent.parent / "originals"
    pairs = corpus.pairs(page.article or page.path, originals=beside if beside.is_dir() else None)
    return [Found(pair, covered(page.text, pair.ja.spans), covered(page.text, pair.en.spans)) for pair in pairs]


def _is_name(form: str) -> bool:
    """Whether a form is a name for sure: Latin letters, or katakana with a title or in several parts."""
    return bool(_LATIN.match(form) or (_KATAKANA.match(form) and ("・" in form or strip_title(form) != form)))


def same_speaker_ja(form: str | None, gold: str) -> bool:
    """The same form without its title, or another of the same person's (the family name alone, the full name).

    What somebody is may stand before a name, too: "船長のダギーさん" is ダギー, but "客室乗務員のひとり" is not ひとり.
    """
    if form is None:
        return False
    head = head_of(gold)
    ours, theirs = strip_title(form), strip_title(head if _is_name(head) else gold)
    same_part = bool(set(ours.split("・")) & set(theirs.split("・")))
    return same_part or ours.endswith(theirs) or form.endswith(gold)


def same_speaker(name: str | None, gold: str | None, text: str) -> bool:
    """The gold's English name, or the part of it that the page writes; null where the page writes none of it."""
    if gold is None:
        return name is None
    if gold in text:
        return name == gold
    return name is None or (name in gold and name in text) or same_person(gold, name) >= 0.7


def count(page: GoldPage, found: Sequence[Found]) -> Counter[str]:
    """The counts of one page behind every ratio."""
    counts: Counter[str] = Counter()
    body = [gold for gold in page.pairs if not gold.headline]
    ours = [f for f in found if not f.pair.headline and f.pair.confidence >= 0.5]
    kept = [f for f in found if f.pair.reason is None]
    for name, how in (("strict", strict), ("near", near), ("lax", lax)):
        counts[f"{name}_right"] += sum(any(f.matches(g, how) for g in body) for f in ours)
        counts[f"{name}_reached"] += sum(any(f.matches(g, how) for f in ours) for g in body)
        counts[f"{name}_kept"] += sum(any(f.matches(g, how) for g in body) for f in kept)
    counts["found"], counts["gold"], counts["kept"] = len(ours), len(body), len(kept)
    translations = [gold for gold in body if gold.relation == "translation"]
    counts["translations"] = len(translations)
    counts["translations_kept"] = sum(any(f.matches(g, lax) for f in kept) for g in translations)
    headlines = [gold for gold in page.pairs if gold.headline]
    titled = [f for f in found if f.pair.headline and f.pair.confidence >= 0.5]
    counts["headlines"], counts["headlines_found"] = len(headlines), len(titled)
    counts["headlines_right"] = sum(any(f.matches(g, lax) for g in headlines) for f in titled)
    waiting = [f for f in found if waits(f.pair.reason, f.pair.confidence, CONFIG)]
    wrong = [not any(f.matches(g, lax) for g in body) for f in (*kept, *waiting)]
    counts["listed"], counts["in_review"] = len(wrong), len(waiting)
    counts["wrong_listed"], counts["wrong_in_review"] = sum(wrong), sum(wrong[len(kept) :])
    for f in ours:
        if (gold := next((g for g in body if f.matches(g, lax)), None)) is not None:
            counts += _attributed(f.pair.attribution, gold, page.text)
    return counts


def _attributed(said: Attribution, gold: GoldPair, text: str) -> Counter[str]:
    """What is right of who said a pair, as `well_attributed`, and how often each part is named by the gold and said."""
    parts = {
        "speaker": (said.speaker, gold.speaker, same_speaker(said.speaker, gold.speaker, text)),
        "speaker_ja": (
            said.speaker_ja,
            gold.speaker_ja,
            gold.speaker_ja is not None and same_speaker_ja(said.speaker_ja, gold.speaker_ja),
        ),
        "handle": (said.handle, gold.handle, said.handle == gold.handle),
        "date": (said.posted_on, gold.date, said.posted_on == gold.date),
    }
    counts = Counter(attributed=1)
    for name, (ours, theirs, right) in parts.items():
        counts[f"{name}_right"] += right
        counts[f"{name}_named"] += theirs is not None
        counts[f"{name}_named_right"] += theirs is not None and right
        counts[f"{name}_said"] += ours is not None
        counts[f"{name}_said_right"] += ours is not None and right
    return counts


def figures(c: Counter[str]) -> dict[str, float]:
    """The ratios of some counts; a ratio over nothing is 1."""

    def ratio(a: str, b: str) -> float:
        return c[a] / c[b] if c[b] else 1.0

    def f1(name: str) -> float:
        precision, recall = ratio(f"{name}_right", "found"), ratio(f"{name}_reached", "gold")
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    shares = {name: ratio(part, whole) for name, part, whole in COUNTS}
    return shares | {f"{how}_f1": f1(how) for how in ("strict", "lax")}


# What each ratio is of: (figure, part, whole).
COUNTS = (
    ("strict_precision", "strict_right", "found"),
    ("strict_recall", "strict_reached", "gold"),
    ("lax_precision", "lax_right", "found"),
    ("lax_recall", "lax_reached", "gold"),
    ("accepted_precision", "lax_kept", "kept"),
    ("accepted_near_precision", "near_kept", "kept"),
    ("accepted_strict_precision", "strict_kept", "kept"),
    ("accepted_recall", "translations_kept", "translations"),
    ("headline_precision", "headlines_right", "headlines_found"),
    ("speaker", "speaker_right", "attributed"),
    ("speaker_where_named", "speaker_named_right", "speaker_named"),
    ("speaker_where_said", "speaker_said_right", "speaker_said"),
    ("speaker_ja", "speaker_ja_named_right", "speaker_ja_named"),
    ("speaker_ja_where_said", "speaker_ja_said_right", "speaker_ja_said"),
    ("handle", "handle_right", "attributed"),
    ("handle_where_named", "handle_named_right", "handle_named"),
    ("date", "date_right", "attributed"),
    ("date_where_named", "date_named_right", "date_named"),
    ("wrong_in_review", "wrong_in_review", "wrong_listed"),
    ("review_share", "in_review", "listed"),
)


def report(name: str, counts: Counter[str]) -> str:
    """One line a page."""
    values = figures(counts)
    return (
        f"{name:<34} strict {values['strict_f1']:.3f}  lax {values['lax_f1']:.3f}  "
        f"found {counts['found']:>3} of {counts['gold']:>3}  "
        f"kept {counts['kept']:>3}, wrong {counts['kept'] - counts['lax_kept']:>2}"
    )


def show(page: GoldPage, found: Sequence[Found]) -> None:
    """What was missed (-), found wrongly (+) and attributed wrongly (@), for reading."""
    for gold in page.pairs:
        best = max((f for f in found if f.matches(gold, lax)), key=lambda f: f.pair.confidence, default=None)
        if best is None or not best.matches(gold, strict) or best.pair.confidence < 0.5:
            title = "H " if gold.headline else ""
            print(f"  - {title}{gold.ja_text!r} | {gold.en_text!r}")
            print(f"      {gold.relation}: {'missed' if best is None else _line(best)}")
    for f in found:
        if f.pair.confidence >= 0.2 and not any(f.matches(gold, lax) for gold in page.pairs):
            print(f"  + {f.pair.reason or 'KEPT'} {_line(f)}")
    body = [gold for gold in page.pairs if not gold.headline]
    for f in found:
        meant = next((gold for gold in body if f.matches(gold, lax)), None)
        if meant and not f.pair.headline and f.pair.confidence >= 0.5 and not well_attributed(f, meant, page.text):
            print(f"  @ {f.pair.attribution} for {meant.speaker}, {meant.speaker_ja}, {meant.handle}, {meant.date}")


def _line(found: Found) -> str:
    return f"{found.pair.confidence:.3f} {found.pair.ja.text!r} | {found.pair.en.text!r}"


def well_attributed(found: Found, gold: GoldPair, text: str) -> bool:
    """Whether everything said of the speaker is right."""
    said = found.pair.attribution
    return (
        same_speaker(said.speaker, gold.speaker, text)
        and (gold.speaker_ja is None or same_speaker_ja(said.speaker_ja, gold.speaker_ja))
        and (said.handle, said.posted_on) == (gold.handle, gold.date)
    )


def check_floors(floors: Path, pages: Sequence[GoldPage], values: dict[str, float]) -> list[str]:
    """What falls below its floor; a floor measured on other pages is an error of its own."""
    pinned = json.loads(floors.read_text(encoding="utf-8"))
    if pinned["gold"] != digest(pages):
        return [f"{floors} was measured on other pages (gold {pinned['gold']}, here {digest(pages)})"]
    return [
        f"{name} is {values[name]:.3f}, its floor is {floor:.3f}"
        for name, floor in pinned["floors"].items()
        if values[name] < floor - 5e-4
    ]


# The figures that are printed for every seed.
VARIED = ("strict_f1", "lax_f1", "accepted_precision", "speaker", "speaker_ja")


def measured(pages: Sequence[GoldPage], *, lines: bool = True, showing: bool = False) -> Counter[str]:
    """The counts of all pages; `lines` prints a line for each, `showing` what is missing and wrong on it."""
    total: Counter[str] = Counter()
    for page in pages:
        found = found_on(page)
        counts = count(page, found)
        total += counts
        if lines:
            print(report(page.name, counts))
        if showing:
            show(page, found)
    return total


def seeds_of(text: str) -> range:
    """The seeds that `7` or `1-20` names. argparse.ArgumentTypeError for anything else."""
    match = re.fullmatch(r"(\d{1,9})(?:-(\d{1,9}))?", text)
    seeds = range(int(match[1]), int(match[2] or match[1]) + 1) if match else range(0)
    if not seeds:
        raise argparse.ArgumentTypeError(f"{text!r} is neither a seed (7) nor a range of seeds (1-20)")
    return seeds


def compare(folder: Path, out: Path, seeds: range, only: Sequence[str], *, showing: bool) -> None:
    """Print the figures of the variants seed by seed, then their mean, least and greatest beside those of the pages."""
    print(" " * 8 + "".join(f"{name:>20}" for name in VARIED))

    def line(label: str, values: Sequence[float]) -> None:
        print(f"{label:<8}" + "".join(f"{value:>20.3f}" for value in values))

    rows = []
    for seed in seeds:
        values = figures(measured(read_gold(write_variants(folder, out, seed, only)), lines=showing, showing=showing))
        rows.append([values[name] for name in VARIED])
        line(str(seed), rows[-1])
    plain = figures(measured(read_gold(folder), lines=False))
    columns = list(zip(*rows, strict=True))
    line("mean", [sum(column) / len(column) for column in columns])
    line("least", [min(column) for column in columns])
    line("greatest", [max(column) for column in columns])
    line("plain", [plain[name] for name in VARIED])


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures; 1 if one is below its floor or the folder has no gold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="pages NAME.txt (or in another format) with NAME.gold.json")
    parser.add_argument("--floors", type=Path, help="JSON with the digest of the gold and the least value of figures")
    parser.add_argument("--show", action="store_true", help="list what was missed and what is wrong")
    parser.add_argument("--vary", type=seeds_of, metavar="SEED", help="pair variants of the pages: a seed, or 1-20")
    kinds = [name for name, _ in KINDS]
    parser.add_argument("--vary-only", action="append", choices=kinds, default=[], help="vary this alone; repeatable")
    parser.add_argument("--write", type=Path, metavar="DIR", help="keep the variants with their gold in DIR/SEED")
    args = parser.parse_args(argv)
    if args.vary is None and (args.vary_only or args.write):
        parser.error("--vary-only and --write are about variants: add --vary SEED")
    if args.vary is not None and args.floors:
        parser.error("--floors is about the pages as they are: leave out --vary")
    try:
        if args.vary is not None:
            read_gold(args.folder)  # a folder without gold is an error before anything is written
            with tempfile.TemporaryDirectory() as scratch:
                out = args.write or Path(scratch)
                if len(args.vary) > 1:
                    compare(args.folder, out, args.vary, args.vary_only, showing=args.show)
                else:
                    pages = read_gold(write_variants(args.folder, out, args.vary[0], args.vary_only))
                    summary(pages, measured(pages, showing=args.show))
            return 0
        pages = read_gold(args.folder)
        total = measured(pages, showing=args.show)
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    values = summary(pages, total)
    below = check_floors(args.floors, pages, values) if args.floors else []
    for line in below:
        print(line, file=sys.stderr)
    return 1 if below else 0


def summary(pages: Sequence[GoldPage], total: Counter[str]) -> dict[str, float]:
    """Print the figures of all pages together, with their counts; returns the figures."""
    values = figures(total)
    print()
    for name, part, whole in COUNTS:
        print(f"{name:<26} {values[name]:.3f}  ({total[part]} of {total[whole]})")
        if name.endswith("_recall") and f"{name[:-7]}_f1" in values:
            print(f"{name[:-7] + '_f1':<26} {values[f'{name[:-7]}_f1']:.3f}")
    print(f"gold {digest(pages)}")
    return values


if __name__ == "__main__":
    sys.exit(main())
