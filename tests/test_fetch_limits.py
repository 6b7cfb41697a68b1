"""Fetching at its edges: which of two headers counts, what is cut short, what is left where a page is refused."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from local_server import Reply, broken, moved, page, serving, silent
from test_fetch import HERE, HTML, Clock, counted, got, refused

from corpus.cli import main
from corpus.reading.fetch import fetch
from corpus.reading.sidecar import read_fetched
from corpus.reading.web import transport
from corpus.reading.web.addresses import parse
from corpus.reading.web.licence_links import licence_links
from corpus.reading.web.robots import robots_url
from corpus.reading.web.saved import Saved, names
from corpus.types import CorpusError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "articles"


@pytest.mark.parametrize("address", ["http://e.example:81/a", "https://e.example:8443/a", "http://e.example/a"])
def test_each_port_has_rules_of_its_own(address: str) -> None:
    assert robots_url(parse(address)).url == address.removesuffix("a") + "robots.txt"


def test_a_host_that_is_not_found_is_not_called_one_whose_rules_cannot_be_had(folder: Path) -> None:
    def lookup(host: str, port: int) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    (found,) = fetch(["http://nowhere.example/"], folder, HERE, replace(Clock().world, lookup=lookup))
    assert isinstance(found, CorpusError)
    assert found.message == "the host nowhere.example is not found: Name or service not known"


def test_silence_is_given_up_long_before_the_time_of_a_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "_PATIENCE", 0.2)
    with serving({"/": silent}) as site:
        assert refused(site.url(), folder, replace(HERE, timeout=4)) == "silent for 0.2 s"


def test_of_two_headers_of_a_name_the_first_counts(folder: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Type: text/plain\r\nContent-Type: text/html\r\n\r\n"
    with serving({"/": lambda reply: reply.raw(head + b"abc")}) as site:
        assert got(site.url(), folder).path.suffix == ".txt"


def test_a_sidecar_has_the_beginning_of_a_long_header(folder: Path) -> None:
    with serving({"/": page(HTML, etag="e" * 300, last_modified="m" * 300)}) as site:
        known = read_fetched(got(site.url(), folder).path.with_suffix(".toml"))
    assert known is not None and (known.etag, known.last_modified) == ("e" * 200, "m" * 200)


def test_a_page_is_not_saved_where_its_sidecar_is_a_link(folder: Path) -> None:
    folder.mkdir()
    with serving({"/": page(HTML)}) as site:
        sidecar = folder / f"{names(parse(site.url()))[0]}.toml"
        sidecar.symlink_to(folder.parent / "elsewhere.toml")
        (found,) = fetch([site.url()], folder, HERE, Clock().world)
    assert isinstance(found, CorpusError) and "is a link" in found.message
    assert list(folder.iterdir()) == [sidecar]


def test_a_page_of_many_licences_has_the_first_twenty_on_record() -> None:
    links = [f"https://e.example/terms/{number}" for number in range(30)]
    markup = "".join(f'<a rel="license" href="{link}">' for link in links).encode()
    assert licence_links(markup, "https://e.example/") == (tuple(links[:20]), None)


def test_a_page_whose_address_begins_that_of_another_takes_no_name_from_it(folder: Path) -> None:
    with serving({"/a.html": page(HTML), "/a": page("another page")}) as site:
        first, second = (got(site.url(path), folder) for path in ("/a.html", "/a"))
    assert first.path.name == f"127.0.0.1-{site.port}-a.html"
    assert second.path.name == f"{names(parse(site.url('/a')))[1]}.html" != first.path.name


def test_the_command_saves_where_builds_read_and_replaces_only_when_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with serving({"/": counted([page("old"), page("new")])}) as site:
        asked = ["fetch", site.url(), "--allow-private", "--delay", "0"]
        assert [main(asked), main(asked), main([*asked, "--again"])] == [0, 1, 0]
        saved = f"data/articles/127.0.0.1-{site.port}.html"
    said = capsys.readouterr()
    assert [line for line in said.out.splitlines() if not line.startswith("Next")] == [
        f"saved {saved} (3 bytes, text/html)",
        f"replaced {saved} (3 bytes, text/html)",
    ]
    assert "--again replaces it" in said.err and (tmp_path / saved).read_text("utf-8") == "new"


def test_the_command_waits_between_requests_and_not_for_ever(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    came: list[float] = []

    def noted(reply: Reply) -> None:
        came.append(time.monotonic())
        (silent if reply.path == "/silent" else page(HTML))(reply)

    with serving({"/robots.txt": noted, "/silent": noted}) as site:
        asked = ["fetch", site.url("/silent"), "--to", str(folder), "--allow-private"]
        assert main([*asked, "--delay", "0.3", "--timeout", "0.2"]) == 1
    assert "took longer than 0.2 s: --timeout allows more" in capsys.readouterr().err
    assert len(came) == 2 and came[1] - came[0] > 0.29  # a request reaches the server when it may


def test_the_command_takes_no_more_than_it_was_told_to(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving({"/": page("12345")}) as site:
        asked = ["fetch", site.url(), "--to", str(folder), "--allow-private", "--delay", "0"]
        assert main([*asked, "--max-bytes", "4"]) == 1
        assert "is larger than 4 bytes, or has no end: --max-bytes allows more" in capsys.readouterr().err
        assert main([*asked, "--max-bytes", "5"]) == 0


def test_a_host_is_left_in_peace_after_a_request_that_failed_too(folder: Path) -> None:
    clock = Clock()
    with serving({"/bad": broken(b"no HTTP"), "/": page(HTML)}) as site:
        list(fetch([site.url("/bad"), site.url("/")], folder, replace(HERE, delay=1.5), clock.world))
    assert clock.waits == [1.5, 1.5]  # each page, behind robots.txt and behind the other one


def test_what_one_address_cost_says_nothing_of_the_host_that_it_led_to(folder: Path) -> None:
    clock = Clock()

    def leads_on(reply: Reply) -> None:
        clock.seconds += 10  # so long it took
        reply.send(status=302, location=f"http://other.example:{reply.site.port}/end")

    tired = [page("busy", status=503, retry_after="60")] * 2
    hops = {f"/{at}": counted([*tired, moved(f"/{at + 1}")]) for at in range(2)}
    with serving({**hops, "/2": counted([*tired[:1], leads_on]), "/end": page(HTML)}) as site:
        urls = [site.url("/0"), site.url("/end", "other.example")]
        led, direct = fetch(urls, folder, HERE, clock.world)
    assert isinstance(led, CorpusError) and "has cost more than 305 s with redirects and new tries" in str(led)
    assert isinstance(direct, Saved)


@pytest.mark.parametrize(
    "retry_after", ["1 Jan 99999999999999999999 00:00:00 +0000", "1 Jan 2020 00:00:00 +99999999999999999999"]
)
def test_a_time_that_no_calendar_has_stops_no_other_page(folder: Path, retry_after: str) -> None:
    with serving({"/busy": page("busy", status=503, retry_after=retry_after), "/": page(HTML)}) as site:
        bad, good = fetch([site.url("/busy"), site.url("/")], folder, HERE, Clock().world)
    assert isinstance(bad, CorpusError) and "try again later" in bad.message
    assert isinstance(good, Saved)


def test_the_users_own_delay_costs_an_address_nothing(folder: Path) -> None:
    clock = Clock()
    with serving({"/": moved("/there"), "/there": page(HTML)}) as site:
        assert got(site.url(), folder, replace(HERE, delay=400), clock).state == "saved"
    assert clock.waits == [400, 400]


def test_a_sidecar_of_other_bytes_is_brought_up_to_date_beside_an_unchanged_page(folder: Path) -> None:
    with serving({"/": page(HTML)}) as site:
        sidecar = got(site.url(), folder).path.with_suffix(".toml")
        right = sidecar.read_text("utf-8")
        digest = hashlib.sha256(HTML.encode()).hexdigest()
        sidecar.write_text(right.replace(digest, "0" * 64), encoding="utf-8")
        assert got(site.url(), folder).state == "unchanged"
    assert digest in right and sidecar.read_text("utf-8") == right


def test_a_delay_begins_when_an_answer_has_come(folder: Path) -> None:
    clock = Clock()

    def slow(reply: Reply) -> None:
        clock.seconds += 10
        page(HTML)(reply)

    with serving({"/slow": slow, "/": page(HTML)}) as site:
        list(fetch([site.url("/slow"), site.url("/")], folder, replace(HERE, delay=1.5), clock.world))
    assert clock.waits == [1.5, 1.5]
