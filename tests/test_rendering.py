"""Rendering: what of a page's markup becomes text, and where a line ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_formats import PAGE, text_of

from corpus.reading.html import page as html_page
from corpus.reading.origin import Origin


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("さらった<sup>1</sup>。怒る<sup>２</sup>。", "さらった。怒る。"),
        ('our sign.<sup><a href="#f1">1</a></sup> The gulls.<sup><a href="#f2">2</a></sup>', "our sign. The gulls."),
        ('"Our sign."<sup class="reference">[1]</sup>（看板）', '"Our sign."（看板）'),
        ('「潮」<a href="#f1"><sup>1</sup></a>と書き', "「潮」と書き"),
        ('H<sup id="fnref:1"><a href="#fn:1" role="doc-noteref">1</a></sup>社', "H社"),
        ("語<sup>*</sup>語<sup>※1</sup>語<sup>†</sup>語<sup>注1</sup>語<sup>[要出典]</sup>語<sup>(2)</sup>", "語" * 6),
        ("word<sup>1,2</sup> and 1998<sup>1</sup><sup>,</sup><sup>2</sup>.", "word and 1998."),
        ('語<span class="footnote"><a href="#f-1">*1</a></span>、語<a href="#n2">[2]</a>', "語、語"),
        ('<b><a href="#cite_ref-1">^</a></b> Finch (1911).', "Finch (1911)."),
        ('<a href="#f1">a</a>語<sup><a href="#fa">a</a></sup>', "a語"),
        ("10<sup>2</sup> m<sup>2</sup> 1<sup>st</sup> x<sup>2</sup> 約5km<sup>2</sup>", "102 m2 1st x2 約5km2"),
        ("(x+1)<sup>2</sup> log<sup>2</sup> |x|<sup>2</sup> C<sup>*</sup>環", "(x+1)2 log2 |x|2 C*環"),
        ("炭素の<sup>14</sup>Cと using <sup>13</sup>C", "炭素の14Cと using 13C"),
        ("Ca<sup>2+</sup> M<sup>me</sup> 詳細<sup>個人の感想です</sup>", "Ca2+ Mme 詳細個人の感想です"),
        ('<a href="#p3">3</a>章と<a href="#top">上へ</a>と語<sup>3<br>4</sup>', "3章と上へと語3\n4"),
        ('<a href="#n">長い長い長い長い長い長い長い長い題<sup>1</sup>だ</a>', "長い長い長い長い長い長い長い長い題だ"),
        ("a<sup>b<sup>1</sup></sup>c語<sup>1", "ab1c語"),
        ('<p><a href="#f1">*1</a><span>:</span><span>The maps.</span></p>', "The maps."),
        ('<p><a href="#f1">*1</a>. The maps.</p><p><a href="#f2">[2]</a>：地図</p>', "The maps.\n\n地図"),
        ('<p>語<a href="#f1">*1</a>: The maps.</p><p><a href="#f2">*2</a><br>: two</p>', "語: The maps.\n\n: two"),
        ('<p><a href="#f1">*1</a> .NET is read.</p>', ".NET is read."),
    ],
)
def test_marks_of_notes_are_left_out_and_exponents_are_not(markup: str, text: str) -> None:
    assert text_of(PAGE.format(markup)) == f"図書館は開いています。\n\n{text}\n"


COMMENTS = "<p>The tide took our sign.</p><p>潮が看板をさらっていった。</p>"
SAID = "The tide took our sign.\n\n潮が看板をさらっていった。\n"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f'<h1>反応まとめ</h1><ul class="comments"><li>{COMMENTS}</ul>', f"反応まとめ\n\n{SAID}"),
        (f'<p>反応だ。</p><div id="entry-comment">{COMMENTS}<p class="sns">Share</div>', f"反応だ。\n\n{SAID}"),
        (f'<article>{COMMENTS}</article><div class="comment-list"><p>The gulls did.</p><p>怖い。</p></div>', SAID),
        (f'<article>{COMMENTS}</article><div class="comments"><p>怖い。</p></div>', SAID),
        (f'<div class="comment">{COMMENTS}</div><nav>The sign of our town</nav>', SAID),
    ],
)
def test_comments_are_text_where_they_hold_the_english(body: str, text: str) -> None:
    assert text_of(f"<html lang=ja><body>{body}</body></html>") == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<b>We move it.</b><b>移します。</b>", "We move it.\n移します。"),
        ("<b>移します。</b><i><a href=/x>We <u>move</u> it.</a></i>後", "移します。\nWe move it.後"),
        ("<b>We go.</b><b>行く。</b><b>No gulls.</b><b>カモメ禁止。</b>", "We go.\n行く。\nNo gulls.\nカモメ禁止。"),
        ('<i lang="en">Feed no gulls</i><i lang="ja">餌をやらないで</i>', "Feed no gulls\n餌をやらないで"),
        ('<i lang="en">OpenAI</i><i lang="ja">社の人</i>', "OpenAI社の人"),
        ("<b>Stay calm.</b><i>と彼は言った</i>", "Stay calm.と彼は言った"),
        ("<i>We move it.</i> <i>移します。</i>", "We move it. 移します。"),
        ("<b>We move it.</b>と<b>移します。</b>", "We move it.と移します。"),
        ("<b>We move it.</b><b></b>移します。", "We move it.移します。"),
        ("<b>移します。</b><b>戻します。</b>", "移します。戻します。"),
        ("<i>Ann Pen</i><i>Librarian</i>", "Ann Pen\nLibrarian"),
        ("<a href=/a><i>@ann</i></a><i><a href=/b>2 years ago</a></i>", "@ann\n2 years ago"),
        ("<i>Ann Pen</i><i>@ann</i><i>・</i>", "Ann Pen@ann・"),
        (
            "<i>Mac</i><i>Donald</i> <i>Ann Pen</i><i>s</i> <i>the open Sea</i><i>Bird</i>",
            "MacDonald Ann Pens the open SeaBird",
        ),
    ],
)
def test_english_and_japanese_that_meet_are_lines(markup: str, text: str) -> None:
    assert text_of(PAGE.format(markup)) == f"図書館は開いています。\n\n{text}\n"


def test_marks_stay_on_their_characters_where_a_line_ends_between_elements() -> None:
    page = '図書館です。<q>We <a href="/e">move</a> it.</q><q>石を<a href="/j">移し</a>ます。</q><a href="/n">次</a>'
    article = html_page.read(f"<p>{page}</p>".encode(), Origin(Path("p"), "p", 10**6))
    assert article.text == "図書館です。We move it.\n石を移します。次\n"
    marked = [(mark.kind, article.text[mark.span.start : mark.span.end]) for mark in article.marks]
    assert marked == [
        ("quote", "We move it."),
        ("link", "move"),
        ("quote", "石を移します。"),
        ("link", "移し"),
        ("link", "次"),
    ]


INSTAGRAM = '<p>A post shared by <a href="/a/">Ann Lee</a> (@ann.lee) on <time datetime="2018-01-02">Jan 2</time></p>'
THREADS = '<a href="https://www.threads.net/@annlee/post/C1"><div>Post by @annlee</div>{}<div>View on Threads</div></a>'


@pytest.mark.parametrize(
    ("kind", "quoted", "signature"),
    [
        ("instagram-media", "View this post on Instagram{}" + INSTAGRAM, "Ann Lee (@ann.lee) January 2, 2018"),
        ("instagram-media", "この投稿をInstagramで見る{}Ann Lee(@annlee)がシェアした投稿", "Ann Lee (@annlee)"),
        ("tiktok-embed", '<a href="/">@annlee</a> {} <a href="/">♬ original sound - Ann Lee</a>', "@annlee"),
        ("text-post-media", THREADS, "@annlee"),
        ("fb-xfbml-parse-ignore", '{}Posted by <a href="/a">Ann Lee</a> on&nbsp;May 2, 2018', "Ann Lee, May 2, 2018"),
        ("twitter-tweet", "{}&mdash; Ann Lee (@annlee) May 2, 2018", "Ann Lee (@annlee) May 2, 2018"),
    ],
)
def test_an_embedded_post_is_its_text_and_its_signature(kind: str, quoted: str, signature: str) -> None:
    cite = "https://www.tiktok.com/@annlee/video/1"
    post = f'<blockquote class="{kind}" cite="{cite}">{quoted.format("<p>We won.</p>")}</blockquote>'
    assert text_of(PAGE.format(f"こう投稿した。{post}")).endswith(f"。\n\nWe won.\n— {signature}\n")


def test_a_post_may_say_what_others_sign_with() -> None:
    said = "<p>♬ We won.<br>Posted by the door on May 2.</p>"
    post = f'<blockquote class="twitter-tweet">{said}&mdash; Ann Lee (@annlee) May 2, 2018</blockquote>'
    text = "♬ We won.\nPosted by the door on May 2.\n— Ann Lee (@annlee) May 2, 2018\n"
    assert text_of(PAGE.format(post)).endswith(f"\n\n{text}")


def test_an_embedded_post_without_its_text_signs_nothing() -> None:
    post = '<blockquote class="instagram-media"><p>A post shared by Ann Lee (@annlee)</p></blockquote>'
    assert text_of(PAGE.format(f"We won.{post}")).endswith("。\n\nWe won.\n")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<cite>フィンチ『庭』</cite>", "— フィンチ『庭』"),
        ("<footer>Ann Lee, <cite>Out</cite></footer>", "— Ann Lee, Out"),
        ("<footer>— <cite>Ann Lee</cite></footer>", "— Ann Lee"),
        ("<cite>出典：庭の本</cite>", "出典：庭の本"),
        ("<p><cite>Hamlet</cite> is read by all.</p>", "Hamlet is read by all."),
        ("<p>as in <cite>Hamlet</cite></p>", "as in Hamlet"),
    ],
)
def test_the_source_of_a_block_quotation_is_signed_with_a_dash(source: str, text: str) -> None:
    page = PAGE.format(f"<blockquote><p>We won.</p>{source}</blockquote><blockquote><p>Out.</p></blockquote>")
    assert list(filter(None, text_of(page).splitlines()))[1:] == ["We won.", text, "Out."]


def links(page: str) -> list[str]:
    """The texts of a page that are marked as links."""
    article = html_page.read(PAGE.format(page).encode(), Origin(Path("p"), "p", 10**6))
    return [article.text[mark.span.start : mark.span.end] for mark in article.marks if mark.kind == "link"]


def test_a_quotation_ends_before_a_link_to_its_source() -> None:
    quoted = '<blockquote>We won.<br><cite><a href="/x">The Out</a></cite></blockquote>'
    article = html_page.read(PAGE.format(quoted).encode(), Origin(Path("p"), "p", 10**6))
    marked = {(mark.kind, article.text[mark.span.start : mark.span.end]) for mark in article.marks}
    assert marked == {("quote", "We won."), ("link", "The Out")}


def test_entries_of_a_bibliography_are_links_and_notes_are_not() -> None:
    entries = ["^ Finch, Adelaide (1911). Outside. London.", "庭の本、2020年1月2日閲覧。", "Out. ISBN 4-00-000000-0."]
    notes = ["The original reads: I pick none.", "1911年のこと。", "We won (1911)."]
    listed = "".join(f"<li>{line}</li>" for line in (*entries, *notes))
    assert links(f'<section class="footnotes"><ol>{listed}</ol></section>') == entries
    assert links(f'<ol class="references">{listed}</ol>') == entries
    assert links(f"<ol>{listed}</ol>") == []
