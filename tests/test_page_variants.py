"""`scripts/pages/variants.py`: whatever is varied, the gold still stands on what it stood on."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import evaluate_pages
import pytest
import regex
from helpers import CALM
from hypothesis import given
from hypothesis import strategies as st
from pages import gold
from pages.edits import Edit, Page, crosses, edited, exchanged, read_page
from pages.names import ONE_WORD, PERSONS, PLACES, TWO_WORDS, companies, persons
from pages.numbers import amounts, dates
from pages.order import order
from pages.styles import ONLY_REPLACED, VERBS, brackets, parentheses, signatures, verbs
from pages.variants import KINDS, variant, write_variants

from corpus.extraction.lines.bylines import SIGNATURE
from corpus.extraction.lines.dates import iso_date
from corpus.languages import BRACKETS, MONTHS_EN, NUMBER_WORDS_EN, SPEECH_JA
from corpus.types import CorpusError, Span

FOLDER = Path(__file__).parent / "cases" / "pages"
# The pages whose layouts the kinds were written for: on others a block that moves may leave its indent behind.
PAGES = {path.stem: read_page(path) for path in sorted(FOLDER.glob("[012]*.txt"))}
SEEDS = st.integers(0, 10**6)


def made(text: str, *pairs: tuple[str, str], **said: str | None) -> Page:
    """A page whose pairs stand where their texts first do."""
    rows: list[dict[str, Any]] = [
        {
            **{side: [[text.index(s), text.index(s) + len(s)]] for side, s in zip(("ja", "en"), pair, strict=True)},
            "relation": "translation", "headline": False, "speaker": None, "speaker_ja": None, "handle": None,
            "date": None, **said,
        }
        for pair in pairs
    ]  # fmt: skip
    return Page("made", text, {"pairs": rows})


def texts(page: Page) -> list[tuple[str, str]]:
    return [page.sides(row) for row in page.pairs]


# What is done to a page


@st.composite
def marked(draw: st.DrawFn) -> tuple[Page, list[Edit]]:
    """A page with spans anywhere, and replacements that do not overlap."""
    text = draw(st.text("ab。", min_size=1, max_size=30))
    places = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(places, places).map(sorted).filter(lambda s: s[0] < s[1]), max_size=6))
    cuts = sorted(draw(st.sets(places, max_size=8)))
    edits = [Edit(a, b, draw(st.text("XY", max_size=4))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return Page("p", text, {"pairs": [], "unaligned_en": spans}), edits


@CALM
@given(marked())
def test_a_span_holds_what_it_held_but_for_the_replacements_in_it(drawn: tuple[Page, list[Edit]]) -> None:
    page, edits = drawn
    after = edited(page, edits)
    done = [edit for edit in edits if not crosses(page, edit)]
    for old, new in zip(page.spans(), after.spans(), strict=True):
        assert 0 <= new.start <= new.end <= len(after.text)
        expected, at = "", old.start
        for edit in done:
            if old.start <= edit.start and edit.end <= old.end:
                expected += page.text[at : edit.start] + edit.new
                at = edit.end
        assert after.text[new.start : new.end] == expected + page.text[at : old.end]


@CALM
@given(marked(), st.data())
def test_stretches_change_places_with_their_spans(drawn: tuple[Page, list[Edit]], data: st.DataObject) -> None:
    page, _ = drawn
    a, b, c, d = sorted(data.draw(st.lists(st.integers(0, len(page.text)), min_size=4, max_size=4)))
    if any(s.start < edge < s.end for s in page.spans() for edge in (a, b, c, d) if s.end > a and s.start < d):
        whole = any(s.start <= a and d <= s.end for s in page.spans())
        if not whole and a < b <= c < d:
            with pytest.raises(ValueError, match="reaches over an edge"):
                exchanged(page, Span(a, b), Span(c, d))
        return
    after = exchanged(page, Span(a, b), Span(c, d))
    assert after.text == page.text[:a] + page.text[c:d] + page.text[b:c] + page.text[a:b] + page.text[d:]
    for old, new in zip(page.spans(), after.spans(), strict=True):
        assert after.text[new.start : new.end] == page.text[old.start : old.end]


def test_replacements_that_overlap_are_an_error() -> None:
    page = made("あい。 ab.", ("あい。", "ab."))
    with pytest.raises(ValueError, match="overlap"):
        edited(page, [Edit(0, 2, "x"), Edit(1, 3, "y")])
    with pytest.raises(ValueError, match="replace nothing"):
        edited(page, [Edit(1, 1, "x")])
    assert edited(page, [Edit(2, 5, "x")]) == page  # over the end of the Japanese


# All kinds on the pages with gold


@pytest.mark.parametrize("kind", [name for name, _ in KINDS])
def test_every_kind_changes_a_page(kind: str) -> None:
    assert any(variant(page, seed, [kind]).text != page.text for page in PAGES.values() for seed in (1, 2))


@CALM
@given(st.sampled_from(sorted(PAGES)), SEEDS)
def test_a_variant_is_a_page_with_the_same_gold(name: str, seed: int) -> None:
    page, after = PAGES[name], variant(PAGES[name], seed)
    assert after == variant(page, seed)
    before, spans = page.spans(), after.spans()
    assert len(before) == len(spans)
    for old, new in zip(before, spans, strict=True):
        piece = after.text[new.start : new.end]
        assert 0 <= new.start < new.end <= len(after.text)
        assert piece == piece.strip() and "\n" not in piece
        assert bool(regex.search(r"\p{Hiragana}", piece)) == bool(
            regex.search(r"\p{Hiragana}", page.text[old.start : old.end])
        )
    crossing = [(a, b) for a in spans for b in spans if a.start < b.start < a.end < b.end]
    assert len(crossing) == sum(a.start < b.start < a.end < b.end for a in before for b in before)
    for old_row, row in zip(page.pairs, after.pairs, strict=True):
        assert (row["ja_text"], row["en_text"]) == after.sides(row)
        assert {k: row[k] for k in ("relation", "headline", "handle")} == {
            k: old_row[k] for k in ("relation", "headline", "handle")
        }
        for field in ("speaker", "speaker_ja"):
            if old_row[field] and old_row[field] in page.text:
                assert row[field] in after.text
    assert _balanced(after.text) == _balanced(page.text)


def _balanced(text: str) -> bool:
    stack: list[str] = []
    for mark in text:
        if mark in "「『（“【":
            stack.append(BRACKETS[mark])
        elif mark in "」』）”】" and (not stack or stack.pop() != mark):
            return False
    return not stack


_WORDS = "|".join(sorted([*NUMBER_WORDS_EN, *MONTHS_EN], key=len, reverse=True))


def _without_numbers(text: str) -> str:
    return regex.sub(rf"\b(?:{_WORDS})(?:-(?:{_WORDS}))?\b|[0-9０-９]+", "#", text, flags=regex.IGNORECASE)


@CALM
@given(st.sampled_from(sorted(PAGES)), SEEDS)
def test_each_kind_leaves_the_rest(name: str, seed: int) -> None:
    page = PAGES[name]
    one = {kind: variant(page, seed, [kind]) for kind, _ in KINDS}
    for kind in ("verbs", "order", "signatures"):
        assert texts(one[kind]) == texts(page)
    assert Counter(one["order"].text.split("\n")) == Counter(page.text.split("\n"))
    assert one["order"].text.split("\n")[0] == page.text.split("\n")[0]
    for kind, marks in (("brackets", "「」『』“”"), ("parentheses", "()（）")):
        a, b = (regex.sub(f"[{marks}]", "#", p.text) for p in (one[kind], page))
        assert a == b
    for kind in ("numbers", "dates"):
        assert _without_numbers(one[kind].text) == _without_numbers(page.text)
    names = "".join(name for row in (*PERSONS, *PLACES) for name in row) + "".join((*ONE_WORD, *TWO_WORDS))
    for kind in ("persons", "companies"):
        assert set(one[kind].text) <= set(page.text) | set(names) | set(names.upper())
        assert regex.sub(r"[\p{Latin}\p{Katakana}ー \-]", "", one[kind].text) == regex.sub(
            r"[\p{Latin}\p{Katakana}ー \-]", "", page.text
        )
    for kind in ("dates", "signatures"):
        signed = {iso_date(m["date"]) for m in map(SIGNATURE.match, one[kind].text.split("\n")) if m}
        assert {row["date"] for row in one[kind].pairs if row["date"]} <= signed


# Each kind by itself


def test_persons_are_renamed_in_both_scripts_and_in_the_gold() -> None:
    text = (
        "エド・モリス氏は「はい」と述べた。モリス氏とケイ・ベル氏。\n"
        "Yes. RUN MORRIS, said Ed Morris (@ed_morris), as Ed is.\nhttps://a.example/Morris\nモリスソン・モリス・ソン\n"
    )
    page = made(text, ("はい", "Yes."), speaker="Ed Morris", speaker_ja="モリス氏")
    after = persons(page, random.Random(1))
    given, family, given_ja, family_ja = next(row for row in PERSONS if row[1] in after.text)
    new = {"エド": given_ja, "Ed": given, "MORRIS": family.upper(), "Morris": family}
    lines = after.text.split("\n")
    assert lines[0].startswith(f"{given_ja}・{family_ja}氏は「はい」と述べた。{family_ja}氏と")
    assert "ケイ" not in lines[0] and "ベル" not in lines[0]
    assert lines[1] == f"Yes. RUN {new['MORRIS']}, said {given} {family} (@ed_morris), as {given} is."
    assert lines[2:4] == ["https://a.example/Morris", "モリスソン・モリス・ソン"]
    assert (after.pairs[0]["speaker"], after.pairs[0]["speaker_ja"]) == (f"{given} {family}", f"{family_ja}氏")


def test_names_in_doubt_stay() -> None:
    family = made("アン・リー氏とボブ・リー氏。「はい」\nYes. Ann Lee\n", ("はい", "Yes."))
    assert persons(family, random.Random(1)) == family
    place = made(
        "レイク・クラシックは「はい」と述べた。\nYes. Lake Classic\n", ("はい", "Yes."), speaker="Lake Classic"
    )
    assert persons(place, random.Random(1)) == place


def test_companies_are_renamed_where_both_languages_have_them() -> None:
    text = "Halvora Labsの「Small Hours」。Halvoraは「はい」。USB、Home。\nYes. Halvora has Small Hours. One home.\n"
    after = companies(made(text, ("はい", "Yes.")), random.Random(3)).text
    (first,) = (name for name in ONE_WORD if name in after)
    (title,) = (name for name in TWO_WORDS if name in after)
    new = text.replace("Halvora", first).replace("Small Hours", title)
    assert after == new
    heard = made("ハルボラのHalvora。Halvoraは「はい」。\nYes. Halvora\n", ("はい", "Yes."))
    assert companies(heard, random.Random(3)) == heard  # the katakana would stay behind


def test_numbers_move_on_both_sides_as_they_are_written() -> None:
    text = (
        "１２枚のカードは4％増え、午後3時に8つ。2025年、21メートル。\n"
        "Twelve cards, up 4 percent, eight at 3 p.m. in 2025, 70 feet.\n12件と412件と12.5と4月12日\nTwelve hundred\n"
    )
    ja, en = text.split("\n")[:2]
    page = made(text, (ja, en))
    after = amounts(page, random.Random(5)).text.split("\n")
    pattern = r"([０-９]{2})枚のカードは([3-9])％増え、午後(\d+)時に([3-9])つ。2025年、21メートル。"
    moved = regex.fullmatch(pattern, after[0])
    assert moved and after[0] != ja
    twelve, four, three, eight = (int(n) for n in moved.groups())
    words = {value: word for word, value in NUMBER_WORDS_EN.items()}
    spelled = words.get(twelve) or f"{words[twelve // 10 * 10]}-{words[twelve % 10]}"
    assert (
        after[1] == f"{spelled.capitalize()} cards, up {four} percent, {words[eight]} at {three} p.m. in 2025, 70 feet."
    )
    assert after[2] == f"{twelve}件と412件と12.5と4月12日" and after[3] == "Twelve hundred"
    assert {12, 4, 3, 8}.isdisjoint({twelve, four, three, eight})


def test_a_number_that_only_one_side_could_change_stays() -> None:
    page = made("十二枚です。\nTwelve cards.\n", ("十二枚です。", "Twelve cards."))
    assert amounts(page, random.Random(1)) == page


def test_dates_move_with_the_gold() -> None:
    text = (
        "2024年8月に「3月まで」と投稿。８か月、2024円。\nUntil March, I may march.\n— Ann (@ann) August 6, 2024\n"
        "https://a.example/2024/08/06\n2024.08.06\n"
    )
    page = made(text, ("3月まで", "Until March, I may march."), speaker="Ann", handle="ann", date="2024-08-06")
    after = dates(page, random.Random(4))
    lines = after.text.split("\n")
    moved = regex.search(r"\(@ann\) (\w+) (\d+), (\d+)", lines[2])
    assert moved
    month, year = MONTHS_EN[moved[1].lower()], int(moved[3])
    step = month - 8
    assert year != 2024 and step
    assert lines[0] == f"{year}年{month}月に「{3 + step}月まで」と投稿。８か月、2024円。"
    until = next(name for name, number in MONTHS_EN.items() if number == 3 + step)
    assert lines[1] == f"Until {until.capitalize()}, I may march."
    assert lines[3:5] == ["https://a.example/2024/08/06", f"{year}.{month:02}.06"]
    assert after.pairs[0]["date"] == f"{year}-{month:02}-{int(moved[2]):02}"


def test_verbs_keep_their_form_and_what_was_said_stays() -> None:
    text = (
        "「はい」と述べています。「いいえ」と語った。「私は『嫌』と述べた」と話し、「次」と強調\n"
        "Yes. “No,” Bell said.\n"
    )
    page = made(text, ("私は『嫌』と述べた", "Yes."))
    after = verbs(page, random.Random(2)).text
    forms = [{row[at] for row in VERBS} - {""} for at in range(4)]
    shape = regex.fullmatch(
        r"「はい」と(.+)います。「いいえ」と(.+)。「私は『嫌』と述べた」と(.+)、「次」と(.+)\nYes. “No,” Bell (.+)\.\n",
        after,
    )
    assert shape
    te, ta, masu, noun, told = shape.groups()
    assert te in forms[1] and ta in forms[2] and masu in forms[0] and noun in forms[3]
    assert (te, ta, masu, noun, told) != ("述べて", "語った", "話し", "強調", "said") and told != "said"


def test_verbs_are_cues_of_the_table() -> None:
    for row in VERBS:
        assert len(row) == 4 and all(form == "" or form.startswith(SPEECH_JA) for form in row), row
    assert 0 < ONLY_REPLACED < len(VERBS)


def test_brackets_are_turned_over_the_page() -> None:
    text = "「『嫌』だ」と「A」。\n「I am here（ここだ）」（笑）\nYes (no).\n"
    page = made(text, ("嫌", "Yes (no)."))
    seen = {brackets(page, random.Random(seed)).text for seed in range(20)}
    assert seen == {
        text,
        "『「嫌」だ』と『A』。\n『I am here（ここだ）』（笑）\nYes (no).\n",
        "“『嫌』だ”と「A」。\n「I am here（ここだ）」（笑）\nYes (no).\n",
    }
    widths = {parentheses(page, random.Random(seed)).text for seed in range(20)}
    assert widths == {text, text.replace("（", "(").replace("）", ")")}


def test_signatures_are_written_otherwise() -> None:
    page = made("「はい」\nYes.\n— Ann Lee (@ann) August 6, 2024\n— and no signature\n", ("はい", "Yes."))
    seen = {signatures(page, random.Random(seed)).text.split("\n")[2] for seed in range(60)}
    written = {"August 6, 2024", "2024年8月6日", "2024, 8月 6"}
    assert seen == {f"{dash} Ann Lee (@ann) {day}" for dash in "—–―-" for day in written}


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("題\n彼の投稿。\n「はい」\nYes.\n— A (@a) May 1, 2024\n地の文。\n", True),
        ("題\n彼の投稿。\nYes.\n— A (@a) May 1, 2024\n「はい」\n地の文。\n", True),
        ("「はい」\nYes.\n— A (@a) May 1, 2024\n地の文。\n", False),  # the headline
        ("題\nYes.\n— A (@a) May 1, 2024\n（訳）はい\n地の文。\n", False),
        ("題\nYes.\n— A (@a) May 1, 2024\n上記の投稿は「はい」\n地の文。\n", False),
        ("題\nYes.\n— A (@a) May 1, 2024\n「はい」\nNo.\n— B (@b) May 1, 2024\n", False),  # two posts would touch
        ("題\n地の文。「Yes.」（はい）\n", False),
    ],
)
def test_blocks_change_places_where_nothing_points_at_them(text: str, moves: bool) -> None:
    page = made(text, ("はい", "Yes."))
    seen = {order(page, random.Random(seed)).text for seed in range(20)}
    assert len(seen) == 1 + moves and text in seen
    for after in (order(page, random.Random(seed)) for seed in range(5)):
        assert texts(after) == [("はい", "Yes.")]
        assert "Yes.\n— A" in after.text or "（はい）" in after.text


def test_invented_names_are_distinct() -> None:
    for table in (PERSONS, PLACES):
        for column in zip(*table, strict=True):
            assert len(set(column)) == len(column)
    for *latin, given_ja, family_ja in PERSONS:
        assert len(latin) == 2 and regex.fullmatch(r"[\p{Katakana}ー]+", given_ja + family_ja)


# Written and evaluated


def test_variants_are_written_and_read(tmp_path: Path) -> None:
    folder = write_variants(FOLDER, tmp_path, 7)
    assert folder == tmp_path / "7"
    for page in gold.read_gold(folder):
        expected = variant(read_page(FOLDER / f"{page.path.stem}.txt"), 7)
        assert page.text == expected.text and read_page(page.path) == expected
    with pytest.raises(CorpusError, match=r"no other\.gold\.json"):
        read_page(tmp_path / "other.txt")


def test_variants_are_evaluated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("01_cto_leaves.txt", "01_cto_leaves.gold.json"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    out = tmp_path / "variants"
    assert evaluate_pages.main([str(tmp_path), "--vary", "3", "--vary-only", "persons", "--write", str(out)]) == 0
    assert "01_cto_leaves" in capsys.readouterr().out
    text = (out / "3" / "01_cto_leaves.txt").read_text(encoding="utf-8")
    assert text == variant(PAGES["01_cto_leaves"], 3, ["persons"]).text
    assert evaluate_pages.main([str(tmp_path / "variants"), "--vary", "3"]) == 1  # no gold right there
    for wrong in (["--vary", "x"], ["--vary", "5-2"], ["--vary-only", "order"], ["--vary", "1", "--floors", "f"]):
        with pytest.raises(SystemExit):
            evaluate_pages.main([str(tmp_path), *wrong])


def test_variants_are_paired_about_as_well_as_the_pages(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate_pages.main([str(FOLDER), "--vary", "1-2"]) == 0
    rows = {line.split()[0]: [float(value) for value in line.split()[1:]] for line in _body(capsys.readouterr().out)}
    assert set(rows) == {"1", "2", "mean", "least", "greatest", "plain"}
    assert rows["mean"] == pytest.approx([(a + b) / 2 for a, b in zip(rows["1"], rows["2"], strict=True)], abs=1e-3)
    assert rows["least"][0] == min(rows["1"][0], rows["2"][0]) and rows["greatest"][0] == max(
        rows["1"][0], rows["2"][0]
    )
    assert rows["mean"][0] >= rows["plain"][0] - 0.05


def _body(printed: str) -> list[str]:
    header, *lines = printed.strip("\n").split("\n")
    assert header.split() == list(evaluate_pages.VARIED)
    return lines
