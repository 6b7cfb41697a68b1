"""Fetching, against a real server on this machine: what is saved, what is refused, and that nothing hangs or floods."""

from __future__ import annotations

import gzip
import hashlib
import re
import subprocess
import sys
import time
import tomllib
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from inputs import CASES
from local_server import (
    Reply,
    Route,
    Site,
    broken,
    dripping,
    endless,
    moved,
    page,
    serving,
    silent,
    zipped,
)

from corpus.cli import main
from corpus.reading import read
from corpus.reading.fetch import Manners, World, fetch
from corpus.reading.sidecar import read_fetched, read_sidecar
from corpus.reading.web.addresses import parse
from corpus.reading.web.saved import Saved, names
from corpus.types import CorpusError

HTML = "<!doctype html><title>題</title><p>「大変うれしい。」と彼女は言った。"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HERE = Manners(delay=0, timeout=5, allow_private=True)


@dataclass
class Clock:
    """Time that passes only by waiting; every name is this machine, unless `names` says otherwise."""

    seconds: float = 100.0
    waits: list[float] = field(default_factory=list)
    names: dict[str, list[list[str]]] = field(default_factory=dict)  # what each look-up in turn gives
    looked_up: list[str] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.seconds += seconds

    def lookup(self, host: str, port: int) -> Sequence[str]:
        self.looked_up.append(host)
        turns = self.names.get(host, [["127.0.0.1"]])
        return turns.pop(0) if len(turns) > 1 else turns[0]

    @property
    def world(self) -> World:
        return World(self.lookup, lambda: self.seconds, self.wait, lambda: NOON + timedelta(seconds=self.seconds - 100))


def got(url: str, folder: Path, manners: Manners = HERE, clock: Clock | None = None) -> Saved:
    """What was saved; the error is raised where there is one."""
    (found,) = fetch([url], folder, manners, (clock or Clock()).world)
    if isinstance(found, CorpusError):
        raise found
    return found


def refused(url: str, folder: Path, manners: Manners = HERE, clock: Clock | None = None) -> str:
    """Why a page was not saved; no file is left."""
    with pytest.raises(CorpusError) as caught:
        got(url, folder, manners, clock)
    assert list(folder.glob("*")) == []
    assert caught.value.path is not None
    return caught.value.message


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "articles"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving(ROUTES) as running:
        yield running


def counted(answers: Sequence[Route]) -> Route:
    """One answer after the other, the last for ever."""
    left = list(answers)

    def route(reply: Reply) -> None:
        answer = left.pop(0) if len(left) > 1 else left[0]
        answer(reply)

    return route


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
SHIFT_JIS = "テストのページです。".encode("cp932")

ROUTES: dict[str, Route] = {
    "/": page(HTML),
    "/news/a.html": page(HTML, last_modified="Wed, 21 Oct 2015 07:28:00 GMT", etag='W/"1\\2"'),
    "/moved": moved("/news/a.html", 301),
    "/hop/1": moved("2"),
    "/hop/2": moved("/hop/3", 307),
    "/hop/3": moved("/hop/4", 308),
    "/hop/4": moved("/hop/5", 303),
    "/hop/5": moved("/"),
    "/hop/0": moved("/hop/1"),
    "/loop": moved("/loop/back"),
    "/loop/back": moved("/loop"),
    "/itself": moved("/itself#elsewhere"),
    "/nowhere": lambda reply: reply.send(status=302),
    "/to-file": moved("file:///etc/passwd"),
    "/to-metadata": moved("http://169.254.169.254/latest/meta-data/"),
    "/to-octal": moved("http://0177.0.0.1/"),
    "/to-inside": moved("http://inside.example/"),
    "/to-japanese": moved("/日本".encode().decode("latin-1")),
    "/%E6%97%A5%E6%9C%AC": page(HTML),
    "/zipped": zipped(HTML.encode()),
    "/bomb": zipped(b"\0" * 30_000_000),
    "/bomb/members": lambda reply: reply.send(
        gzip.compress(b"a") * 1000, content_type="text/plain", content_encoding="gzip"
    ),
    "/zipped/cut": lambda reply: reply.send(
        gzip.compress(HTML.encode())[:-9], content_type="text/plain", content_encoding="gzip"
    ),
    "/zipped/not": page(HTML, content_encoding="gzip"),
    "/brotli": page(b"\x0b\x02\x80hello\x03", content_encoding="br"),
    "/endless": endless,
    "/endless/chunk": broken(CHUNKED + b"-1\r\n" + b"x" * 3_000_000),
    "/endless/interim": dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "/drip/head": dripping(b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n"),
    "/drip/line": dripping(b"HTTP/1.1 200 OK\r\nX-More: ", b"1"),
    "/drip/body": dripping(HEAD + b"Content-Length: 1000\r\n\r\n", b"x"),
    "/drip/trailer": dripping(CHUNKED + b"1\r\nx\r\n0\r\n", b"X-More: 1\r\n"),
    "/silent": silent,
    "/broken/length": broken(HEAD + b"Content-Length: 100\r\n\r\nshort"),
    "/broken/chunk": broken(CHUNKED + b"64\r\nshort"),
    "/broken/size": broken(CHUNKED + b"zz\r\nshort"),
    "/broken/status": broken(b"SSH-2.0-\x1b[31mOpenSSH\r\n"),
    "/broken/head": broken(b"HTTP/1.1 200 OK\r\n" + b"X-Many: 1\r\n" * 200 + b"\r\n"),
    "/broken/nothing": broken(b""),
    "/empty": page(b""),
    "/gone": page("", status=410),
    "/error": page("", status=500),
    "/odd": page("", status=299),
    "/charset/wrong": page(SHIFT_JIS, "text/plain; charset=UTF-8"),
    "/charset/none": page(SHIFT_JIS, "text/plain"),
    "/charset/unknown": page(SHIFT_JIS, "text/plain; charset=x-none-such"),
    "/charset/odd": page(SHIFT_JIS, 'text/plain; charset="a b\x7f"'),
    "/picture": page(b"\x89PNG", "image/png"),
    "/untyped": lambda reply: reply.send(HTML),
    "/untyped.html": lambda reply: reply.send(HTML),
    "/notes.md": page("# 題", "text/plain"),
    "/posts.jsonl": page("{}", "application/octet-stream"),
    "/rows.ndjson": page("{}", "text/plain"),
    "/crawl.warc.gz": page(gzip.compress(b"WARC/1.1\r\n"), "application/gzip"),
    "/unpacked.warc.gz": page(gzip.compress(b"WARC/1.1\r\n"), "application/warc", content_encoding="gzip"),
    "/a?b=1": page("one", "text/plain"),
    "/a?b=2": page("two", "text/plain"),
    "/A": page("three", "text/plain"),
    "/x/y": page("four", "text/plain"),
    "/x-y": page("five", "text/plain"),
}


# What is saved


def test_a_page_is_saved_as_it_came_with_a_sidecar(site: Site, folder: Path) -> None:
    saved = got(site.url("/news/a.html"), folder)
    assert saved == Saved(folder / f"127.0.0.1-{site.port}-news-a.html", len(HTML.encode()), "text/html", "saved")
    assert saved.path.read_bytes() == HTML.encode()
    assert sorted(path.suffix for path in folder.iterdir()) == [".html", ".toml"]
    sidecar = tomllib.loads(saved.path.with_suffix(".toml").read_text("utf-8"))
    assert sidecar.pop("retrieved").isoformat() == "2026-03-01"
    assert sidecar == {
        "url": site.url("/news/a.html"),
        "fetched": {
            "requested": site.url("/news/a.html"),
            "status": 200,
            "content_type": "text/html",
            "charset": "utf-8",
            "last_modified": "Wed, 21 Oct 2015 07:28:00 GMT",
            "etag": 'W/"1\\2"',
            "robots": "no robots.txt",
            "sha256": hashlib.sha256(HTML.encode()).hexdigest(),
        },
    }


def test_what_is_said_to_the_server(site: Site, folder: Path) -> None:
    site.asked.clear()
    got(site.url("/#part"), folder)
    assert site.paths == ["/robots.txt", "/"]
    for _, _, headers in site.asked:
        assert headers["host"] == f"127.0.0.1:{site.port}"
        assert re.fullmatch(r"taiyaku/[\d.]+", headers["user-agent"])
        assert headers["accept-encoding"] == "gzip"
        assert not headers.keys() & {"cookie", "authorization", "referer"}


def test_a_page_that_was_saved_can_be_read(site: Site, folder: Path) -> None:
    article = read(got(site.url("/charset/wrong"), folder).path)
    assert (article.text, article.encoding) == ("テストのページです。", "cp932")
    assert (article.source.url, article.source.retrieved) == (site.url("/charset/wrong"), "2026-03-01")


@pytest.mark.parametrize(
    ("path", "charset"),
    [("/charset/wrong", "utf-8"), ("/charset/none", None), ("/charset/unknown", "x-none-such"), ("/charset/odd", None)],
)
def test_the_bytes_are_kept_whatever_the_server_says_of_them(
    site: Site, folder: Path, path: str, charset: str | None
) -> None:
    saved = got(site.url(path), folder)
    known = read_fetched(saved.path.with_suffix(".toml"))
    assert known is not None and known.charset == charset
    assert saved.path.read_bytes() == SHIFT_JIS


def test_a_compressed_page_is_unpacked(site: Site, folder: Path) -> None:
    assert got(site.url("/zipped"), folder).path.read_bytes() == HTML.encode()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", ".html"),
        ("/untyped.html", "-untyped.html"),
        ("/notes.md", "-notes.md"),
        ("/posts.jsonl", "-posts.jsonl"),
        ("/rows.ndjson", "-rows.ndjson"),
        ("/crawl.warc.gz", "-crawl.warc.gz"),
        ("/unpacked.warc.gz", "-unpacked.warc"),
        ("/to-japanese", r"-e6-97-a5-e6-9c-ac-[0-9a-f]{8}.html"),
        ("/a?b=1", r"-a-b-1-[0-9a-f]{8}.txt"),
        ("/A", r"-a-[0-9a-f]{8}.txt"),
    ],
)
def test_names(site: Site, folder: Path, path: str, name: str) -> None:
    assert re.fullmatch(rf"127\.0\.0\.1-{site.port}{name}", got(site.url(path), folder).path.name)


def test_no_page_takes_the_name_of_another(site: Site, folder: Path) -> None:
    urls = [site.url(path) for path in ("/a?b=1", "/a?b=2", "/A", "/x/y", "/x-y")]
    for _ in range(2):  # the second time all are there already
        found = list(fetch(urls, folder, HERE, Clock().world))
        saved = [each for each in found if isinstance(each, Saved)]
        assert [each.path.read_text() for each in saved] == ["one", "two", "three", "four", "five"]
        assert [read_sidecar(each.path.with_suffix(".toml"))[0].url for each in saved] == urls
    assert {each.state for each in saved} == {"unchanged"}


def test_a_sidecar_has_the_name_without_the_whole_ending(site: Site, folder: Path) -> None:
    got(site.url("/crawl.warc.gz"), folder)
    name = f"127.0.0.1-{site.port}-crawl"
    assert sorted(path.name for path in folder.iterdir()) == [f"{name}.toml", f"{name}.warc.gz"]


# Redirects


def test_a_redirect_is_followed_and_both_addresses_are_recorded(site: Site, folder: Path) -> None:
    sidecar = got(site.url("/moved"), folder).path.with_suffix(".toml")
    known = read_fetched(sidecar)
    assert read_sidecar(sidecar)[0].url == site.url("/news/a.html")
    assert known is not None and known.requested == site.url("/moved")


def test_five_redirects_are_followed_and_six_are_not(site: Site, folder: Path) -> None:
    assert "redirects more than 5 times" in refused(site.url("/hop/0"), folder)
    assert got(site.url("/hop/1"), folder).path.name == f"127.0.0.1-{site.port}.html"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/loop", "in a circle"),
        ("/itself", "in a circle"),
        ("/nowhere", "without saying where"),
        ("/to-file", "'file' is not fetched"),
        ("/to-octal", "a number but no IPv4 address"),
    ],
)
def test_redirects_that_lead_nowhere(site: Site, folder: Path, path: str, why: str) -> None:
    assert why in refused(site.url(path), folder)


# Addresses that are not public


def test_this_machine_is_not_asked(site: Site, folder: Path) -> None:
    site.asked.clear()
    strict = replace(HERE, allow_private=False)
    for host in ("127.0.0.1", "pages.example", "[::ffff:127.0.0.1]"):
        clock = Clock(names={"::ffff:7f00:1": [["::ffff:7f00:1"]]})
        assert "not public: --allow-private" in refused(site.url("/", host), folder, strict, clock)
    assert site.asked == []


def test_one_private_address_among_public_ones_is_enough(site: Site, folder: Path) -> None:
    clock = Clock(names={"pages.example": [["93.184.215.14", "127.0.0.1"]]})
    message = refused(site.url("/", "pages.example"), folder, replace(HERE, allow_private=False), clock)
    assert "pages.example is at 127.0.0.1" in message


@pytest.mark.parametrize(("path", "host"), [("/to-inside", "inside.example"), ("/to-metadata", "169.254.169.254")])
def test_a_redirect_is_checked_like_any_address(
    site: Site, folder: Path, path: str, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is on this machine, which is taken for public here; where it leads to is not."""
    from corpus.reading.web import addresses

    public = addresses.is_public
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1" or public(address))
    clock = Clock(names={"inside.example": [["10.0.0.7"]], "169.254.169.254": [["169.254.169.254"]]})
    message = refused(site.url(path), folder, replace(HERE, allow_private=False), clock)
    assert f"the host {host} is at" in message and "not public" in message


def test_the_address_that_was_checked_is_the_one_that_is_asked(site: Site, folder: Path) -> None:
    """A name that nobody else knows: were it looked up again on the way, nothing would be found."""
    clock = Clock()
    site.asked.clear()
    got(site.url("/", "pages.example"), folder, HERE, clock)
    assert [headers["host"] for _, _, headers in site.asked] == [f"pages.example:{site.port}"] * 2
    assert set(clock.looked_up) == {"pages.example"}


def test_a_name_that_changes_its_mind_is_refused_when_it_does(site: Site, folder: Path) -> None:
    """Public at first, ours later: each request is made to an address that was checked for it, or not made."""
    site.asked.clear()
    turns = [["192.0.2.1"], ["127.0.0.1"]]
    clock = Clock(names={"rebinding.example": turns})
    message = refused(site.url("/", "rebinding.example"), folder, replace(HERE, allow_private=False), clock)
    assert "not public" in message
    assert site.asked == []


def test_a_name_that_is_unknown(folder: Path) -> None:
    def lookup(host: str, port: int) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    (found,) = fetch(["http://nowhere.example/"], folder, HERE, replace(Clock().world, lookup=lookup))
    assert "the host nowhere.example is not found: Name or service not known" in str(found)


def test_the_next_address_is_tried_where_the_first_one_is_dead(site: Site, folder: Path) -> None:
    clock = Clock(names={"pages.example": [["127.0.0.2", "127.0.0.1"]]})  # nobody listens at the first
    assert got(site.url("/", "pages.example"), folder, HERE, clock).state == "saved"


def test_no_proxy_of_the_environment_is_asked(site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    assert got(site.url("/"), folder).state == "saved"


# TLS


def test_the_certificate_must_be_the_hosts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = CASES / "tls" / "pages.example.pem"
    with serving(ROUTES, certificate) as secure:
        unknown = refused(secure.url("/", "pages.example"), folder)
        assert "robots.txt cannot be had (cannot be reached: self-signed certificate" in unknown
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert got(secure.url("/", "pages.example"), folder).state == "saved"
        (found,) = fetch([secure.url("/", "other.example")], folder, HERE, Clock().world)
        assert "Hostname mismatch" in str(found)
        assert {headers["host"] for _, _, headers in secure.asked} == {f"pages.example:{secure.port}"}


# Limits


@pytest.mark.parametrize("path", ["/bomb", "/endless", "/endless/chunk"])
def test_too_large_leaves_no_file_and_stops_at_the_limit(site: Site, folder: Path, path: str) -> None:
    began = time.monotonic()
    assert "larger than 20,000 bytes, or has no end" in refused(site.url(path), folder, replace(HERE, max_bytes=20_000))
    assert time.monotonic() - began < 4


def test_a_bomb_is_not_unpacked_first_and_measured_afterwards(site: Site, folder: Path) -> None:
    tracemalloc.start()
    try:
        assert "is larger" in refused(site.url("/bomb"), folder, replace(HERE, max_bytes=20_000))
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


def test_the_limit_is_of_what_is_unpacked_and_exact(site: Site, folder: Path) -> None:
    size = len(HTML.encode())
    assert "is larger" in refused(site.url("/zipped"), folder, replace(HERE, max_bytes=size - 1))
    assert got(site.url("/zipped"), folder, replace(HERE, max_bytes=size)).size == size


@pytest.mark.parametrize(
    "path", ["/silent", "/drip/head", "/drip/line", "/drip/body", "/drip/trailer", "/endless/interim"]
)
def test_too_slow_is_given_up(site: Site, folder: Path, path: str) -> None:
    began = time.monotonic()
    assert "took longer than 0.4 s" in refused(site.url(path), folder, replace(HERE, timeout=0.4))
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/broken/length", "95 bytes of the stated length are missing"),
        ("/broken/chunk", "IncompleteRead"),
        ("/broken/size", "IncompleteRead"),
        ("/broken/status", "broken off: SSH-2.0-\N{REPLACEMENT CHARACTER}[31mOpenSSH"),
        ("/broken/head", "got more than 100 headers"),
        ("/broken/nothing", "without response"),
        ("/zipped/cut", "the end of the compressed body is missing"),
        ("/zipped/not", "incorrect header check"),
        ("/bomb/members", "several gzip members"),
        ("/brotli", "Content-Encoding 'br' was not asked for"),
        ("/empty", "is empty"),
        ("/none", "status 404 (Not Found): there is no such page"),
        ("/gone", "status 410 (Gone): there is no such page"),
        ("/error", "status 500 (Internal Server Error)"),
        ("/odd", "status 299"),
        ("/picture", "of the type 'image/png', which is not read here: there is .html, "),
        ("/untyped", "of no stated type"),
    ],
)
def test_what_is_no_page_is_named(site: Site, folder: Path, path: str, why: str) -> None:
    assert why in refused(site.url(path), folder)


def test_nobody_listens(folder: Path) -> None:
    with serving({}) as gone:
        url = gone.url("/")
    assert "Connection refused" in refused(url, folder)


# robots.txt


def allowed(rules: Route, path: str, folder: Path, clock: Clock | None = None) -> tuple[str, list[str]]:
    """What became of a page on a host with this robots.txt (its verdict or the error), and what was asked."""
    routes = {**ROUTES, "/robots.txt": rules, "/rules": page("User-agent: *\nDisallow: /x"), "/round": moved("/round")}
    with serving(routes) as site:
        (found,) = fetch([site.url(path)], folder, HERE, (clock or Clock()).world)
        if isinstance(found, CorpusError):
            return found.message, site.paths
        known = read_fetched(found.path.with_suffix(".toml"))
        assert known is not None and known.robots is not None
        return known.robots.replace(site.url(""), ""), site.paths


def text(rules: str) -> Route:
    return page(rules, "text/plain")


@pytest.mark.parametrize(
    ("rules", "path", "verdict"),
    [
        (text("User-agent: *\nDisallow: /x"), "/", "allowed by /robots.txt"),
        (text("User-agent: *\nDisallow: /x"), "/x-y", "does not allow it for taiyaku"),
        (text("User-agent: Taiyaku/2.0\nDisallow: /\n\nUser-agent: *\nAllow: /"), "/", "does not allow it"),
        (text("User-agent: tai\nDisallow: /\n"), "/", "allowed by /robots.txt"),  # the beginning of our name is not it
        (text("User-agent: *\nDisallow: /\nAllow: /x"), "/x/y", "allowed by /robots.txt"),
        (text("\ufeffUser-agent: *\nDisallow: /a?b"), "/a?b=1", "does not allow it"),
        (page(HTML), "/", "allowed by /robots.txt"),  # a page where a file should be: no rules in it
        (moved("/rules"), "/x-y", "does not allow it"),
        (moved("/round"), "/", "cannot be had (redirects more than 5 times)"),
        (page("", status=403), "/", "no robots.txt"),
        (page("", status=503), "/", "cannot be had (status 503)"),
        (page("", status=429), "/", "cannot be had (status 429)"),
        (broken(b""), "/", "cannot be had (cannot be reached"),
    ],
)
def test_robots_txt_is_obeyed(rules: Route, path: str, verdict: str, folder: Path) -> None:
    said, asked = allowed(rules, path, folder)
    assert verdict in said
    assert (asked[-1] == path) is ("allowed by" in said or "no robots.txt" in said)


def test_a_long_robots_txt_is_cut_and_takes_no_time(folder: Path) -> None:
    agents = "".join(f"User-agent: a{number}\n" for number in range(15_000))
    rules = f"User-agent: *\nDisallow: /x\n\n{agents}" + "Disallow: /a*b*c*d\n" * 20_000
    began = time.monotonic()
    said, _ = allowed(text(f"{rules}\n{'#' * 600_000}\nUser-agent: *\nDisallow: /news"), "/news/a.html", folder)
    assert said == "allowed by /robots.txt"
    assert time.monotonic() - began < 4


def test_robots_txt_is_read_once_a_host_and_run(site: Site, folder: Path) -> None:
    site.asked.clear()
    list(fetch([site.url("/"), site.url("/A"), site.url("/", "other.example")], folder, HERE, Clock().world))
    assert site.paths == ["/robots.txt", "/", "/A", "/robots.txt", "/"]


def test_the_rules_of_the_host_that_a_redirect_leads_to_count(folder: Path) -> None:
    with serving({"/": page(HTML), "/robots.txt": text("User-agent: *\nDisallow: /")}) as closed:
        with serving({"/": moved(closed.url("/"))}) as opened:
            assert "does not allow it" in refused(opened.url("/"), folder)
        assert closed.paths == ["/robots.txt"]


# One request after the other


def test_a_host_is_left_in_peace_between_two_requests(site: Site, folder: Path) -> None:
    clock = Clock()
    urls = [site.url("/"), site.url("/A"), site.url("/", "other.example")]
    list(fetch(urls, folder, replace(HERE, delay=1.5), clock.world))
    assert clock.waits == [1.5, 1.5, 1.5]  # page, page, and the page of the other host after its robots.txt


@pytest.mark.parametrize(("asked", "waited"), [("7", 7.0), ("0.1", 2.0), ("86400", 30.0), ("soon", 2.0)])
def test_a_crawl_delay_is_obeyed_up_to_a_bound(folder: Path, asked: str, waited: float) -> None:
    clock = Clock()
    with serving({**ROUTES, "/robots.txt": text(f"User-agent: *\nCrawl-delay: {asked}\n")}) as site:
        list(fetch([site.url("/")], folder, replace(HERE, delay=2), clock.world))
    assert clock.waits == [waited]


def busy(times: int, retry_after: str, status: int = 429) -> Route:
    return counted([page("busy", status=status, retry_after=retry_after)] * times + [page(HTML)])


@pytest.mark.parametrize(
    ("retry_after", "status", "waits"),
    [
        ("3", 429, [3.0]),
        ("0", 503, [0.0]),
        (format_datetime(NOON + timedelta(seconds=40), usegmt=True), 503, [40.0]),
        (format_datetime(NOON - timedelta(days=1), usegmt=True), 429, [0.0]),
        ("Sun, 01 Mar 2026 12:00:09 -0000", 429, [9.0]),
    ],
)
def test_a_busy_host_is_asked_again_when_it_says(
    folder: Path, retry_after: str, status: int, waits: list[float]
) -> None:
    clock = Clock()
    with serving({"/": busy(1, retry_after, status)}) as site:
        assert got(site.url("/"), folder, HERE, clock).state == "saved"
        assert site.paths == ["/robots.txt", "/", "/"]
    assert clock.waits == waits


@pytest.mark.parametrize(
    ("route", "asked", "why"),
    [
        (busy(3, "5"), 3, "wants to be asked again in 5 s"),
        (busy(1, "3600"), 1, "wants to be asked again in 3,600 s"),
        (busy(1, "9" * 30), 1, "try again later"),
        (busy(1, "tomorrow"), 1, "try again later"),
        (page("", status=429), 1, "status 429 (Too Many Requests): try again later"),
    ],
)
def test_a_host_that_stays_busy_is_named(folder: Path, route: Route, asked: int, why: str) -> None:
    with serving({"/": route}) as site:
        assert why in refused(site.url("/"), folder)
        assert site.paths == ["/robots.txt"] + ["/"] * asked


# What is there already


def test_an_address_costs_no_more_than_minutes_whatever_it_leads_to(folder: Path) -> None:
    """With each step letting wait twice for a minute, an hour and a half went by for one address."""
    clock = Clock()
    tired = [page("busy", status=503, retry_after="60")] * 2
    routes = {f"/{at}": counted([*tired, moved(f"/{at + 1}")]) for at in range(5)}
    with serving({**routes, "/5": page(HTML)}) as site:
        led, direct = fetch([site.url("/0"), site.url("/5")], folder, HERE, clock.world)
    assert isinstance(led, CorpusError) and "has cost more than 305 s with redirects and new tries" in str(led)
    assert sum(clock.waits) == 360
    assert isinstance(direct, Saved)


@pytest.mark.parametrize("there", [True, False])
def test_nothing_is_saved_through_a_link(site: Site, folder: Path, there: bool) -> None:
    name = names(parse(site.url()))[0]
    secret = folder.parent / "authorized_keys"
    folder.mkdir()
    if there:
        secret.write_text("mine", encoding="utf-8")
    for ending in (".html", ".toml"):
        (folder / f"{name}{ending}").symlink_to(secret)
        (found,) = fetch([site.url()], folder, replace(HERE, again=True), Clock().world)
        assert isinstance(found, CorpusError), ending
        assert secret.exists() == there and (not there or secret.read_text(encoding="utf-8") == "mine")
        (folder / f"{name}{ending}").unlink()


def changing(*bodies: str) -> Route:
    return counted([page(body, "text/plain") for body in bodies])


def test_a_changed_page_replaces_the_old_one_only_when_asked(folder: Path) -> None:
    with serving({"/p": changing("old", "new", "new", "new")}) as site:
        saved = got(site.url("/p"), folder)
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        with pytest.raises(CorpusError, match=r"has another content than .*: --again replaces it"):
            got(site.url("/p"), folder)
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
        assert got(site.url("/p"), folder, replace(HERE, again=True)).state == "replaced"
        assert saved.path.read_text() == "new"
        known = read_fetched(saved.path.with_suffix(".toml"))
        assert known is not None and known.sha256 == hashlib.sha256(b"new").hexdigest()
        assert got(site.url("/p"), folder).state == "unchanged"


def test_an_unchanged_page_touches_nothing(site: Site, folder: Path) -> None:
    saved = got(site.url("/"), folder)
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert got(site.url("/"), folder, replace(HERE, again=True), Clock(seconds=1e6)) == replace(
        saved, state="unchanged"
    )
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_what_people_wrote_into_a_sidecar_stays(folder: Path) -> None:
    with serving({"/p": changing("old", "new")}) as site:
        sidecar = got(site.url("/p"), folder).path.with_suffix(".toml")
        lines = sidecar.read_text("utf-8").splitlines()
        edited = "\n".join(["# mine", 'publisher = "誰か" # sure', *lines, "# checked by hand"]) + "\n"
        sidecar.write_text(edited, encoding="utf-8")
        later = Clock(seconds=100 + 86400)
        assert got(site.url("/p"), folder, replace(HERE, again=True), later).state == "replaced"
    old, new = (hashlib.sha256(body).hexdigest() for body in (b"old", b"new"))
    expected = edited.replace("2026-03-01", "2026-03-02").replace(old, new)
    assert sidecar.read_text("utf-8") == expected


def test_a_broken_sidecar_is_named_and_nothing_is_written(site: Site, folder: Path) -> None:
    folder.mkdir()
    sidecar = folder / f"127.0.0.1-{site.port}.toml"
    sidecar.write_text("publisher = \n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"\.toml:1: is no TOML"):
        got(site.url("/"), folder)
    assert list(folder.iterdir()) == [sidecar]


def test_a_folder_that_cannot_be_written_is_named(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (found,) = fetch([site.url("/")], tmp_path / "file" / "articles", HERE, Clock().world)
    assert isinstance(found, CorpusError) and found.path == site.url("/") and "file" in found.message


def test_one_bad_page_stops_no_other(site: Site, folder: Path) -> None:
    urls = ["gopher://x/", site.url("/none"), site.url("/broken/chunk"), site.url("/")]
    *bad, good = fetch(urls, folder, HERE, Clock().world)
    assert all(isinstance(each, CorpusError) for each in bad)
    assert isinstance(good, Saved) and good.path.is_file()


# The command


def command(*arguments: str) -> int:
    """The command without delays, which here would be real ones."""
    return main(["fetch", "--delay=0", *arguments])


def test_the_command_says_what_became_of_each_page(
    site: Site, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    urls = (site.url("/news/a.html"), site.url("/none"), site.url("/a?b=1"))
    assert command(*urls, "--to", str(folder), "--allow-private") == 1
    said = capsys.readouterr()
    name = f"{folder}/127.0.0.1-{site.port}"
    first, second, rest = said.out.split("\n", 2)
    assert first == f"saved {name}-news-a.html ({len(HTML.encode())} bytes, text/html)"
    assert re.fullmatch(rf"saved {name}-a-b-1-[0-9a-f]{{8}}\.txt \(3 bytes, text/plain\)", second)
    assert rest.startswith("Next: ") and str(folder) in rest
    assert said.err == f"taiyaku: {urls[1]}: status 404 (Not Found): there is no such page\n"
    assert command(urls[0], "--to", str(folder), "--allow-private", "--timeout", "5") == 0
    assert capsys.readouterr().out.startswith(f"unchanged {name}-news-a.html")


def test_a_file_is_no_folder_to_save_into(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.asked.clear()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert command(site.url("/news/a.html"), "--to", str(tmp_path / "file"), "--allow-private") == 1
    said = capsys.readouterr()
    assert said.err.startswith(f"taiyaku: {tmp_path / 'file'}: is a file, not a folder: name a folder (--to)")
    assert site.asked == []


def test_the_command_asks_nobody_inside(site: Site, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.asked.clear()
    hosts = ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1")
    assert command(*(site.url("/", host) for host in hosts), "--to", str(folder)) == 1
    said = capsys.readouterr()
    assert (said.out, site.asked, folder.exists()) == ("", [], False)
    assert len(said.err.splitlines()) == len(hosts) and "Traceback" not in said.err


@pytest.mark.parametrize(
    "option", ["--delay=-1", "--delay=nan", "--timeout=soon", "--max-bytes=0", "--max-bytes=1e6", "--max-bytes=²"]
)
def test_settings_that_are_none_are_wrong_usage(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fetch", "http://e.example/", option]) == 2
    assert "is no number of" in capsys.readouterr().err


def test_what_the_network_needs_is_loaded_only_when_a_page_is_fetched() -> None:
    code = "import sys, corpus.reading.fetch; print({'ssl', 'http.client', 'protego', 'idna'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"set()\n"
