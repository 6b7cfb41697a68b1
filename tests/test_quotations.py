"""The quotations written for fitting are what their README says, and none of the pages that are reported on."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import make_pages
import parallel
import pytest
import regex
from helpers import JAPANESE, text_with_gold
from pages import folds as page_folds
from pages.folds import FOLDS, Fold, pages_of_folds
from pages.layouts import frame_of
from pages.quotations import FOLDER, quotations
from pages.writer import Writer, write_en, write_ja
from pages.written import Written

from corpus.extraction.clauses import edges

ENTRIES = [
    pytest.param(json.loads(line), id=f"{path.stem}-{number}")
    for path in sorted(FOLDER.glob("*.jsonl"))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
]


def test_every_entry_is_as_the_readme_says() -> None:
    assert len(ENTRIES) > 1900
    for param in ENTRIES:
        entry: dict[str, Any] = param.values[0]  # type: ignore[assignment]
        assert entry.keys() >= {"id", "kind", "speaker", "rows", "around", "reported", "headline"}, param.id
        assert entry["speaker"]["en"] and entry["speaker"]["ja"] and "suffix" in entry["speaker"], param.id
        for row in entry["rows"]:
            assert row["en"] or row["ja"], param.id
            assert not any(JAPANESE.search(text) for text in row["en"]), param.id
            assert all(JAPANESE.search(text) for text in (*row["ja"], *row.get("free", ()))), param.id
            assert all(len(row[how]) == len(row["en"]) > 1 for how in row.get("apart", ())), param.id
        for report in entry["reported"]:
            assert report["text"].count(report["ja"]) == 1, param.id
            assert all(0 <= row < len(entry["rows"]) for row in report["rows"]), param.id
        headline = entry["headline"]
        assert headline["row"] is None or headline["text"].count(headline["ja"]) == 1, param.id


def test_what_lies_apart_has_a_gold_pair_for_each_sentence() -> None:
    told = [
        (one, row) for one in quotations("report") for row, told in enumerate(one.rows) if "ja" in told.get("apart", ())
    ]
    assert len(told) > 20
    one, row = told[0]
    unit, page = one.unit(row, free=False), Writer()
    ja, en = write_ja(page, [unit])[0], write_en(page, [unit])[0]
    page.gold_of(unit, ja, en)
    assert [(pair["ja"], pair["en"]) for pair in page.pairs] == [([a], [b]) for a, b in zip(ja, en, strict=True)]
    page.gold_of(replace(unit, apart=False), ja, en)
    assert (page.pairs[-1]["ja"], page.pairs[-1]["en"]) == (ja, en)


def test_what_lies_apart_is_one_pair_where_it_is_said_freely() -> None:
    told = tuple(one for one in quotations("fit") if any(row.get("apart") for row in one.rows))
    # With this seed one of them is.
    assert len(list(make_pages.pages(parallel.documents(), 120, 22, Written(told)))) == 120


def test_the_readme_names_every_file() -> None:
    named = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{path.name}` |" in named for path in FOLDER.glob("*.jsonl"))


def test_who_speaks_is_called_as_japanese_pages_call_people() -> None:
    rng, every = random.Random(1), [*quotations("fit"), *quotations("report")]
    called = {one.name: one.called(rng) for one in every}
    assert not [names for names in called.values() if any(regex.search(r"[ァ-ヺー\p{Han}][a-z]", n) for n in names)]
    firms = [one for one in every if one.speaker["suffix"] is None]
    assert firms and all(set(called[one.name]) == {one.speaker["ja"]} for one in firms)
    people = [called[one.name] for one in every if one.speaker["suffix"]]
    ends = Counter(family[-2:] for _, family in people)
    assert ends["選手"] > 20 and ends["さん"] > 200


def test_no_entry_stands_in_two_parts() -> None:
    fit, report = ({quotation.name for quotation in quotations(part)} for part in ("fit", "report"))
    assert fit.isdisjoint(report) and len(fit) + len(report) == len(ENTRIES) and len(report) > 350
    assert not list(quotations("learn"))


def test_no_sentence_of_length_stands_on_a_page_that_is_reported_on() -> None:
    pages = text_with_gold("pages", "unseen_pages")
    for param in ENTRIES:
        entry: dict[str, Any] = param.values[0]  # type: ignore[assignment]
        for row in entry["rows"]:
            assert not any(len(text) >= 20 and text in pages for text in (*row["en"], *row["ja"])), param.id


def test_pages_of_quotations_have_gold_that_is_their_text() -> None:
    told = list(quotations("fit"))[::20]
    made = list(make_pages.pages(parallel.documents(), 16, 3, Written(tuple(told))))[1::2]
    written = {text for quotation in told for row in quotation.rows for text in row["en"]}
    found = [[[page.text[a:b] for a, b in row[side]] for side in ("ja", "en")] for page in made for row in page.pairs]  # type: ignore[attr-defined]
    assert len(found) > 20
    assert all(ja and en and all(map(JAPANESE.search, ja)) for ja, en in found)
    assert sum(any(text.rstrip(".") in one for one in written) for _, en in found for text in en) > 20
    assert any(row["headline"] for page in made for row in page.pairs)


def test_what_proposes_the_clauses_of_a_page_has_not_seen_its_quotations(monkeypatch: pytest.MonkeyPatch) -> None:
    told, asked = list(quotations("fit"))[:40], []

    def table(others: Sequence[Written]) -> edges.Weights:
        asked.append({quotation.name for part in others for quotation in part.told})
        return replace(edges.weights())

    monkeypatch.setattr(page_folds, "table", table)
    monkeypatch.setattr(page_folds, "at_once", lambda work, items, few: map(work, items))
    folds, before = Fold.every(Written(tuple(told))), edges.weights()
    own = [{quotation.name for quotation in fold.written.told} for fold in folds]
    every = {quotation.name for quotation in told}
    assert len(folds) == FOLDS and all(own) and set.union(*own) == every
    assert asked == [every - mine for mine in own]
    made = [pages_of_folds(folds, parallel.documents(), 5, 3, quarters) for quarters in ((0, 1), (2,))]
    assert [len(pages) for pages in made] == [5, 5]
    assert edges.weights() is before


def test_a_connective_is_a_part_of_what_is_told_unless_it_leads_to_who_tells() -> None:
    rng = random.Random(1)
    found = [frame_of("ミラー氏", "ジェーン・ミラー氏", rng) for _ in range(300)]
    assert all(not topic for frame, topic, _ in found if frame) and any(topic for _, topic, _ in found)
    assert any(frame.startswith("さらに、") for frame, _, _ in found)
    assert all(tail.endswith("。") and "{" not in frame + tail for frame, _, tail in found)
