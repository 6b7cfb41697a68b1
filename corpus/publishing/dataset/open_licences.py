"""Licences under which anybody may pass a text on, changed or not, for any purpose: `OPEN` is the one table of them.

What is not in it is not open. That goes for licences that forbid selling (NC) or changing (ND), for those that ask for
more than a row can carry (the GFDL wants its whole text along, the GPL sources), and for wording that says more than a
licence's name ("CC BY 4.0, pictures excepted"): whoever knows better writes an SPDX identifier into the sidecar.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from unicodedata import normalize

VERSION = r"(-?(1\.0|2\.[0-5]|3\.0|4\.0)(-(international|unported|generic|国際|非移植|igo|(?!nc|nd|sa)[a-z]{2}))?)?"
"""Of Creative Commons; a country's own form among them."""

OPEN: Mapping[str, str] = {
    "CC0": rf"cc-?0({VERSION})(-universal)?|cc-zero|creativecommons\.org-publicdomain-zero-1\.0",
    "public domain": r"public-domain(-mark)?(-1\.0)?|pdm(-1\.0)?|パブリック-?ドメイン"
    r"|creativecommons\.org-(licenses-publicdomain|publicdomain-mark-1\.0)",
    "CC BY": rf"(cc-by|creative-commons-attribution|attribution(?=-\d)|creativecommons\.org-licenses-by"
    rf"|(クリエイティブ・?コモンズ|cc)-?表示){VERSION}",
    "CC BY-SA": rf"(cc-by-sa|creative-commons-attribution-share-?alike|attribution-share-?alike(?=-\d)"
    rf"|creativecommons\.org-licenses-by-sa"
    rf"|(クリエイティブ・?コモンズ|cc)-?表示-継承){VERSION}",
    "ODC-By": r"odc-by(-1\.0)?|opendatacommons\.org-licenses-by-1[.-]0",
    "PDDL": r"(odc-)?pddl(-1\.0)?|opendatacommons\.org-licenses-pddl-1[.-]0",
    "Apache-2.0": r"apache(-license)?(-version)?-2\.0|apache\.org-licenses-license-2\.0(\.html|\.txt)?",
    "MIT": r"mit|opensource\.org-licenses?-mit",
    "BSD": r"bsd-[23]-clause|opensource\.org-licenses?-bsd-[23]-clause",
}
"""The name of each, and how it is written, simplified as `_simple` does it: identifiers, words, addresses."""

_ADDRESS = re.compile(r"https?://(www\.)?")
_DEED = re.compile(r"/(deed|legalcode)(\.[a-z_-]+)?$")
_JOINTS = re.compile(r"[\s_/,‐–—−-]+")
_TWICE = re.compile(r"([^()]+)\(([^()]+)\)")
_AROUND = re.compile(r"^(the-)|(-licen[cs]e|-ライセンス)$")
_OPEN = {name: re.compile(pattern) for name, pattern in OPEN.items()}


def open_licence(stated: str | None) -> str | None:
    """The name in `OPEN` of a licence as a page or its sidecar states it; None where it is not known to be open.

    One that is written twice, its short name in parentheses as Creative Commons does, is open if both are the same.
    """
    written = _TWICE.fullmatch(normalize("NFKC", stated or "").strip())
    names = {_named(_simple(part)) for part in (written.groups() if written else [stated or ""])}
    return names.pop() if len(names) == 1 else None


def _named(simple: str) -> str | None:
    return next((name for name, pattern in _OPEN.items() if pattern.fullmatch(simple)), None)


def _simple(stated: str) -> str:
    """A licence's name with what does not matter made the same: case, width, spaces, what stands around an address."""
    address = _ADDRESS.sub("", normalize("NFKC", stated).strip().casefold()).rstrip("/")
    return _AROUND.sub("", _JOINTS.sub("-", _DEED.sub("", address)).strip("-"))
