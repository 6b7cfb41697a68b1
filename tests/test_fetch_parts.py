"""The parts of fetching without a network: addresses, names, links to licences, robots.txt, the text of a sidecar."""

from __future__ import annotations

import ipaddress
import itertools
import re
import tomllib
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from helpers import CALM
from hypothesis import given
from hypothesis import strategies as st

from corpus.reading.sidecar import Fetched, read_fetched, read_sidecar
from corpus.reading.web.addresses import Target, is_public, parse, shown
from corpus.reading.web.licence_links import licence_links
from corpus.reading.web.robots import rules_of, verdict
from corpus.reading.web.saved import names
from corpus.reading.web.sidecar_text import new_sidecar, updated
from corpus.reading.web.transport import Answer
from corpus.types import CorpusError

# Addresses


@pytest.mark.parametrize(
    ("url", "same_as"),
    [
        ("HTTP://Example.COM", "http://example.com/"),
        ("https://example.com:443/a?b#c", "https://example.com/a?b"),
        ("http://example.com:443/", "http://example.com:443/"),
        ("https://example.com./", "https://example.com/"),
        ("https://日本語.jp/記事 1?q=猫", "https://xn--wgv71a119e.jp/%E8%A8%98%E4%BA%8B%201?q=%E7%8C%AB"),
        ("https://example.com/%7ea%2Fb", "https://example.com/%7ea%2Fb"),
        ("http://[2001:DB8:0::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("http://１２７.０.０.１/", "http://127.0.0.1/"),
        ("  http://example.com/\r\nHost: other ", "http://example.com/Host:%20other"),
    ],
)
def test_a_url_has_one_form(url: str, same_as: str) -> None:
    assert parse(url).url == same_as
    assert parse(same_as).url == same_as


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("example.com/page", "has no scheme"),
        ("file:///etc/passwd", "'file' is not fetched"),
        ("ftp://example.com/", "'ftp' is not fetched"),
        ("http://", "is no name of a host"),
        ("http://user@example.com/", "has a user or a password"),
        ("http://user:secret@example.com/", "has a user or a password"),
        ("http://example.com\\@127.0.0.1/", "has a user or a password"),
        ("http://example.com\\.127.0.0.1/", "is no name of a host"),
        ("http://127%2e0%2e0%2e1/", "is no name of a host"),
        ("http://exa mple.com/", "is no name of a host"),
        ("http://-example.com/", "is no name of a host"),
        ("http://a..b/", "is no name of a host"),
        (f"http://{'a' * 64}.com/", "is no name of a host"),
        ("http://例..jp/", "is no name of a host"),
        ("http://user:secret@example\u2100.com/", "is no address of a page"),
        ("http://example.com:0/", "port 0"),
        ("http://example.com:65536/", "is no address of a page"),
        ("http://example.com:x/", "is no address of a page"),
        ("http://[::1/", "is no address of a page"),
        ("http://[fe80::1%25eth0]/", "is no "),
        ("http://[1::2::3]/", "is no "),
        ("http://example.com/\udc80", "is no address of a page"),
        *(
            (f"http://{host}/", "is a number but no IPv4 address")
            for host in (
                "2130706433",
                "0x7f000001",
                "0x7f.1",
                "127.1",
                "0177.0.0.1",
                "127.0.0.01",
                "1.2.3.4.5",
                "256.1.1.1",
            )
        ),
        ("http://a.b.0x/", "is a number but no IPv4 address"),
        ("http://２１３０７０６４３３/", "is a number but no IPv4 address"),
    ],
)
def test_what_is_no_address_of_a_page(url: str, why: str) -> None:
    with pytest.raises(CorpusError) as caught:
        parse(url)
    assert why in caught.value.message
    assert "secret" not in str(caught.value)
    str(caught.value).encode()  # it can be printed


@CALM
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_an_address_or_a_named_error(host: str, path: str) -> None:
    try:
        target = parse(f"http://{host}/{path}")
    except CorpusError:
        return
    assert target.url.isascii() and target.url.isprintable() and " " not in target.url and "#" not in target.url
    assert parse(target.url) == target


NOT_PUBLIC = [
    "0.1.2.3", "0.255.255.255", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254",
    "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1",
    "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808", "100::1", "2001::1",
    "2001:0:808:808:0:0:80ff:fffe", "2001:db8::1", "2001:10::1", "2002:7f00:1::1", "2002:c0a8:101::1", "3fff::1",
    "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "2606:2800:21f::1%eth0", "fec0::1",
    "ff02::1",
]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("64:ff9b::808:808", True),  # 8.8.8.8 as a network without IPv4 sees it
        ("2002:808:808::1", True),
        *((address, False) for address in NOT_PUBLIC),
        ("0.0.0.0", False),  # noqa: S104
        ("example.com", False),
        ("", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_judged_by_itself(inside: ipaddress.IPv4Address) -> None:
    number = int(inside)
    for around in (0xFFFF << 32, 0x64_FF9B << 96, (0x2002 << 112) - number + (number << 80)):
        assert is_public(str(ipaddress.IPv6Address(around + number))) is is_public(str(inside))


# Names


@given(
    st.text(st.sampled_from("abcXYZ019-._~/%?=&日:"), max_size=300),
    st.sampled_from(["example.com", "con", "[2001:db8::1]:81", "a" * 60 + ".com"]),
)
def test_a_name_is_good_on_every_file_system(path: str, host: str) -> None:
    for name in names(parse(f"https://{host}/{path}")):
        assert re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", name)
        assert len(name) <= 100 and ".." not in name
        assert not re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name)
        assert not f"{name}.html".startswith("readme.")


@pytest.mark.parametrize("address", ["https://readme.io/", "http://readme/", "https://readme.example/a/b.html"])
def test_a_page_is_not_called_as_what_is_passed_over(address: str) -> None:
    assert all(name.startswith("readme-") for name in names(parse(address)))
    assert names(parse("https://a.example/readme.md"))[0] == "a.example-readme"


@given(st.text(st.sampled_from("aAb?="), max_size=4), st.text(st.sampled_from("aAb?="), max_size=4))
def test_names_that_lose_something_differ(one: str, other: str) -> None:
    first, second = (parse(f"https://example.com/{path}") for path in (one, other))
    assert (names(first)[0] == names(second)[0]) is (first == second)


# Links to licences

BY = "https://creativecommons.org/licenses/by/4.0/"
ZERO = "http://www.creativecommons.org/publicdomain/zero/1.0/"


@pytest.mark.parametrize(
    ("markup", "links", "declared"),
    [
        (f'<a rel="license" href="{BY}">CC</a>', [BY], BY),
        (f"<LINK REL=License HREF={BY}>", [BY], BY),
        (f"<a class='x>y' href='{BY}#legal' rel='nofollow license'>", [BY], BY),
        (f'<a href="{BY}">CC</a><a href="{ZERO}">', [BY, ZERO], None),  # linked to, not declared
        (f'<a rel="license" href="{BY}"></a><a rel="license" href="{BY}">', [BY], BY),
        (f'<a rel="license" href="{BY}"></a><a rel="license" href="{ZERO}">', [BY, ZERO], None),
        (
            '<a rel="license" href="/terms?a=1&amp;b=2">',
            ["https://e.example/terms?a=1&b=2"],
            "https://e.example/terms?a=1&b=2",
        ),
        (
            '<base href="https://o.example/d/"><a rel=license href=terms>',
            ["https://o.example/d/terms"],
            "https://o.example/d/terms",
        ),
        (f'<!-- <a rel="license" href="{BY}"> -->', [], None),
        (f'<script>\'<a rel="license" href="{BY}">\'</script>', [], None),
        (f'<style><a rel="license" href="{BY}">', [], None),
        (f'<article rel="license" href="{BY}"><b title="<a href={BY}>">', [BY], None),
        ('<a rel="license" href="javascript:alert(1)">', [], None),
        ('<a rel="license" href="http://[::1/">', [], None),
        ('<a rel="license">', [], None),
        (f'<a rel="licensed" href="/x"><a href="https://licenses.example/licenses/"><a data-href="{BY}">', [], None),
        (f'<a rel="license" href="{BY}{"x" * 600}">', [], None),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp932", "iso2022_jp"])
def test_licences_that_a_page_links_to(markup: str, links: list[str], declared: str | None, encoding: str) -> None:
    page = f"<p>ページのことば</p>{markup}<p>おわり".encode(encoding)
    assert licence_links(page, "https://e.example/page") == (tuple(links), declared)


def test_a_licence_in_the_header() -> None:
    header = f'<style.css>; rel=preload, <{BY}>; rel="license"; title="CC", <{ZERO}>'
    assert licence_links(b"", "https://e.example/", header) == ((BY, ZERO), BY)


@pytest.mark.parametrize(
    "piece",
    ["<a ", "<a '", '<a "', "<a x=", "<!--", "<script ", "<a \"' ", "x" * 50, "<a x=\"'", "<link rel=license href=a>",
     "\"<a ' <a ", "= = ", "<a" + " x" * 40, "</script", "<a/href=licence rel='license'"],
)  # fmt: skip
def test_much_broken_markup_has_the_links_of_little(piece: str) -> None:
    """With work that grows with the square of the length this would take minutes."""
    for start, end in itertools.product(("", "<a ", '<a title="'), ("", " licence>", "' licence>")):
        little, much = (start + piece * (size // len(piece)) + end for size in (10_000, 1_000_000))
        assert licence_links(little.encode(), "https://e.example/") == licence_links(
            much.encode(), "https://e.example/"
        )


# robots.txt


@pytest.mark.parametrize(
    "line", ["User-agent: taiyaku", "useragent:TAIYAKU # us", "  User agent   Taiyaku/1.0 (+x)", "USER-AGENT : taiyaku"]
)
def test_our_name_in_robots_txt(line: str) -> None:
    rules = rules_of("https://e.example/robots.txt", Answer(200, {}, f"{line}\nDisallow: /x\n".encode()))
    assert verdict(rules, parse("https://e.example/y")) == "allowed by https://e.example/robots.txt"
    with pytest.raises(CorpusError, match="does not allow it for taiyaku"):
        verdict(rules, parse("https://e.example/x"))


@CALM
@given(st.binary(max_size=300))
def test_any_bytes_are_rules(body: bytes) -> None:
    rules = rules_of("https://e.example/robots.txt", Answer(200, {}, b"User-agent: *\n" + body))
    assert 0 <= rules.delay <= 30
    with suppress(CorpusError):
        assert verdict(rules, parse("https://e.example/x")) == "allowed by https://e.example/robots.txt"


# The text of a sidecar

FACTS = Fetched(
    requested="https://e.example/",
    status=200,
    content_type="text/html",
    charset="shift_jis",
    last_modified="Wed, 21 Oct 2015 07:28:00 GMT",
    etag='"a\\b"',
    robots="no robots.txt",
    licence_links=(BY, 'https://e.example/"x"'),
    sha256="0" * 64,
)


def written(folder: Path, text: str) -> Path:
    path = folder / "page.toml"
    path.write_bytes(text.encode("utf-8"))
    return path


def test_a_new_sidecar_reads_back(tmp_path: Path) -> None:
    path = written(tmp_path, new_sidecar("https://e.example/", "2026-03-01", BY, FACTS))
    assert read_fetched(path) == FACTS
    source, originals = read_sidecar(path)
    assert (source.url, source.retrieved, source.licence, originals) == ("https://e.example/", "2026-03-01", BY, ())


@CALM
@given(*[st.text(min_size=1, max_size=20).filter(str.strip)] * 3)
def test_any_text_of_a_header_reads_back(
    tmp_path_factory: pytest.TempPathFactory, etag: str, link: str, url: str
) -> None:
    facts = replace(FACTS, etag=etag, licence_links=(link,))
    path = written(tmp_path_factory.mktemp("sidecar"), new_sidecar(url, "2026-03-01", None, facts))
    assert read_fetched(path) == facts
    assert read_sidecar(path)[0].url == url


OURS = new_sidecar("https://new.example/", "2026-03-02", None, FACTS).partition("[fetched]\n")[2]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'url = "https://new.example/"\nretrieved = 2026-03-02\n\n[fetched]\n{table}'),
        (
            '# mine\npublisher = "誰か"  # sure\n',
            (
                'url = "https://new.example/"\nretrieved = 2026-03-02\n# mine\npublisher = "誰か"  # sure\n'
                "\n[fetched]\n{table}"
            ),
        ),
        (
            "title='''\n  [x]'''",
            "url = \"https://new.example/\"\nretrieved = 2026-03-02\ntitle='''\n  [x]'''\n\n[fetched]\n{table}",
        ),
        (
            '\turl=\'https://old.example/\' # was\nretrieved = "2020-01-01"\nlicence = "CC0-1.0"',
            '\turl="https://new.example/" # was\nretrieved = 2026-03-02\nlicence = "CC0-1.0"\n\n[fetched]\n{table}',
        ),
        (
            (
                'url = "https://new.example/"\nretrieved = "2026-03-02"\n\n[ fetched ] # by a program\n# a note\n'
                "status = 200\n\n"
            ),
            'url = "https://new.example/"\nretrieved = "2026-03-02"\n\n[ fetched ] # by a program\n{table}# a note\n\n',
        ),
        (
            '\ufeffpublisher = "a"\r\nurl = "b"\r\n[fetched]\r\nstatus = 301\r\n# end',
            (
                '\ufeffretrieved = 2026-03-02\r\npublisher = "a"\r\nurl = "https://new.example/"\r\n'
                "[fetched]\r\n{table}# end"
            ),
        ),
        ('title = """\nurl = "in a title"\n"""\nurl = "https://old.example/"\n', None),
        ("fetched.status = 200\n", None),
        ("fetched = { status = 200 }\n", None),
    ],
)
def test_a_sidecar_that_is_there_keeps_what_people_wrote(before: str, after: str | None, tmp_path: Path) -> None:
    path = written(tmp_path, before)
    if after is None:
        with pytest.raises(CorpusError, match="cannot be brought up to date without touching more"):
            updated(before, "https://new.example/", "2026-03-02", FACTS, path)
        return
    text = updated(before, "https://new.example/", "2026-03-02", FACTS, path)
    end = "\r\n" if "\r\n" in before else "\n"
    assert text == after.replace("{table}", OURS.replace("\n", end))
    assert updated(text, "https://new.example/", "2026-03-02", FACTS, path) == text
    assert read_fetched(written(tmp_path, text)) == FACTS


LINES = st.sampled_from(
    ['publisher = "x"', "title = '''", "'''", 'author = """a', '"""', "url = 'u'", "retrieved = 2020-01-01",
    "[fetched]",
     "status = 200", "# [fetched]", "", "originals = [", "'a',", "]", 'url = "v" # "', "licence = 'url = 1'"]
)  # fmt: skip


@CALM
@given(st.lists(LINES, max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_nothing_else_ever_changes(lines: list[str], end: str) -> None:
    before = end.join(lines)
    try:
        known = tomllib.loads(before)
        if known.get("fetched", {}).keys() - {"status"}:  # an error already when the sidecar is read
            return
        text = updated(before, "https://new.example/", "2026-03-02", FACTS, Path("page.toml"))
    except (tomllib.TOMLDecodeError, CorpusError):
        return
    now = tomllib.loads(text)
    assert now.pop("url") == "https://new.example/"
    assert now.pop("retrieved") in ("2026-03-02", date(2026, 3, 2))
    assert now.pop("fetched")["sha256"] == "0" * 64
    assert now == {key: value for key, value in known.items() if key not in ("url", "retrieved", "fetched")}
    for line in lines:
        assert line in text or line.lstrip().startswith(("url", "retrieved", "status"))


@pytest.mark.parametrize(
    ("table", "line", "why"),
    [
        ("statuss = 200", 4, "'statuss' is not a key of [fetched]: there are requested, status, "),
        ('publisher = "x"', 4, "'publisher' is not a key of [fetched]: it belongs above [fetched]"),
        ('status = "200"', 4, "status must be a status of HTTP"),
        ("status = true", 4, "status must be"),
        ("status = 200\ncharset = 1", 5, "charset must be some text"),
        ("licence_links = 'x'", 4, "licence_links must be a list"),
        ("licence_links = [1]", 4, "licence_links must be a list"),
        ('sha256 = "ABC"', 4, "sha256 must be 64 hex digits"),
    ],
)
def test_a_table_that_is_wrong_is_named(table: str, line: int, why: str, tmp_path: Path) -> None:
    path = written(tmp_path, f'charset_note = ""\n\n[fetched]\n{table}\n'.replace("charset_note", "# charset"))
    for reading in (read_sidecar, read_fetched):
        with pytest.raises(CorpusError) as caught:
            reading(path)
        assert caught.value.line == line
        assert why in caught.value.message


def test_what_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"page\.toml:1: fetched must be a table"):
        read_fetched(written(tmp_path, "fetched = 1\n"))


def test_without_the_table(tmp_path: Path) -> None:
    assert read_fetched(tmp_path / "none.toml") is None
    assert read_fetched(written(tmp_path, 'publisher = "x"\n')) is None
    assert read_fetched(written(tmp_path, "[fetched]\n")) == Fetched()


def test_how_errors_name_a_url() -> None:
    assert shown("http://a:b@c/\x1b[31m") == "http://…@c/\N{REPLACEMENT CHARACTER}[31m"
    assert len(shown("http://e.example/" + "x" * 1000)) == 200
    assert Target("https", "::1", 8080, "/").netloc == "[::1]:8080"
