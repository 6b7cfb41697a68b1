"""What a page says of itself: which licence is its own, which of the articles it describes, where it was saved from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.reading.html import page as html_page
from corpus.reading.html.page_facts import iso_day
from corpus.reading.origin import Origin
from corpus.reading.web.licence_links import licence_links
from corpus.types import Source

URL = "https://ex.jp/this"
BY = "https://creativecommons.org/licenses/by/4.0/"
NC = "https://creativecommons.org/licenses/by-nc/4.0/"
ZERO = "https://creativecommons.org/publicdomain/zero/1.0/"
SPELLED = "Creative Commons Attribution 4.0 International"
SPELLED_JA = "クリエイティブ・コモンズ 表示 4.0 国際"
MIT = "https://opensource.org/licenses/MIT"


def source_of(page: str, known: Source = Source()) -> Source:  # noqa: B008
    return html_page.read(page.encode(), Origin(Path("p"), "p", 10**6, known)).source


def linked(href: str, text: str = "CC") -> str:
    return f'<a rel="license" href="{href}">{text}</a>'


def described(*nodes: dict[str, object]) -> str:
    """A script of JSON-LD for each."""
    return "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f"<p>この記事は{linked(BY)}です。</p>", BY),
        (f"<footer><p>{linked(BY)}</p></footer>", BY),
        (f'<link rel="license" href="{MIT}">', MIT),
        (f"{linked(BY)}<link rel=license href='http://www.creativecommons.org/licenses/by/4.0/deed.ja'>", BY),
        (f'<meta name="dc.rights" content="CC BY 4.0">{linked(BY)}', "CC BY 4.0"),
        (f'<meta name="dc.rights" content="{SPELLED}">{linked(BY)}', SPELLED),
        (f'{linked(BY)}<meta name="dc.rights" content="{SPELLED_JA}">', SPELLED_JA),
        (f'{linked(NC)}<meta name="dc.rights" content="{SPELLED}">', None),
        (f'<meta name="dc.rights" content="CC0">{linked(ZERO)}', "CC0"),  # there is one version
        # several are none
        (f"<link rel=license href={BY}><link rel=license href={NC}>", None),
        (f"<link rel=license href={NC}><p>{linked(BY)}</p>", None),
        (f'<link rel=license href={BY}><meta name="dc.rights" content="All rights reserved">', None),
        (described({"@type": "Article", "license": "https://ex.jp/terms"}) + f"<link rel=license href={BY}>", None),
        (f"<p>本文は{linked(BY)}、写真は{linked(NC)}です。</p>", None),
        # what stands in something else is something else's
        (f"<figure><img src=x><figcaption>写真: 田中 {linked(BY)}</figcaption></figure>", None),
        (f"<blockquote><p>A quotation.</p><footer>Wikipedia, {linked(BY)}</footer></blockquote>", None),
        (f"</article><aside>広告 {linked(BY)}</aside>", None),
        (f"<pre>{linked(BY)}</pre><code>{linked(BY)}</code>", None),
        (f'<div class="wp-caption">{linked(BY)}</div><div id="comments"><p>{linked(BY)}</p></div>', None),
        (f'<div itemscope itemtype="https://schema.org/ImageObject">{linked(BY)}</div>', None),
        (f"<p>このコードは{linked(MIT, 'MIT')}です。</p>", None),
        (f"<p>{linked(MIT, 'MIT')}</p>", None),
        (f"<p>この記事の写真は{linked(BY)}です。</p>", None),
        (f"<p>写真を撮った。この記事は{linked(BY)}です。</p>", BY),
        (f"<p>Photo: Ann Pen, {linked(BY)}</p>", None),
        (f"<p>写真：アン・ペン、{linked(BY)}</p>", None),
        (f"<p>Image via Flickr. License: {linked(BY)}</p>", None),
        (f"<p>Photo by Ann Pen of the Long Valley Rangers Association / {linked(BY)}</p>", None),
        (f"<p>Photo: Ann Pen<br>{linked(BY)}</p>", None),
        (f"<table><tr><th>写真</th><td><p>{linked(BY)}</p></td></tr></table>", None),
        (f"<dl><dt>写真</dt><dd>{linked(BY)}</dd></dl>", None),
        (f"<p>{linked(BY)}（写真：アン・ペン）</p>", None),
        (f"</article><article><h2>他の記事</h2>{linked(BY)}</article>", None),
        # and does not hide the page's own
        (f"<p>Except where otherwise noted, content on this site is under {linked(BY)}.</p>", BY),
        (
            f"<table><tr><td>写真</td><td>{linked(NC)}</td></tr><tr><td>本文</td><td>{linked(BY)}</td></tr></table>",
            None,
        ),
        (f"<table><tr><td>本文</td><td>{linked(BY)}</td></tr></table>", BY),
        (f"</article><footer class=site-footer><div class=footer-widgets>{linked(BY)}</div></footer>", BY),
        (f"<div class=card-body>{linked(BY)}</div>", BY),
        (f"<div id=repo-content><div class=code-for-japan>{linked(BY)}</div></div>", BY),
        (f"<figure><figcaption>{linked(NC)}</figcaption></figure><footer>{linked(BY)}</footer>", BY),
        (f"<link rel=license href={NC}><figure><figcaption>{linked(BY)}</figcaption></figure>", NC),
    ],
)
def test_a_licence_is_the_pages_own_or_unknown(markup: str, expected: str | None) -> None:
    """What is fetched gets the licence into its sidecar that its reader would give it."""
    page = f"<html lang=ja><head><title>題</title></head><article><p>これは本文です。</p>{markup}</article>"
    assert source_of(page).licence == expected
    assert licence_links(page.encode(), URL)[1] == expected


def test_links_to_licences_deep_in_a_page_are_looked_at_once() -> None:
    """Looked at from each link anew this would take minutes."""
    around = f'<div class="{"x " * 5_000}">' * 50
    page = f"<body>{around}<figure>{linked(BY)}</figure>" + f"<p>{linked(NC)}</p>" * 300
    assert source_of(f"{page}<p>これは本文です。</p>").licence == NC


def test_a_licence_of_the_server_counts_as_the_pages() -> None:
    page = f"<p>これは本文です。</p>{linked(BY)}".encode()
    assert licence_links(page, URL, f'<{BY}>; rel="license"')[1] == BY
    assert licence_links(page, URL, f'<{NC}>; rel="license"')[1] is None


OTHER: dict[str, object] = {
    "@type": "Article", "headline": "関連記事", "author": {"name": "別人"}, "datePublished": "2000-01-01",
    "license": BY, "url": "https://ex.jp/other",
}  # fmt: skip
OWN: dict[str, object] = {"@type": "NewsArticle", "headline": "地図の話", "author": {"name": "山田"}}


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (f"<link rel=canonical href={URL}>{described(OTHER, {**OWN, 'url': URL + '/'})}", Source(URL)),
        (f"<link rel=canonical href={URL}>{described(OTHER, {**OWN, '@id': URL + '#article'})}", Source(URL)),
        (f"<link rel=canonical href={URL}>{described(OTHER, {**OWN, 'mainEntityOfPage': {'@id': URL}})}", Source(URL)),
        (f"<meta property=og:url content={URL}>{described(OTHER, {**OWN, 'url': '/this'})}", Source(URL)),
        (f"<title>地図の話 | 山間新聞</title>{described(OTHER, OWN)}", Source()),
        (f"{described(OTHER, OWN)}<h1>地図の<b>話</b></h1>", Source()),
        (f"<title>地図の&amp;話</title>{described(OTHER, {**OWN, 'headline': '地図の&amp;話'})}", Source()),
        (described({"@type": "Article"}, OWN), Source()),
        (described(OWN), Source()),
        (described({"@type": "WebPage", "mainEntity": OWN}), Source()),
        (described(OWN, {**OWN, "author": None, "datePublished": "2024-03-05"}), Source(published="2024-03-05")),
    ],
)
def test_of_several_articles_the_pages_own_is_taken(page: str, expected: Source) -> None:
    found = source_of(f"{page}<p>これは本文です。</p>")
    assert (found.title or "").replace("&amp;", "") == "地図の話"
    assert (found.author, found.licence) == ("山田", None)
    assert (found.url, found.published) == (expected.url, expected.published)


def test_where_nothing_tells_which_article_is_meant_none_is_taken() -> None:
    assert source_of(f"<title>題</title>{described(OTHER, OWN)}<p>これは本文です。</p>") == Source(title="題")


def test_a_title_is_not_another_articles_headline() -> None:
    related = {**OTHER, "headline": "地図"}
    assert source_of(f"<title>地図の話 | 社</title>{described(related, OWN)}<p>本文です。</p>").author == "山田"


@pytest.mark.parametrize("key", ["url", "@id", "mainEntityOfPage"])
def test_an_address_that_is_none_says_nothing(key: str) -> None:
    page = f"<link rel=canonical href={URL}>{described({**OWN, key: '//[x'})}<p>これは本文です。</p>"
    assert source_of(page).author == "山田"
    assert licence_links(page.encode(), URL) == ((), None)


HERE = f"<link rel=canonical href={URL}>"


@pytest.mark.parametrize(
    ("page", "author"),
    [
        (f"{HERE}<title>地図の話</title>{described(OTHER)}", None),
        (f"<title>地図と関連記事を読む | 社</title>{described(OTHER, {**OWN, 'headline': '話'})}", None),
        (f"<link rel=canonical href={URL}?amp=1><h1>地図の話</h1>{described({**OWN, 'url': URL}, OTHER)}", "山田"),
        (f"{HERE}{described({**OWN, 'url': 'https://ex.jp/'})}", "山田"),
        (f"{HERE}<title>地図の話</title>{described({**OWN, 'url': '/2', 'license': BY})}", "山田"),
    ],
)
def test_an_article_of_another_page_says_nothing_of_this_one(page: str, author: str | None) -> None:
    """Where it is called alike it is the same in another place, whose licence need not be this one's."""
    found = source_of(f"{page}<p>これは本文です。</p>")
    assert (found.author, found.licence) == (author, None)


def test_a_page_that_describes_many_articles_and_has_a_long_title_is_read() -> None:
    """With the title read for each article anew this would take minutes."""
    nodes: list[dict[str, object]] = [{"@type": "Article", "headline": f"b{'a' * 60}{n}"} for n in range(6000)]
    title = f'<meta property="og:title" content="{"a" * 1_500_000}">'
    assert source_of(f"{title}{described(*nodes)}<p>これは本文です。</p>").author is None


def test_who_is_named_by_an_id_is_looked_up() -> None:
    graph: dict[str, object] = {
        "@graph": [
            {"@type": "Organization", "@id": "#o", "name": "山間新聞"},
            {
                "@type": "Article", "headline": "題", "author": [{"@id": "#a"}, {"@id": "#b"}, {"@id": "#nobody"}],
                "publisher": {"@id": "#o"}, "mainEntityOfPage": {"@id": "https://ex.jp/1/#webpage"},
            },
            {"@type": "Person", "@id": "#a", "name": "山田"},
            {"@type": "Person", "@id": "#b", "sameAs": {"@id": "#b"}, "name": "田中"},
        ]
    }  # fmt: skip
    assert source_of(f"{described(graph)}<p>本文です。</p>") == Source(
        url="https://ex.jp/1/", publisher="山間新聞", title="題", author="山田, 田中"
    )


def test_ids_that_lead_in_a_circle_end() -> None:
    loop: dict[str, object] = {
        "@graph": [
            {"@type": "Article", "@id": "#a", "author": {"@id": "#b"}, "headline": "題"},
            {"@id": "#b", "name": {"@id": "#c"}},
            {"@id": "#c", "name": {"@id": "#b"}},
        ]
    }
    assert source_of(f"{described(loop)}<p>本文です。</p>") == Source(title="題")


@pytest.mark.parametrize("wrapped", ["<![CDATA[{}]]>", "//<![CDATA[\n{}\n//]]>", "/*<![CDATA[*/{}/*]]>*/", "<!--{}-->"])
def test_json_ld_is_read_in_what_old_templates_put_around_it(wrapped: str) -> None:
    script = f'<script type="application/ld+json">{wrapped.format(json.dumps(OWN))}</script>'
    assert source_of(f"{script}<p>本文です。</p>").author == "山田"


@pytest.mark.parametrize(
    ("comment", "url"),
    [
        ("<!-- saved from url=(0026)https://news.example.jp/1 -->", "https://news.example.jp/1"),
        ("<!-- saved from url=(0014)about:internet -->", None),
        (
            "<!--\n Page saved with SingleFile \n url: https://news.example.jp/1 \n saved date: Tue Mar 05 2024\n-->",
            "https://news.example.jp/1",
        ),
        (
            "<!-- Mirrored from news.example.jp/1.html by HTTrack Website Copier/3.x [XR&CO'2014], Tue -->",
            "http://news.example.jp/1.html",
        ),
        ("<!-- saved for url=(0001) reading -->", None),
    ],
)
def test_where_a_page_was_saved_from_is_its_address_if_nothing_else_says_it(comment: str, url: str | None) -> None:
    body = "<p>これは本文です。</p>"
    for page in (f"{comment}<!DOCTYPE html><html>{body}", f"<!DOCTYPE html>\n<html>{comment}{body}"):
        assert source_of(page).url == url
    assert source_of(f"{comment}<link rel=canonical href={URL}>{body}").url == URL
    assert source_of(f"{comment}{body}", Source(url=URL)).url == URL


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2024-03-05T09:00:00+09:00", "2024-03-05"),
        ("Tue, 05 Mar 2024 09:00:00 +0900", "2024-03-05"),
        ("令和6年3月5日", "2024-03-05"),
        ("令和元年5月1日 10時", "2019-05-01"),
        ("平成6年13月5日", ""),
        ("Tue, 45 Mar 2024 09:00:00 GMT", ""),
        ("2024/3/5", "2024-03-05"),
        ("6年3月5日", ""),
    ],
)
def test_days_are_read_as_pages_write_them(moment: str, day: str) -> None:
    assert iso_day(moment) == day
    said = source_of(f'<meta name="citation_publication_date" content="{moment}"><p>本文です。</p>').published
    assert said == (day or None)
