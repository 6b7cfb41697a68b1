"""The notes written for fitting are what their README says, and pages of them have gold where a line renders one."""

from __future__ import annotations

import random

import make_pages
import parallel
from helpers import JAPANESE, text_with_gold
from pages.notes import FOLDER, STYLES, notes, sentences
from pages.units import Line
from pages.writer import Writer
from pages.written import NOTHING, QUARTERS, Written

BLOCKS = [
    block.split("\n")
    for path in sorted(FOLDER.glob("*.txt"))
    for block in path.read_text("utf-8").strip().split("\n\n")
]


def test_every_line_is_as_the_readme_says() -> None:
    assert len(BLOCKS) > 350
    for headline, *rows in BLOCKS:
        assert headline.startswith("# ") and JAPANESE.search(headline) and len(rows) >= 8, headline
        for row in rows:
            en, ja, mark = row.split("\t")
            assert not JAPANESE.search(en), row
            assert (bool(en.strip()), bool(JAPANESE.search(ja))) == {"e": (True, False), "j": (False, True)}.get(
                mark, (True, True)
            ), row
            assert mark in ("=", "==", "~", "e", "j"), row


def test_the_readme_names_every_file() -> None:
    named = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{path.name}` |" in named for path in FOLDER.glob("*.txt"))


def test_no_note_stands_in_two_parts_and_none_is_learned_from() -> None:
    fit, report = ({note.headline for note in notes(part)} for part in ("fit", "report"))
    assert fit.isdisjoint(report) and len(fit) + len(report) == len(BLOCKS) and len(report) > 50
    assert not list(notes("learn"))


def test_no_line_of_length_stands_on_a_page_that_is_reported_on() -> None:
    pages = text_with_gold("pages", "unseen_pages")
    lines = [cell for block in BLOCKS for row in block[1:] for cell in row.split("\t")[:2]]
    assert not [text for text in lines if len(text) >= 20 and text in pages]


def test_rendered_labels_are_left_out() -> None:
    lines = [line for note in notes("fit") for line in note.lines]
    assert not [line for line in lines if line.renders and len(line.en.split()) < 4 and line.en[-1] not in ".?!"]
    assert any(not line.renders and 0 < len(line.en.split()) < 4 for line in lines)


def test_lines_apart_have_as_many_sentences_on_either_side_and_a_pair_for_each() -> None:
    apart = [line for part in ("fit", "report") for note in notes(part) for line in note.lines if line.apart]
    assert len(apart) > 60
    for line in apart:
        ja, en = (sentences(text, (0, len(text))) for text in (line.ja, line.en))
        assert len(ja) == len(en) > 1, line
    line = Line("The lamp is red. The door is open.", "ランプは赤い。扉は開いている。", True, apart=True)
    for style, _ in STYLES:
        page = Writer()
        style(page, [line], random.Random(1))
        texts = [[page.text[start:end] for side in ("ja", "en") for start, end in row[side]] for row in page.pairs]  # type: ignore[attr-defined]
        assert texts == [["ランプは赤い。", "The lamp is red."], ["扉は開いている。", "The door is open."]]
    assert sentences("前。赤い。青い。", (2, 8)) == [(2, 5), (5, 8)]


def test_every_style_writes_all_lines_with_gold_for_what_renders() -> None:
    lines = [
        Line("The lamp is red.", "ランプは赤い。", True),
        Line("Lamps: a history", "ランプの歴史については別の機会に。", False),
        Line("Read more", "", False),
        Line("", "今日はここまで。", False),
    ]
    for style, _ in STYLES:
        for seed in range(20):
            page = Writer()
            style(page, lines, random.Random(seed))
            assert all(line.en in page.text and line.ja.rstrip("。") in page.text for line in lines)
            (gold,) = page.pairs
            told = ["".join(page.text[a:b] for a, b in gold[side]) for side in ("ja", "en")]  # type: ignore[attr-defined]
            assert told[0].rstrip("。") == "ランプは赤い" and told[1] == "The lamp is red."


def test_some_pages_of_what_was_written_are_notes_and_none_without_them() -> None:
    fit = Written.of("fit")
    heads = {note.headline for note in fit.notes}

    def noted(written: Written) -> int:
        made = make_pages.pages(parallel.documents(), 60, 3, written)
        return sum(page.text.split("\n")[0] in heads for page in made)

    assert 3 <= noted(fit) <= 20
    assert noted(Written(fit.told)) == 0 == noted(NOTHING)


def test_folds_and_quarters_divide_what_was_written() -> None:
    fit = Written.of("fit")
    for parts in ([fit.fold(at, 4) for at in range(4)], [fit.quarters({at}) for at in range(QUARTERS)]):
        assert sorted(note.headline for part in parts for note in part.notes) == sorted(
            note.headline for note in fit.notes
        )
        assert sorted(one.name for part in parts for one in part.told) == sorted(one.name for one in fit.told)
    assert fit.fold(1, 4).quarters({2}).notes
