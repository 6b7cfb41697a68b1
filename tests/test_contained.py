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


@pytest.mark.parametrize("held", [QUOTED, f"<p>{MAPS}</p><p>— Ruth Okafor</p>", f"<p>原文: {MAPS}</p>"])
def test_an_aside_of_an_article_is_read_where_it_has_a_sentence_in_english(held: str) -> None:
    assert MAPS in text_of(f"<aside>{held}</aside>")
    assert ("— Ruth Okafor" in text_of(f"<aside>{held}</aside>")) is ("Okafor" in held)


@pytest.mark.parametrize("name", ["footer", "header"])
def test_a_header_and_a_footer_of_an_article_is_read_where_it_has_a_quotation(name: str) -> None:
    assert MAPS in text_of(f"<{name}>{QUOTED}<p>— Ruth Okafor</p></{name}>")


@pytest.mark.parametrize(
    "markup",
    [
        f'<aside class="related">{MAPS}</aside>',
        f'<aside role="complementary"><p>{MAPS}</p></aside>',
        f"<nav><p>{MAPS}</p></nav>",
        f'<aside><p>以下は広告です。</p><div class="ads"><p>{MAPS}</p></div></aside>',
        "<footer><a href=/a>The Library of Maps</a><br>Posted in Old Maps, Libraries</footer>",
        f"</article><aside><p>{MAPS}</p></aside>",
        f"</article><main><aside>{QUOTED}</aside><footer>{QUOTED}</footer></main>",
        f"<aside><h3>続き</h3><p><a href=/2>The maps are shown.</a></p><p>{MAPS}</p></aside>",
        f"<aside><p>{MAPS} Sign up for free.</p></aside>",
        f"<aside><p>{MAPS}</p><p>© 2024 Library</p></aside>",
        f"<footer>{QUOTED}<p>The maps are shown. All rights reserved.</p></footer>",
        f"<footer><p>{MAPS} Reproduction is not permitted.</p><p>無断転載を禁じます。</p></footer>",
        "<footer>This entry was posted in Old maps by admin. Bookmark the permalink.</footer>",
        f"<footer><p>{MAPS} She writes about maps.</p></footer>",
    ],
)
def test_what_frames_an_article_is_not(markup: str) -> None:
    read = text_of(markup)
    assert "Maps" not in read and "maps" not in read and "広告" not in read


@pytest.mark.parametrize("held", [QUOTED, f"<html><body><article>{QUOTED}</article></body></html>"])
def test_a_frame_that_the_page_carries_is_read_in_its_place(held: str) -> None:
    frame = f'<iframe srcdoc="{escape(held)}"></iframe>'
    assert text_of(frame).split("\n\n") == ["これは本文です。", MAPS, "ここでおわりです。\n"]


@pytest.mark.parametrize(
    "frame",
    [
        f'<iframe srcdoc="{escape(f"<p>{MAPS}</p>")}"></iframe>',  # such as an advertisement
        f'<iframe srcdoc="{escape(f"<article><p>{MAPS}</p></article>")}"></iframe>',
        f'</article><iframe srcdoc="{escape(QUOTED)}"></iframe>',
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


@pytest.mark.parametrize(
    "markup",
    [
        f'</article><div><template shadowrootmode="open"><p>{MAPS}</p></template></div>',
        f'<div><template shadowrootmode="open"><p>{MAPS} We use cookies.</p></template></div>',
        f'<x-card><template shadowrootmode="open"><slot></slot><p>{MAPS}</p></template><p>猫です。</p></x-card>',
        f"<x-card><slot>{MAPS}</slot></x-card>",
    ],
)
def test_a_shadow_that_is_none_of_the_article_is_left_out(markup: str) -> None:
    assert MAPS not in text_of(markup)


def test_frames_are_looked_into_up_to_a_bound() -> None:
    frame = f'<iframe srcdoc="{escape("<blockquote>猫です。" + "<b>x" * 100)}{" " * 700_000}"></iframe>'
    assert text_of(frame * 9).count("猫です。") == 2
