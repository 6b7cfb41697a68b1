"""EUC-JP and ISO-2022-JP as vendors write and browsers read them: `cp51932` and `cp50221`, which Python does not have.

NEC put numbers in circles, Roman numerals and abbreviations (①Ⅱ㈱) into row 13 of the JIS table, and IBM's kanji (髙﨑)
into the rows 89 to 92. Shift_JIS has the same rows, so `cp932` says what stands in each cell; six signs of punctuation
are another character there than in `euc_jp`, and in these two encodings. What else there is `euc_jp` reads: characters
of JIS X 0212 too, as browsers do.

`raw.decode(name)` takes the names once this module is imported. Nothing is written in them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Buffer

EUC = "cp51932"
JIS = "cp50221"

_ROWS = (13, *range(89, 93))
_CELLS = range(1, 95)
_PUNCTUATION = str.maketrans("〜‖−¢£¬", "～∥－￠￡￢")
_ESCAPE = re.compile(rb"\x1b(\$[@B]|\$\(D|\([BIJ])")
_HIGH = bytes(byte | 0x80 if 0x21 <= byte <= 0x7E else byte for byte in range(256))


def _in_shift_jis(row: int, cell: int) -> bytes:
    """The two bytes that Shift_JIS has for a cell of the JIS table: it puts two rows behind each first byte."""
    half, odd = divmod(row - 1, 2)
    first = half + (0x81 if half < 31 else 0xC1)
    second = cell + 0x9E if odd else cell + 0x3F + (cell > 63)  # 7F is no second byte
    return bytes((first, second))


def _vendors() -> Mapping[bytes, str]:
    """What vendors put into the table, by the bytes that EUC-JP has for it."""
    cells = {
        bytes((row + 0xA0, cell + 0xA0)): _in_shift_jis(row, cell).decode("cp932", "replace")
        for row in _ROWS
        for cell in _CELLS
    }
    return {place: character for place, character in cells.items() if "\ufffd" not in character}


_VENDORS = _vendors()

_Handler = Callable[[UnicodeError], tuple[str | bytes, int]]


def _vendors_or(otherwise: _Handler, error: UnicodeError) -> tuple[str | bytes, int]:
    """Where `euc_jp` knows no character: the vendors', or else what is done with bytes that do not belong."""
    if isinstance(error, UnicodeDecodeError):
        found = _VENDORS.get(error.object[error.start : error.start + 2])
        if found is not None:
            return found, error.start + 2
    return otherwise(error)


for _errors in ("strict", "replace", "ignore"):
    codecs.register_error(f"{EUC}.{_errors}", partial(_vendors_or, codecs.lookup_error(_errors)))


def _euc(raw: bytes, errors: str) -> str:
    return raw.decode("euc_jp", f"{EUC}.{errors}").translate(_PUNCTUATION)


def _kana(raw: bytes, errors: str) -> str:
    """Half-width kana, of which EUC-JP has each behind a byte 8E."""
    return re.sub(rb"[\xa1-\xdf]", b"\x8e\\g<0>", raw.translate(_HIGH)).decode("euc_jp", errors)


def _further(raw: bytes, errors: str) -> str:
    """Characters of JIS X 0212, of which EUC-JP has each behind a byte 8F."""
    return re.sub(rb"[\xa1-\xfe]{2}", b"\x8f\\g<0>", raw.translate(_HIGH)).decode("euc_jp", errors)


_SETS: Mapping[bytes, Callable[[bytes, str], str]] = {
    b"(B": lambda raw, errors: raw.decode("ascii", errors),
    b"(J": lambda raw, errors: (b"\x1b(J" + raw).decode("iso2022_jp", errors),
    b"(I": _kana,
    b"$@": lambda raw, errors: _euc(raw.translate(_HIGH), errors),
    b"$B": lambda raw, errors: _euc(raw.translate(_HIGH), errors),
    b"$(D": _further,
}
"""What is read behind each escape sequence of ISO-2022-JP."""


def _jis(raw: bytes, errors: str) -> str:
    parts = [b"(B", *_ESCAPE.split(raw)]
    stray = raw.count(b"\x1b") > len(parts) // 2 - 1  # a sequence of another encoding
    if stray and errors == "strict":
        raise UnicodeDecodeError(JIS, raw, 0, len(raw), "an escape sequence that is none of ISO-2022-JP")
    return "".join(_SETS[name](part, errors) for name, part in zip(parts[::2], parts[1::2], strict=True))


_DECODERS: Mapping[str, Callable[[bytes, str], str]] = {EUC: _euc, JIS: _jis}


def _codec(name: str) -> codecs.CodecInfo | None:
    decoder = _DECODERS.get(name)
    if decoder is None:
        return None

    def decode(buffer: Buffer, errors: str = "strict", /) -> tuple[str, int]:
        raw = bytes(buffer)
        return decoder(raw, errors), len(raw)

    def encode(text: str, errors: str = "strict", /) -> tuple[bytes, int]:
        raise UnicodeEncodeError(name, text, 0, len(text), "it is read here, and not written")

    return codecs.CodecInfo(encode, decode, name=name)


codecs.register(_codec)
