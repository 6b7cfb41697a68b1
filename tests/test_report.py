"""The report: what it counts and draws, that it shows all of a page and nothing but its text, and that it is the same
whether a build wrote it or it was made again of the dataset. In a browser: `extras/test_report_page.py`.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from helpers import SIGNATURE, article, pair
from hypothesis import given
from hypothesis import strategies as st
from inputs import CASES
from report_pages import PAGE, TABLE, Elements, of, some_pairs

import corpus
from corpus.cli import main
from corpus.extraction import extract
from corpus.publishing import Measured, Point, first_shown, measured, row
from corpus.publishing.reliability import reviewed, wilson
from corpus.publishing.report.counts import most_of
from corpus.publishing.report.figures import histogram
from corpus.publishing.report.markup import esc, named
from corpus.publishing.report.page import STYLE
from corpus.publishing.report.view import Leaf, rests
from corpus.reporting import _file_of
from corpus.text import normalise
from corpus.types import Attribution, CorpusError, Verdict

HOSTILE = (Path(__file__).parent / "cases" / "report" / "payloads.txt").read_text(encoding="utf-8").splitlines()
# What is said and drawn


def test_the_way_from_articles_to_kept_pairs_is_a_sum() -> None:
    html = of(some_pairs(), [PAGE, article("other", "何もない。")])
    found = Elements(html)
    steps = r'<span class="step">([^<]+)</span>.*?<td class="count">([0-9,]+)</td>'
    counts = {name: int(count) for name, count in re.findall(steps, html)}
    assert (counts["articles"], counts["with a pair"], counts["pairs found"]) == (2, 1, 4)
    assert counts["pairs found"] == counts["= kept"] + sum(n for name, n in counts.items() if name.startswith("−"))
    assert {name for name in counts if name.startswith("−")} == {"− headline", "− surely_wrong", "− low_confidence"}
    assert counts["to review"] == 1
    assert SIGNATURE in found.said


def test_the_page_says_what_it_is_and_what_to_do_next() -> None:
    said = " ".join(Elements(of(some_pairs(), [PAGE])).said.split())
    assert "as found on 1 page. Kept in the dataset: 1 , for a reviewer to decide: 1 , left out: 2 ." in said
    assert f"Next: open {TABLE} in a spreadsheet, write accept or reject into the column verdict" in said
    assert "its confidence is below 0.84: a reviewer should look at it" in said
    assert not re.search(r"\bbeads?\b", said)
    nothing = Elements(of([pair(document=PAGE)], [PAGE])).said
    assert "Next:" not in nothing and "Nothing waits for a reviewer." in nothing


def test_parts_have_names_and_tables_heads() -> None:
    found = Elements(of(some_pairs(), [PAGE, article("other", "何もない。")]))
    names = {element.get("aria-labelledby") for element in found.of("section")}
    ids = {attributes.get("id") for _, attributes in found.found}
    assert names <= ids and None not in names and len(names) == len(found.of("section")) == 6
    assert all(table.keys() & {"aria-label", "aria-labelledby"} for table in found.of("table"))
    links = [str(link["href"])[1:] for link in found.of("a", "skip")]
    inside = {str(link["href"])[1:] for link in found.of("a") if str(link["href"]).startswith("#")}
    assert links == ["alignments"] and len(inside) == 6 and inside <= ids
    heads = " ".join(data for tag, data in found.text if tag in ("th", "span")).split()
    assert {"step", "count", "Japanese", "English", "confidence", "article"} <= set(heads)
    cells = re.findall(r'<td class="count">([^<]*)</td>', of(some_pairs(), [PAGE, article("other", "何もない。")]))
    assert all(cells), "a count of none is 0"


@pytest.mark.parametrize(
    ("text", "language"),
    [("題 <b>", "ja"), ("アン・リー氏", "ja"), ("Ann Lee", None), ("A & B", None), ("ｱﾝ", "ja"), ("2024年", "ja")],
)
def test_a_name_tells_its_language(text: str, language: str | None) -> None:
    (found,) = Elements(named(text)).of("bdi")
    assert found.get("lang") == language and Elements(named(text)).said == text


def test_a_histogram_shows_one_pair_beside_thousands() -> None:
    html = histogram({"kept": [0, 5000], "to review": [1, 2000], "left out": [0, 0]}, {})
    bars = {said: float(tall) for tall, said in re.findall(r'height="([0-9.]+)"><title>[^:]+: ([^<]+)<', html)}
    assert bars.keys() == {"5,000 kept", "1 to review", "2,000 to review"}
    assert bars["5,000 kept"] == bars["2,000 to review"] > 20 and bars["1 to review"] > 1
    assert {"5,000", "2,000"} <= set(Elements(html).said.split())


def _light(colour: str) -> float:
    """The relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(one: str, share: float, other: str) -> str:
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_letters_and_marks_stand_out(scheme: int) -> None:
    known = [dict(re.findall(r"--(\w+): (#\w{6}|\d+%);", block)) for block in re.findall(r":root {([^}]+)}", STYLE)]
    colour = known[0] | (known[1] if scheme else {})
    tint = int(colour["tint"].removesuffix("%")) / 100

    def contrast(one: str, other: str) -> float:
        low, high = sorted((_light(one), _light(other)))
        return (high + 0.05) / (low + 0.05)

    for level in ("low", "poor", "fair", "good", "best"):
        band, chip = (_mixed(colour[level], share, colour["paper"]) for share in (tint, 0.45))
        assert contrast(colour["soft"], band) >= 4.5 and contrast(colour["ink"], chip) >= 4.5
        assert contrast(colour[level], colour["paper"]) >= 3
    for drawn in ("o0", "o1", "o2", "v2"):
        assert contrast(colour[drawn], colour["raised"]) >= 3
    for paper in ("paper", "raised"):
        assert contrast(colour["soft"], colour[paper]) >= 4.5


def test_the_histogram_holds_every_pair() -> None:
    html = of(some_pairs(), [PAGE])
    plots = [plot["aria-label"] for plot in Elements(html).of("svg", "plot")]
    assert plots == ["Pairs by confidence: 1 kept, 1 to review, 2 left out"]
    drawn = re.findall(r"<title>([\d.]+) to ([\d.]+): (\d+) ([a-z ]+)</title>", html)
    assert sorted(drawn) == [
        ("0.00", "0.05", "1", "left out"), ("0.40", "0.45", "1", "to review"),
        ("0.90", "0.95", "1", "kept"), ("0.90", "0.95", "1", "left out"),
    ]  # fmt: skip


def test_measured_curves_are_drawn_with_their_counts() -> None:
    known = Measured("made pages, 20 pairs", (Point(0.25, 3, 10, 0.1, 0.6),), (Point(0.5, 9, 10, 0.6, 0.98),))
    html = of(some_pairs(), [PAGE], known, p2=Verdict("accept"))
    plots = [plot["aria-label"] for plot in Elements(html).of("svg", "plot")]
    assert [str(name).partition(":")[0] for name in plots[1:]] == [
        "Share of right pairs by confidence", "Share of right pairs among those from a confidence on",
    ]  # fmt: skip
    values = Elements(html).said  # those who see no plot, or have no pointer, have a table
    assert re.search(r"made pages, 20 pairs +0.25 +0.300 +0.100 to 0.600 +3 of 10", values)
    assert "<title>0.25: 0.300 (0.100 to 0.600), 3 of 10</title>" in html
    assert "<title>0.50: 0.900 (0.600 to 0.980), 9 of 10</title>" in html
    assert "made pages, 20 pairs" in html and "pairs that reviewers decided on here, 1" in html
    assert "no reliability to show" not in html and "no reliability to show" in of(some_pairs(), [PAGE])


def test_without_a_pair_there_is_a_report() -> None:
    found = Elements(of([], [PAGE]))
    assert "Nothing is kept." in found.said and "大変うれしい。" in found.said
    assert Elements(of([], [])).of("section", "leaf") == []


def test_a_page_that_was_given_twice_has_no_id_twice() -> None:
    pages = [PAGE, replace(PAGE, name="again")]
    found = Elements(of([pair("p1", document=page) for page in pages], pages))
    ids = [attributes["id"] for _, attributes in found.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert len(found.of("div", "bead")) == 2


def test_the_largest_counts_are_named_and_the_others_counted() -> None:
    counts = Counter({"a": 2, "b": 5, "c": 2, "d": 1, "unknown": 9})
    assert most_of(counts, 2) == ([("b", 5), ("a", 2)], [("2 others", 3), ("unknown", 9)])
    assert most_of(counts, 3)[1] == [("1 other", 1), ("unknown", 9)]
    assert most_of(counts, 4)[1] == [("unknown", 9)]


# The text of a page: all of it, and nothing but text


@pytest.mark.parametrize("page", sorted((CASES / "pages").glob("*.txt"))[:12], ids=lambda page: page.stem)
def test_every_letter_of_a_page_is_in_a_pair_or_beside_them(page: Path) -> None:
    read = corpus.read(page)
    rows = [row(one, SIGNATURE) for one in corpus.pairs(page)]
    taken = [False] * len(read.text)
    spans = [(a, b) for one in rows for side in ("ja", "en") for a, b in one["provenance"][side]["spans"]]
    spans += [(rest.span.start, rest.span.end) for rest in rests(Leaf(read, extract(read).passages, rows), 0)]
    for start, end in spans:
        taken[start:end] = [True] * (end - start)
    assert [letter for letter, there in zip(read.text, taken, strict=True) if letter.isalnum() and not there] == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("「大変うれしい。」と彼女は言った。その後「I am very happy.」", ["と彼女は言った。その後"]),
        ("大変うれしい。\n」\n——\n\u3000\nI am very happy. (sic)", ["(sic)"]),
        ("🐻💨\n大変うれしい。I am very happy.", ["🐻💨"]),
    ],
)
def test_brackets_and_punctuation_of_pairs_are_not_left(text: str, left: list[str]) -> None:
    page = article(text=text)
    rows = [row(pair(document=page), SIGNATURE)]
    found = rests(Leaf(page, extract(page).passages, rows), 0)
    assert [text[rest.span.start : rest.span.end].strip() for rest in found] == left


def test_the_first_articles_by_name_are_shown() -> None:
    names = [(f"{number:04}", "") for number in range(1000)]
    assert first_shown(reversed(names)) == names[:300]


def test_what_is_left_of_an_original_is_shown_too() -> None:
    note = article("note", "A note. I am very happy. It goes on.")
    page = replace(PAGE, originals=(note,))
    found = Elements(of([pair("p1", document=page, original=note)], [page]))
    assert "Of the original note , what is in no pair" in " ".join(found.said.split())
    assert "It goes on." in found.said and "A note." in found.said


@pytest.mark.parametrize("payload", HOSTILE)
def test_what_a_page_says_is_never_markup(payload: str) -> None:
    plain = Elements(of(some_pairs(), [PAGE]))
    text = f"{payload}\n{PAGE.text}{payload} I am here."
    page = replace(article(payload, text, title=payload, publisher=payload, url=payload), path=Path("page.txt"))
    page = replace(page, originals=(replace(article(payload, f"{payload} It rained."), path=Path("note.txt")),))
    said = Attribution(payload, payload, payload, payload)
    hostile = [
        pair("p1", document=page, en=(f"{payload} I am here.",), attribution=said),
        *(pair(f"p{n}", document=page, confidence=0.3 + n / 10) for n in (2, 3)),
    ]
    html = of(hostile, [page])
    found = Elements(html)
    allowed = Counter(name for name, _ in plain.found)
    assert {name for name, _ in found.found} <= set(allowed)
    assert (len(found.of("script")), len(found.of("style"))) == (1, 1)
    ours = {name for _, attributes in plain.found for name in attributes}
    assert {name for _, attributes in found.found for name in attributes} <= ours
    links = [attributes["href"] or "" for _, attributes in found.found if "href" in attributes]
    ours = {f"#{part}" for part in ("a0", "p1", "way", "plots", "articles", "alignments")} | {TABLE}
    assert all(link in ours or link.startswith(("http://", "https://")) for link in links)
    assert normalise(payload) in normalise(found.said)
    assert found.of("script") == [{}] and found.text[-2][0] == "script"


@given(st.text(st.characters(codec=None), max_size=40))
def test_escaped_text_is_what_it_was_but_for_what_html_cannot_hold(text: str) -> None:
    escaped = esc(text)
    escaped.encode()
    assert not set("<>\"'") & set(escaped)
    found = HTMLParserText(f"<p>{escaped}</p>").text
    assert all(a == b or b == "\ufffd" for a, b in zip(text, found, strict=True))


class HTMLParserText(HTMLParser):
    """The text of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data


def test_nothing_is_asked_for_and_no_other_script_may_run() -> None:
    html = of(some_pairs(), [PAGE])
    found = Elements(html)
    assert not {"src", "srcset", "style", "action"} & {name for _, attributes in found.found for name in attributes}
    assert not {"link", "img", "iframe", "object", "base"} & {name for name, _ in found.found}
    assert "url(" not in html and "@import" not in html
    (policy,) = [meta["content"] or "" for meta in found.of("meta") if "http-equiv" in meta]
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and "unsafe" not in policy


# Reliability


def test_the_figures_of_another_model_are_not_taken(tmp_path: Path) -> None:
    stored = tmp_path / "reliability.json"
    assert measured("abc", stored) == ()
    part: dict[str, Any] = {
        "beads": 20,
        "curve": [{"said": 0.3, "right": 3, "beads": 10}, {"said": 0.9, "right": 9, "beads": 10}],
        "thresholds": [{"threshold": 0.5, "right": 9, "kept": 10}, {"threshold": 0.99, "right": 0, "kept": 0}],
    }
    stored.write_text(json.dumps({"model": "abc", "made": part}), encoding="utf-8")
    (found,) = measured("abc", stored)
    assert [(point.at, point.share) for point in found.curve] == [(0.3, 0.3), (0.9, 0.9)]
    assert [(point.at, point.right, point.total) for point in found.precision] == [(0.5, 9, 10)]
    assert measured("other", stored) == ()
    stored.write_text("{", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"reliability\.json.*measure it again"):
        measured("abc", stored)


def test_the_curve_of_reviewers_is_of_what_they_decided() -> None:
    assert reviewed([]) is None
    found = reviewed([(0.15, False), (0.15, True), (0.95, True), (1.0, True)])
    assert found is not None
    assert [(p.right, p.total) for p in found.curve] == [(1, 2), (2, 2)]
    assert found.curve[1].at == pytest.approx(0.975)
    assert {p.at: (p.right, p.total) for p in found.precision if p.at in (0.1, 0.2, 0.95)} == {
        0.1: (3, 4), 0.2: (2, 2), 0.95: (2, 2),
    }  # fmt: skip


@given(st.integers(1, 10_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_an_interval_holds_its_share(counts: tuple[int, int]) -> None:
    low, high = wilson(*counts)
    assert 0 <= low <= counts[0] / counts[1] <= high <= 1


# The build and the command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pages, one in a folder of its own, an original that one of them names, and their build."""
    (tmp_path / "articles" / "sub").mkdir(parents=True)
    for name, place in (("01_cto_leaves", "articles"), ("22_park_account", "articles/sub")):
        shutil.copy(CASES / "pages" / f"{name}.txt", tmp_path / place)
    (tmp_path / "originals").mkdir()
    (tmp_path / "originals" / "note.txt").write_text("A note that nothing renders.\n", encoding="utf-8")
    (tmp_path / "articles" / "01_cto_leaves.toml").write_text('originals = ["note"]\n', encoding="utf-8")
    corpus.build(tmp_path / "articles", out=tmp_path / "build")
    return tmp_path


def arguments(folder: Path, *more: str) -> list[str]:
    return ["report", "--articles", str(folder / "articles"), "--out", str(folder / "build"), *more]


def test_the_report_made_again_is_the_build_s(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "build" / "report.html"
    before = path.read_bytes()
    assert str(folder).encode() not in before and "A note that nothing renders." in before.decode()
    path.unlink()
    assert main(arguments(folder)) == 0
    assert path.read_bytes() == before
    assert capsys.readouterr().out == f"Report    {path}    (2 articles shown)\n"


@pytest.mark.parametrize(
    ("review", "address"),
    [("review", "../review"), ("a b&c", "../a%20b%26c"), ("build/javascript:1", "javascript%3A1")],
)
def test_the_report_leads_to_the_table(folder: Path, review: str, address: str) -> None:
    assert main(arguments(folder, "--review", str(folder / review))) == 0
    html = (folder / "build" / "report.html").read_text(encoding="utf-8")
    assert f"{address}/low_confidence.tsv" in [link["href"] for link in Elements(html).of("a")]


def test_one_article_can_be_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "build" / "report.html").read_bytes()
    assert main(arguments(folder, "--article", "sub/22_park_account")) == 0
    path = folder / "build" / "report-sub-22_park_account.html"
    assert f"{path}    (1 article shown)" in capsys.readouterr().out
    found = Elements(path.read_text(encoding="utf-8"))
    assert len(found.of("section", "leaf")) == 1
    assert "1 more:" in found.said and "sub/22_park_account" in found.said
    assert (folder / "build" / "report.html").read_bytes() == before


def test_no_article_s_report_takes_the_name_of_another_s() -> None:
    names = ["new-line", "new\nline", "長" * 82, "長" * 81 + "い", "a/b", "c"]
    files = [_file_of(name, [(other, "") for other in names]) for name in names]
    assert len(set(files)) == len(files)
    assert all(len(file.encode()) < 240 and "/" not in file and "\n" not in file for file in files)
    assert files[4:] == ["report-a-b.html", "report-c.html"]


def test_an_article_that_does_not_exist_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments(folder, "--article", "22_park_acount")) == 1
    assert "near are sub/22_park_account" in capsys.readouterr().err
    assert main(["report", "--out", str(folder / "nowhere")]) == 1
    assert "build it first" in capsys.readouterr().err


def test_a_page_that_was_changed_is_named_and_the_others_shown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "articles" / "01_cto_leaves.txt").write_text("別の文章です。\n", encoding="utf-8")
    assert main(arguments(folder)) == 1
    said = capsys.readouterr()
    assert "01_cto_leaves" in said.err and "build again" in said.err
    assert "1 article shown" in said.out


def test_a_dataset_that_is_broken_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "build" / "dataset" / "manifest.json").write_text("{}", encoding="utf-8")
    assert main(arguments(folder)) == 1
    assert "not a whole dataset of this version" in capsys.readouterr().err
