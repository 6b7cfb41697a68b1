"""Which addresses on the web may be asked: http and https, and only machines that the whole world can reach.

Start with `parse`, which makes a `Target` of a URL, and `resolve`, which gives the numeric addresses of its host.
Whoever connects does so to what `resolve` gave and never to the name again, so that a name that changes its mind
between the check and the connection (DNS rebinding) gains nothing.

A host is refused if ANY of its addresses is not public. What is public: of IPv4 what Python's `ipaddress` calls global,
less a few networks that it knows only in newer versions or that clouds answer on from inside; of IPv6 what is allocated
to the public (2000::/3) and the translation prefix of NAT64. An IPv4 address inside an IPv6 one (mapped, 6to4, Teredo,
NAT64) is judged by itself.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

from corpus.types import CorpusError

PORTS = {"http": 80, "https": 443}

Lookup = Callable[[str, int], Sequence[str]]
"""From a host and a port to its numeric addresses; OSError where there are none."""

_LABELS = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
_KEPT = "/%:@!$&'()*+,;=~"  # what a path keeps besides letters, digits and -._

_NOT_PUBLIC_4 = tuple(
    IPv4Network(network)
    for network in (
        "100.64.0.0/10",  # between a provider and its customers
        "168.63.129.16/32",  # a cloud's own services, at an address that looks public
        "192.0.0.0/24",
        "192.88.99.0/24",
    )
)
_ALLOCATED_6 = IPv6Network("2000::/3")
_EXAMPLES_6 = IPv6Network("3fff::/20")  # for documents, which Python does not know in 3.11
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """A URL in the one form in which it is compared, asked for and recorded: ASCII, without a fragment.

    `host` is a name in ASCII, or an address without brackets; `path` begins with a slash and has the query.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def netloc(self) -> str:
        """What stands in the Host header: brackets around IPv6, the port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.path}"


def parse(url: str) -> Target:
    """The target that a URL names.

    Raises `CorpusError` for another scheme than http and https, for a user or password, for a port that is none, and
    for a host that is no name and no address in its usual spelling: 0x7f.1 and 2130706433 are 127.0.0.1 for some
    programs and unknown to others, so that a check and a connection could disagree about them.
    """
    try:
        parts = urlsplit(url.strip())
        port, named = parts.port, parts.hostname or ""
        path = quote(parts.path or "/", safe=_KEPT)
        query = "?" + quote(parts.query, safe=_KEPT + "?") if parts.query else ""
    except ValueError as error:  # UnicodeEncodeError is one too: a byte of the command line that is no UTF-8
        raise CorpusError("is no address of a page: its host, port or characters are wrong", path=shown(url)) from error
    if parts.scheme not in PORTS:
        what = f"{parts.scheme!r} is not fetched" if parts.scheme else "has no scheme"
        raise CorpusError(f"{what}: write an address that begins with http:// or https://", path=shown(url))
    if "@" in parts.netloc:
        raise CorpusError("has a user or a password in it, which would be recorded: leave them out", path=shown(url))
    if port == 0:
        raise CorpusError("port 0 is none", path=shown(url))
    return Target(parts.scheme, _host(named, shown(url)), port or PORTS[parts.scheme], path + query)


def shown(url: str) -> str:
    """A URL as errors name it: printable, not endless, and without the password that it may have in it."""
    return printable(re.sub(r"(?<=//)[^/?#]*@", "…@", url, count=1))


def printable(text: str) -> str:
    """Text of a stranger as a terminal may show it, which obeys some characters: 200 at most."""
    safe = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text[:201])
    return safe if len(safe) <= 200 else safe[:199] + "…"


def _host(named: str, url: str) -> str:
    if ":" in named:
        try:
            return str(IPv6Address(named if "%" not in named else ""))
        except ValueError as error:
            raise CorpusError(f"{named!r} is no IPv6 address", path=url) from error
    host = named if named.isascii() else _ascii(named, url)
    host = host.removesuffix(".")
    if not _LABELS.fullmatch(host) or len(host) > 253:
        raise CorpusError(f"{named!r} is no name of a host", path=url)
    if re.fullmatch(r"\d+|0x[0-9a-f]*", host.rpartition(".")[2]):  # no top-level domain is a number
        try:
            return str(IPv4Address(host))
        except ValueError as error:
            message = f"the host {host} is a number but no IPv4 address in its usual spelling: write four decimal parts"
            raise CorpusError(message, path=url) from error
    return host


def _ascii(named: str, url: str) -> str:
    """An international name as it stands in the DNS."""
    import idna

    try:
        return idna.encode(named, uts46=True).decode("ascii").lower()
    except idna.IDNAError as error:
        raise CorpusError(f"{named!r} is no name of a host: {error}", path=url) from error


def resolve(target: Target, lookup: Lookup, *, allow_private: bool) -> tuple[str, ...]:
    """The numeric addresses of a target's host, in the order in which to try them.

    Raises `CorpusError` where the host is unknown, and where any of its addresses is not public.
    """
    try:
        found = tuple(dict.fromkeys(lookup(target.host, target.port)))
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CorpusError(f"the host {target.host} is not found: {reason}", path=shown(target.url)) from error
    if not found:
        raise CorpusError(f"the host {target.host} has no address", path=shown(target.url))
    inside = [address for address in found if not is_public(address)]
    if inside and not allow_private:
        message = (
            f"the host {target.host} is at {inside[0]}, which is not public: --allow-private fetches it all the same"
        )
        raise CorpusError(message, path=shown(target.url))
    return found


def look_up(host: str, port: int) -> list[str]:
    """What the system says about a host; an address is its own."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Whether the whole world can reach a numeric address; False also for what is none."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return _is_public_4(ip)
    if ip.ipv4_mapped is not None:
        return _is_public_4(ip.ipv4_mapped)
    if ip.scope_id is not None:
        return False
    if ip in _NAT64:
        return _is_public_4(IPv4Address(int(ip) & 0xFFFFFFFF))
    if ip.sixtofour is not None:  # Python 3.11.2 calls none of these global
        return _is_public_4(ip.sixtofour)
    if not all(_is_public_4(each) for each in ip.teredo or ()):
        return False
    return ip in _ALLOCATED_6 and ip not in _EXAMPLES_6 and ip.is_global


def _is_public_4(ip: IPv4Address) -> bool:
    if any(ip in network for network in _NOT_PUBLIC_4):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)
