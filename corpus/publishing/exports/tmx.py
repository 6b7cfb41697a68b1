"""TMX 1.4b (LISA OSCAR, 2005): what every TMX file of ours is made of, piece by piece.

Every unit has Japanese and English. The properties' types are our own; the standard asks tools to publish theirs, which
the README does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from corpus.version import __version__

Properties = Mapping[str, str | None]
"""By type; one that is None is not written."""

END = """\
  </body>
</tmx>
"""

_HEAD = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
  <header creationtool="taiyaku" creationtoolversion="{__version__}" segtype="sentence" o-tmf="taiyaku" adminlang="en" \
srclang="%s" datatype="plaintext"%s
  <body>
"""
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def head(source: str, properties: Properties | None = None) -> str:
    """The beginning of a file; `source` is the language that units are translated from, as far as that can be said."""
    said = "".join(_properties(properties or {}, 4))
    return _HEAD % (source, f">\n{said}  </header>" if said else "/>")


def unit(
    ja: str,
    en: str,
    properties: Properties,
    *,
    attributes: Mapping[str, str] | None = None,
    ja_properties: Properties | None = None,
    en_properties: Properties | None = None,
) -> str:
    """A unit with properties of its own and of its sides; `attributes` are those of `tu`, such as `tuid`."""
    named = "".join(f' {name}="{_value(value)}"' for name, value in (attributes or {}).items())
    sides = _side("ja", ja, ja_properties or {}) + _side("en", en, en_properties or {})
    return f"    <tu{named}>\n{''.join(_properties(properties, 6))}{sides}    </tu>\n"


def content(text: str) -> str:
    """The text as content of an element: U+FFFD for what XML cannot hold, a carriage return by its number.

    A parser makes a line break of a carriage return that stands there as it is.
    """
    return escape(_NOT_IN_XML.sub("\ufffd", text), {"\r": "&#13;"})


def _side(language: str, text: str, properties: Properties) -> str:
    seg, said = f"<seg>{content(text)}</seg>", "".join(_properties(properties, 8))
    inside = f"\n{said}        {seg}\n      " if said else seg
    return f'      <tuv xml:lang="{language}">{inside}</tuv>\n'


def _properties(properties: Properties, indent: int) -> Iterable[str]:
    for name, value in properties.items():
        if value is not None:
            yield f'{" " * indent}<prop type="{_value(name)}">{content(value)}</prop>\n'


def _value(text: str) -> str:
    """The text as the value of an attribute; white space by its number, since a parser makes a space of it."""
    return content(text).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")
