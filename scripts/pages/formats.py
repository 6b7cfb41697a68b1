"""Made pages in every format that is read: as blogs write HTML and Markdown, as corpora write JSON lines and WARC.

`write_pages` is the door. `FILES` has the formats with a file for each page, `ARCHIVES` those with one for all of them.
Everything is chosen by the page itself: the same page gives the same bytes. Sites and addresses are our own.
"""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable, Iterable, Mapping
from html import escape
from pathlib import Path

import regex
from pages.blocks import SIGNATURE, Block, blocks_of

SITE = "テックノート"
ADDRESS = "https://technote.example/posts/"
ELSEWHERE = (
    "週末に読みたい五つの記事", "新しいキーボードを一か月使ってみた", "図書館の夜間開館が始まる", "編集部からのお知らせ", "今年の夏に聴きたい曲",
    "地図アプリの使い方を見直す", "はじめての写真の整理", "古い机を直す",
)  # fmt: skip
_STYLE = "body{margin:0;font-family:sans-serif}.entry-content p{line-height:1.8}.site-nav li{display:inline}"
_KANJI = regex.compile(r"(?<!\p{Han})\p{Han}{2}(?!\p{Han})")
_TAGGED = regex.compile(r"(?<![\w@])([#@])([A-Za-z_]\w*)")
_SPECIAL = regex.compile(r"[\\`*_\[\]<&~]")
_FLOWS = regex.compile(r"^.{40,}[\p{L}\p{Nd},;]$")  # a line that was wrapped, so that the next one goes on with it
_BEGINNING = regex.compile(r"^(\s*)(?:([#+=-])|(\d+)([.)]))")


def html_page(text: str, number: int = 0) -> str:
    """A page of a blog: its text is the article, around which stands what frames articles."""
    rng = _rng(text)
    headline = text.partition("\n")[0]
    day = f"{rng.randint(2015, 2026)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    facts = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": headline,
        "url": f"{ADDRESS}{number}",
        "datePublished": f"{day}T09:00:00+09:00",
        "author": {"@type": "Person", "name": "編集部"},
        "publisher": {"@type": "Organization", "name": SITE},
    }
    body: list[str] = []
    related: list[str] = []
    for block in blocks_of(text):
        (related if block.kind == "related" else body).append(_HTML[block.kind](block, rng))
    title, data = escape(headline), json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")
    menu, popular = (
        "".join(f'<li><a href="{ADDRESS}{rng.randrange(1000)}">{name}</a></li>' for name in rng.sample(ELSEWHERE, 4))
        for _ in range(2)
    )
    return f"""<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"><title>{title} | {SITE}</title>
<meta property="og:type" content="article"><meta property="og:title" content="{title}">
<meta property="og:url" content="{ADDRESS}{number}"><meta property="og:site_name" content="{SITE}">
<link rel="canonical" href="{ADDRESS}{number}"><style>{_STYLE}</style>
<script type="application/ld+json">{data}</script></head>
<body><header class="site-header"><a href="/">{SITE}</a>
<nav class="site-nav"><ul>{menu}</ul></nav></header>
<div class="breadcrumb"><a href="/">ホーム</a> &gt; <a href="/posts/">記事</a></div>
<main><article class="post hentry"><header class="entry-header"><h1 class="entry-title">{title}</h1>
<time datetime="{day}">{day.replace("-", "/")}</time></header>
<div class="entry-content">
{chr(10).join(body)}
</div>
<div class="share-buttons"><a href="#">シェア</a> <a href="#">ブックマーク</a></div></article>
{"".join(related)}</main>
<aside class="sidebar"><h2>人気の記事</h2><ul>{popular}</ul></aside>
<footer class="site-footer"><p>© {SITE}</p></footer></body></html>
"""


def _paragraph(block: Block, rng: random.Random) -> str:
    lines = "<br>\n".join(escape(line, quote=False) for line in block.lines)
    if block.lines[0].startswith("「") and block.lines[-1].endswith("」") and rng.random() < 0.3:
        return f'<blockquote cite="https://source.example/{rng.randrange(1000)}"><p>{lines}</p></blockquote>'
    if rng.random() < 0.15:  # readings above a word, which are no part of the text
        lines = _KANJI.sub(r"<ruby>\g<0><rp>(</rp><rt>よみ</rt><rp>)</rp></ruby>", lines, count=1)
    return f"<p>{lines}</p>"


def _english(block: Block, rng: random.Random) -> str:
    lines = "<br>\n".join(escape(line, quote=False) for line in block.lines)
    if rng.random() < 0.3:
        return f'<blockquote cite="https://source.example/{rng.randrange(1000)}"><p lang="en">{lines}</p></blockquote>'
    return f"<p>{lines}</p>"


def _post(block: Block, rng: random.Random) -> str:
    """As the platform's own embed code has it."""
    *lines, signature = block.lines
    said = SIGNATURE.match(signature)
    assert said is not None
    text = "<br>".join(_TAGGED.sub(_tag, escape(line, quote=False)) for line in lines)
    status = f"https://twitter.com/{said['handle']}/status/{rng.randrange(10**17, 10**18)}?ref_src=twsrc%5Etfw"
    return (
        f'<blockquote class="twitter-tweet" data-lang="ja"><p lang="en" dir="ltr">{text}</p>&mdash; {said["name"]} '
        f'(@{said["handle"]}) <a href="{status}">{said["date"]}</a></blockquote>\n'
        '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'
    )


def _tag(match: regex.Match[str]) -> str:
    place = "hashtag/" if match[1] == "#" else ""
    return f'<a href="https://twitter.com/{place}{match[2]}?src=hash">{match[0]}</a>'


def _source(block: Block, rng: random.Random) -> str:
    title, address = block.lines
    return f'<p><a href="{escape(address)}">{escape(title, quote=False)}</a></p>'


def _list(block: Block, rng: random.Random) -> str:
    return "<ul>\n" + "".join(f"<li>{escape(item, quote=False)}</li>\n" for item in block.lines) + "</ul>"


def _mail(block: Block, rng: random.Random) -> str:
    if rng.random() < 0.5:
        return "<pre>" + "\n".join(escape(f"> {line}".rstrip(), quote=False) for line in block.lines) + "</pre>"
    lines = "<br>\n".join(escape(line, quote=False) for line in block.lines)
    return f'<blockquote cite="https://lists.example/{rng.randrange(1000)}">{lines}</blockquote>'


def _related(block: Block, rng: random.Random) -> str:
    links = "".join(f'<li><a href="{ADDRESS}{rng.randrange(1000)}">{escape(line)}</a></li>' for line in block.lines[1:])
    return f'<section class="related-posts"><h2>{escape(block.lines[0])}</h2><ul>{links}</ul></section>\n'


_HTML: Mapping[str, Callable[[Block, random.Random], str]] = {
    "paragraph": _paragraph,
    "english": _english,
    "post": _post,
    "source": _source,
    "list": _list,
    "mail": _mail,
    "related": _related,
}


def markdown_page(text: str, number: int = 0) -> str:
    """A page of a site that is written in Markdown: front matter, then its text."""
    rng = _rng(text)
    headline = text.partition("\n")[0]
    day = f"{rng.randint(2015, 2026)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    front = f"---\ntitle: {json.dumps(headline, ensure_ascii=False)}\ndate: {day}\nurl: {ADDRESS}{number}\n---\n"
    heading = f"\n# {_marked(headline)}\n" if rng.random() < 0.5 else ""  # many sites show the title by themselves
    return front + heading + "".join("\n" + _markdown(block, rng) + "\n" for block in blocks_of(text))


def _markdown(block: Block, rng: random.Random) -> str:
    lines = [_marked(line) for line in block.lines]
    if block.kind == "post":
        said = SIGNATURE.match(block.lines[-1])
        assert said is not None
        address = f"https://twitter.com/{said['handle']}/status/{rng.randrange(10**17, 10**18)}"
        signed = f"— {said['name']} (@{_marked(said['handle'])}) [{said['date']}]({address})"
        return "\n".join([*(f"> {line}" for line in lines[:-1]), ">", f"> {signed}"])
    if block.kind == "source":
        return f"[{lines[0]}]({block.lines[1]})"
    if block.kind == "list":
        return "\n".join(f"- {line}" for line in lines)
    if block.kind == "mail":
        return "\n".join(f"> {line}".rstrip() for line in lines)
    if block.kind == "related":
        items = "\n".join(f"- [{line}]({ADDRESS}{rng.randrange(1000)})" for line in lines[1:])
        return f"## {lines[0]}\n\n{items}"
    written = lines[0]
    for before, line in zip(block.lines, lines[1:], strict=False):
        written += ("\n" if _FLOWS.search(before) else "  \n") + line
    return written


def _marked(line: str) -> str:
    """A line in which no character is Markdown's."""
    line = _SPECIAL.sub(r"\\\g<0>", line)
    return _BEGINNING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", line)


def _rng(text: str) -> random.Random:
    return random.Random(zlib.crc32(text.encode()))


def json_row(text: str, number: int = 0) -> str:
    """A row of a corpus: the page's text, or every second time its HTML."""
    known = {"url": f"{ADDRESS}{number}", "published": "2024-08-06"}
    page = {"html": html_page(text, number)} if number % 2 else {"text": text}
    return json.dumps(known | page, ensure_ascii=False) + "\n"


def write_json_lines(texts: Iterable[str], path: Path) -> None:
    """One file of rows."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json_row(text, number) for number, text in enumerate(texts))


def write_warc(texts: Iterable[str], path: Path) -> None:
    """One archive of responses, each with the page's HTML."""
    from fastwarc.warc import WarcRecord, WarcRecordType

    with path.open("wb") as file:
        for number, text in enumerate(texts):
            page = html_page(text, number).encode()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(page)}\r\n\r\n"
            record = WarcRecord()
            record.init_headers(WarcRecordType.response)
            record.headers["WARC-Record-ID"] = f"<urn:page:{number:05}>"
            record.headers["WARC-Target-URI"] = f"{ADDRESS}{number}"
            record.headers["WARC-Date"] = "2024-08-06T00:00:00Z"
            record.headers["Content-Type"] = "application/http; msgtype=response"
            record.set_bytes_content(head.encode() + page)
            record.write(file)


def plain_page(text: str, number: int = 0) -> str:
    """The page as it is."""
    return text


FILES: Mapping[str, Callable[[str, int], str]] = {"txt": plain_page, "md": markdown_page, "html": html_page}
ARCHIVES: Mapping[str, Callable[[Iterable[str], Path], None]] = {"jsonl": write_json_lines, "warc": write_warc}
FORMATS = (*FILES, *ARCHIVES)


def write_pages(texts: Iterable[str], form: str, out: Path) -> list[Path]:
    """Writes pages into a folder; the files, in order: one a page, or one archive. KeyError for an unknown format."""
    out.mkdir(parents=True, exist_ok=True)
    if form in ARCHIVES:
        ARCHIVES[form](texts, archive := out / f"pages.{form}")
        return [archive]
    written = []
    for number, text in enumerate(texts):
        path = out / f"page{number:05}.{form}"
        path.write_text(FILES[form](text, number), encoding="utf-8", newline="\n")
        written.append(path)
    return written
