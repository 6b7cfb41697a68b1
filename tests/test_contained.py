"""English in what looks as if it were none of the article: asides, frames that a page carries in itself, shadows."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from corpus.reading.html import page as html_page
from corpus.reading.origin import Origin

MAPS = "The library received 21 old maps from a private collection."
QUOTED = f"<blockquote><p>{MAPS}</p></blockquote>"


def text_of(markup: str) -> str:
    page = f"<title>題</title><article><p>これは本文です。</p>{markup}<p>ここでおわりです。</p></article>"
    return html_page.read(page.encode(), Origin(Path("p"), "p", 10**7)).text


@pytest.mark.parametrize("name", ["aside", "footer", "header"])
@pytest.mark.parametrize("held", [QUOTED, f"<p>{MAPS}</p><p>— Ruth Okafor</p>", f"<p>原文: {MAPS}</p>"])
def test_what_stands_beside_an_article_in_it_is_read_where_it_has_a_sentence_in_english(name: str, held: str) -> None:
    assert MAPS in text_of(f"<{name}>{held}</{name}>")
    assert ("— Ruth Okafor" in text_of(f"<{name}>{held}</{name}>")) is ("Okafor" in held)


@pytest.mark.parametrize(
    "markup",
    [
        f'<aside class="related">{MAPS}</aside>',
        f'<aside role="complementary"><p>{MAPS}</p></aside>',
        f"<nav><p>{MAPS}</p></nav>",
        f'<aside><p>以下は広告です。</p><div class="ads"><p>{MAPS}</p></div></aside>',
        "<footer><a href=/a>The Library of Maps</a><br>Posted in Old Maps, Libraries</footer>",
        f"</article><aside><p>{MAPS}</p></aside>",
    ],
)
def test_what_frames_an_article_is_not(markup: str) -> None:
    read = text_of(markup)
    assert "Maps" not in read and "maps" not in read and "広告" not in read


@pytest.mark.parametrize("held", [QUOTED, f"<html><body><article>{MAPS}</article></body></html>"])
def test_a_frame_that_the_page_carries_is_read_in_its_place(held: str) -> None:
    frame = f'<iframe srcdoc="{escape(held)}"></iframe>'
    assert text_of(frame).split("\n\n") == ["これは本文です。", MAPS, "ここでおわりです。\n"]


@pytest.mark.parametrize(
    "frame",
    [
        f'<iframe srcdoc="{escape(f"<p>{MAPS}</p>")}"></iframe>',  # such as an advertisement
        f'<iframe hidden srcdoc="{escape(QUOTED)}"></iframe>',
        f'<iframe srcdoc="{escape(escape(f"<iframe srcdoc={QUOTED!r}></iframe>"))}"></iframe>',
        f"<iframe>{MAPS}</iframe>",
    ],
)
def test_other_frames_are_not(frame: str) -> None:
    assert MAPS not in text_of(frame)


def test_what_a_frame_says_of_itself_is_not_said_of_the_page() -> None:
    inner = f'<html lang=en><title>T</title><link rel=license href="https://l.example/">{QUOTED}</html>'
    page = f'<title>題</title><p>これは本文です。</p><iframe srcdoc="{escape(inner)}"></iframe>'
    source = html_page.read(page.encode(), Origin(Path("p"), "p", 10**7)).source
    assert (source.title, source.licence) == ("題", None)


def test_the_shadow_of_an_element_is_seen_and_other_templates_are_not() -> None:
    assert MAPS in text_of(f'<div><template shadowrootmode="open">{QUOTED}</template></div>')
    assert MAPS in text_of(f'<div><template shadowroot="open">{QUOTED}</template></div>')
    assert MAPS not in text_of(f"<template>{QUOTED}</template>")
    assert MAPS not in text_of(f'<template hidden shadowrootmode="open">{QUOTED}</template>')
