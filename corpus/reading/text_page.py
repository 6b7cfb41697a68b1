"""Plain text: which encoding the bytes are in, and what they say, unchanged.

Start with `decode`. Every encoding met in Japan is tried in the order of how sure its evidence is: a mark at the
beginning, escape sequences, NULs (only UTF-16 has them), well-formed UTF-8, and last Shift_JIS against EUC-JP. Those
two are told apart by kana: those of Shift_JIS begin with the bytes 82 and 83, which do not occur in EUC-JP; those of
EUC-JP begin with A4 and A5, which are a half-width comma and dot in Shift_JIS. So one reading at most has kana. The
detector is asked about text without kana only, which is hardly ever a Japanese page: it knows Chinese, Korean and
Western text that happens to be decodable, but of single sentences in EUC-JP it takes two thirds for cp949 or big5, of
five at once a fifth (charset-normalizer 3.5.2, 150 drawings of Tatoeba's sentences each).

`raw.decode(encoding)` gives the text again, so that provenance can be proved without this module; the two encodings of
`vendor_jis` are known to Python once that module is imported.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.reading import vendor_jis
from corpus.types import CorpusError

ISO_2022_JP = ("iso2022_jp", "iso2022_jp_ext", vendor_jis.JIS, "iso2022_jp_2004")
SHIFT_JIS = ("cp932",)  # what browsers and editors mean by Shift_JIS
EUC_JP = ("euc_jp", vendor_jis.EUC, "euc_jis_2004")  # the second for what vendors added, such as the numbers in circles
_DETECTED = ("cp932", "euc_jp", "euc_jis_2004")  # what the detector knows of both
OTHERS = ("cp1252", "gb18030", "big5", "cp949")  # met too, told apart from ours, not read

READ_HERE = "UTF-8, UTF-16, Shift_JIS, EUC-JP, ISO-2022-JP"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\$\([DOPQ]|\([BIJ])")
_KANA = re.compile("[ぁ-ゖァ-ヺー]")
_USUAL = re.compile("[\t\n\r -~\u3000-\u30ff\uff00-\uffef]")  # ASCII, kana, Japanese punctuation, full-width forms
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_OTHER = 1 / 2  # the share beyond which it is surely another encoding's
_BROKEN = 1 / 3  # the share of characters beyond ASCII up to which a text is that encoding's, and broken


def read(raw: bytes, path: Path) -> tuple[str, str]:
    """The text of a page's bytes, unchanged but for a byte order mark, and the encoding that they are in.

    Raises `CorpusError` for what is empty, binary, or in no encoding that is read here.
    """
    if not raw:
        raise CorpusError("is empty: put the page's text into it, or remove it", path=path)
    text, encoding = plain(raw, path)
    if not text.strip():
        raise CorpusError("is empty but for white space: put the page's text into it, or remove it", path=path)
    return text, encoding


def plain(raw: bytes, path: Path) -> tuple[str, str]:
    """What `decode` gives of any plain text, of an empty one too; CorpusError also for what has control characters."""
    text, encoding = decode(raw, path)
    control = control_character(text)
    if control:
        raise CorpusError(
            f"is binary, or damaged: it has the control character {control[0]}; save it as plain text",
            path=path,
            line=text.count("\n", 0, control[1]) + 1,
        )
    return text, encoding


def control_character(text: str) -> tuple[str, int] | None:
    """The first character that no text has, as `U+0001`, and where it stands."""
    found = _CONTROL.search(text)
    return (f"U+{ord(found[0]):04X}", found.start()) if found else None


def encoding_of(head: bytes, path: Path) -> str:
    """Python's name of the encoding that a text with this beginning is in, by whole lines of it.

    A byte that does not belong to UTF-8 is no error here: whoever reads its line can name it. Else as `decode`.
    """
    try:
        return decode(head, path)[1]
    except CorpusError:
        if b"\0" not in head and _is_broken_utf_8(head):
            return "utf-8-sig"
        raise


def decode(raw: bytes, path: Path) -> tuple[str, str]:
    """The text of some bytes without its byte order mark, and Python's name of the encoding.

    Raises `CorpusError` where no encoding fits, or another than those read here fits better.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw, encoding, path), encoding
    if _ESCAPE.search(raw) and raw.isascii():
        found = _first(raw, ISO_2022_JP)
        if found is None:
            _strict(raw, ISO_2022_JP[0], path)
    elif b"\0" in raw:
        found = _utf_16(raw)
        if found is None:
            raise CorpusError("is binary: it has NUL bytes and is no UTF-16; save it as plain text", path=path)
    else:
        found = _first(raw, ("utf-8",))
    if found is None and _is_broken_utf_8(raw):
        _strict(raw, "utf-8", path)
    return found or _japanese(raw, path)


def _first(raw: bytes, encodings: Iterable[str]) -> tuple[str, str] | None:
    """The text in the first of some encodings that fits all bytes, and that encoding."""
    for encoding in encodings:
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return None


def _strict(raw: bytes, encoding: str, path: Path) -> str:
    """The text in a known encoding; CorpusError with the line of the byte that does not belong."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"looks like {encoding}, but the byte 0x{raw[error.start]:02X} does not belong: save it as UTF-8 again",
            path=path,
            line=raw[: error.start].decode(encoding, "ignore").count("\n") + 1,
        ) from error


def _utf_16(raw: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark, in the byte order that gives more usual characters; None where neither gives a fifth."""
    readings = [found for order in ("utf-16-le", "utf-16-be") if (found := _first(raw, (order,)))]
    share, found = max(
        ((len(_USUAL.findall(text)) / len(text), (text, order)) for text, order in readings), default=(0.0, None)
    )
    return found if share >= 0.2 else None


def _is_broken_utf_8(raw: bytes) -> bool:
    """Whether most of what lies beyond ASCII is well-formed UTF-8.

    Shift_JIS may well decode such bytes, into kanji and kana that nobody wrote. The other way round UTF-8 takes next to
    nothing of what Shift_JIS and EUC-JP write kana with.
    """
    return damage(raw.decode("utf-8", "replace")) <= _BROKEN


def by_kana(raw: bytes) -> tuple[str, str] | None:
    """The reading of bytes beyond ASCII as EUC-JP or Shift_JIS in which a tenth of what is beyond ASCII is kana."""
    return next((found for found in _japanese_readings(raw) if _has_kana(found[0])), None)


def damaged_by_kana(raw: bytes, share: float) -> tuple[str, str] | None:
    """As `by_kana`, with U+FFFD for bytes that do not belong, at most that share of the characters beyond ASCII."""
    # Kana are the same in each of a kind, and the last is read fastest.
    likely = (kind for kind in (EUC_JP, SHIFT_JIS) if _has_kana(raw.decode(kind[-1], "replace")))
    readings = (least_damaged(raw, kind) for kind in likely)
    return next((found for found in readings if _has_kana(found[0]) and damage(found[0]) <= share), None)


def least_damaged(raw: bytes, encodings: Sequence[str]) -> tuple[str, str]:
    """The reading in the first of some encodings that leaves the fewest bytes, with U+FFFD for those.

    The last of them has a character for most bytes that one of them has any for: where it leaves many, it is none.
    """
    widest = raw.decode(encodings[-1], "replace"), encodings[-1]
    if damage(widest[0]) > _OTHER:
        return widest
    readings = ((raw.decode(encoding, "replace"), encoding) for encoding in encodings)
    return min(readings, key=lambda found: found[0].count("\ufffd"))


def damage(text: str) -> float:
    """The share of a text's characters beyond ASCII that are U+FFFD."""
    return text.count("\ufffd") / max(1, _beyond_ascii(text))


def _has_kana(text: str) -> bool:
    return 10 * len(_KANA.findall(text)) >= _beyond_ascii(text)


def _beyond_ascii(text: str) -> int:
    """How many characters of a text are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _japanese_readings(raw: bytes) -> list[tuple[str, str]]:
    return [found for encodings in (EUC_JP, SHIFT_JIS) if (found := _first(raw, encodings))]


def _japanese(raw: bytes, path: Path) -> tuple[str, str]:
    """Shift_JIS or EUC-JP: the one with kana, else the one that the detector names."""
    found = by_kana(raw)
    if found is not None:
        return found
    if broken := damaged_by_kana(raw, _BROKEN):
        _strict(raw, broken[1], path)
    readings = _japanese_readings(raw)
    from charset_normalizer import from_bytes  # hardly ever needed

    best = from_bytes(raw, cp_isolation=[*_DETECTED, *OTHERS]).best()
    guess = None if best is None else best.encoding
    for text, encoding in readings:
        if guess in (EUC_JP if encoding in EUC_JP else SHIFT_JIS):
            return text, encoding
    hint = "" if guess not in OTHERS else f"; it may be {guess}"
    raise CorpusError(f"is in no encoding that is read here ({READ_HERE}){hint}: save it as UTF-8", path=path)
