"""Marks in plain text that are no text: tags and voices of subtitles, lines in stars, cues broken into lines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import corpus
from corpus.extraction import extract
from corpus.extraction.lines.unwrapping import unwrapped
from corpus.reading import read
from corpus.types import Article, Source

TIME = "1\n00:00:10,500 --> 00:00:13,800\n"


def lines(text: str) -> list[str]:
    """The lines of a text as they are read, with what is on them."""
    return [line.rstrip() for line in unwrapped(text).text.splitlines() if line.strip()]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("<i>Rain is best.</i>", "Rain is best."),
        ("{\\an8}Rain <b>is</b> best.", "Rain is best."),
        ("{\\i1}雨は{\\i0}最良だ", "雨は最良だ"),
        ('<font color="#fff">雨は<i>最良</i>だ</font>', "雨は最良だ"),
        ("*Rain is best.*", "Rain is best."),
        ("_Rain is best._", "Rain is best."),
        ("  **雨は最良だ。**", "  雨は最良だ。"),
        ("The <b> tag is bold.", "The <b> tag is bold."),
        ("if a <b and c> d, go", "if a <b and c> d, go"),
        ("He said <i>no</i>.", "He said <i>no</i>."),  # its text would have a blank before the full stop
        ("{\\bf no} and {x}", "{\\bf no} and {x}"),
        ("__init__", "__init__"),
        ("* Rain is best. *", "* Rain is best. *"),
        ("*Rain* is *best.*", "*Rain* is *best.*"),
        ("5 * 3 and a_b_c", "5 * 3 and a_b_c"),
    ],
)
def test_tags_and_stars_around_a_line_are_no_text(line: str, said: str) -> None:
    text = f"雨の話\n{line}\nEnd."
    assert lines(text)[1].rstrip() == said
    assert len(unwrapped(text).text) == len(text)
    assert unwrapped(text, plain=False).text == text


@pytest.mark.parametrize(
    ("cue", "read"),
    [
        ("Then who\nis there?\nじゃあ 君は\n誰なんだ", ["Then who is there?", "じゃあ 君は誰なんだ"]),
        ("じゃあ 階段に\n立っているのは誰だ", ["じゃあ 階段に立っているのは誰だ"]),
        ("<i>Then who</i>\n<i>is there?</i>\n誰だ", ["Then who is there?", "誰だ"]),
        ("<i>Then who\nis there?</i>\n誰だ", ["Then who is there?", "誰だ"]),
        ("It is cold.\nWhere is wood?\n寒い\n薪はどこだ", ["It is cold.", "Where is wood?", "寒い", "薪はどこだ"]),
        ("- Who is it\n- Me\n誰だ", ["- Who is it", "- Me", "誰だ"]),
        ("Go home.\n家へ帰れ！\n（犬の声）", ["Go home.", "家へ帰れ！", "（犬の声）"]),
        ("Well\nMARY: Go home.\n帰れ", ["Well", "MARY: Go home.", "帰れ"]),
    ],
)
def test_the_lines_of_a_cue_are_one_sentence(cue: str, read: list[str]) -> None:
    assert lines(TIME + cue)[2:] == read
    time = "00:00:14,500 --> 00:00:17,000"
    assert lines(f"{TIME}{cue}\n2\n{time}\n私は\n帰る")[2:] == [*read, "2", time, "私は帰る"]
    assert lines((TIME + cue).replace("\n", "\r\n"))[2:] == read
    assert unwrapped(TIME + cue, plain=False).text == TIME + cue


def test_lines_that_are_in_no_cue_stay_lines() -> None:
    text = "10:20 --> 11:05\nThen who\nis there?\n私は\n帰る"
    assert lines(text) == text.splitlines()


def test_a_voice_says_its_line_in_both_languages() -> None:
    said = "<v Mary>Every lighthouse keeper lies once.</v>\n<v メアリー>灯台守は誰でも一度は嘘をつく</v>\n"
    article = Article("p", f"WEBVTT\n\n00:04.200 --> 00:06.900\n{said}", Source(), "", "utf-8", Path("p"))
    pair = max(corpus.pairs(article), key=lambda pair: pair.confidence)
    assert pair.en.text == "Every lighthouse keeper lies once."
    assert pair.ja.text == "灯台守は誰でも一度は嘘をつく"
    assert (pair.attribution.speaker, pair.attribution.speaker_ja) == ("Mary", "メアリー")


def test_sentences_stand_on_their_characters_of_the_text() -> None:
    text = f"{TIME}Then <i>who</i>\nis on the stairs?\n<b>じゃあ</b> 階段に\n立っているのは誰だ\n"
    article = Article("p", text, Source(), "", "utf-8", Path("p"))
    spans = [each.spans for p in extract(article).passages if p.role != "boilerplate" for each in p.sentences]
    said = ["".join(text[span.start : span.end] for span in pieces) for pieces in spans]
    assert {"Then who\nis on the stairs?", "じゃあ 階段に立っているのは誰だ"} <= set(said)
    assert extract(replace(article, extractor="some 1.0")).copy.text == text  # what another format says is text


@pytest.mark.parametrize("ending", ["srt", "vtt"])
def test_subtitles_are_read_as_plain_text(ending: str, tmp_path: Path) -> None:
    page = tmp_path / f"film.{ending}"
    page.write_text(f"{TIME}Who is it?\n誰だ\n", encoding="utf-8")
    assert read(page).text == page.read_text(encoding="utf-8")
