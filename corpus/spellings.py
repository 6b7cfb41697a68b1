"""How the sounds of katakana are written in Latin letters: tables for `names`, which compares names by them."""

from __future__ import annotations

# Consonant -> its katakana in the order a i u e o; a star where another row has it.
KATAKANA_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サ*スセソ", "z": "ザ*ズゼゾ", "t": "タ**テト", "d": "ダ**デド",
    "n": "ナニヌネノ", "h": "ハヒ*ヘホ", "b": "バビブベボ", "p": "パピプペポ", "m": "マミムメモ", "y": "ヤ*ユ*ヨ", "r": "ラリルレロ",
    "w": "ワヰ*ヱヲ", "S": "*シ***", "J": "*ジ***", "C": "*チ***", "T": "**ツ**", "f": "**フ**", "v": "**ヴ**",
}  # fmt: skip
# Sound (S = sh, J = j, C = ch, T = ts, N = ン, Y = the glide of キャ) -> the letters that may spell it, with their cost: 0 the rule, .1 common, .3 known, .5 rare.
SPELLINGS: dict[str, dict[str, float]] = {
    "k": {"k": 0, "c": 0, "ck": 0, "cc": 0, "ch": 0.1, "q": 0, "kh": 0, "kk": 0, "g": 0.5, "x": 0.3, "cch": 0.1, "cq": 0},
    "g": {"g": 0, "gg": 0, "gh": 0, "ng": 0.1, "gu": 0.1, "k": 0.5, "c": 0.6},
    "s": {"s": 0, "ss": 0, "c": 0.1, "sc": 0.1, "th": 0.1, "z": 0.2, "ps": 0, "ts": 0.4, "cc": 0.3, "sz": 0.1, "x": 0.4, "sch": 0.3},
    "S": {"sh": 0, "sch": 0, "ch": 0.15, "s": 0.2, "ss": 0.2, "c": 0.25, "sz": 0.1, "sc": 0.2, "ti": 0.2, "ci": 0.2, "x": 0.2, "si": 0.1,
          "sk": 0.3, "z": 0.4, "th": 0.3, "skj": 0.2, "j": 0.4},
    "z": {"z": 0, "s": 0.1, "zz": 0, "th": 0.15, "ss": 0.3, "x": 0.2, "tz": 0.3, "ds": 0.3, "dz": 0.1, "j": 0.4, "c": 0.5},
    "J": {"j": 0, "g": 0.1, "dg": 0, "gg": 0.2, "z": 0.2, "gi": 0.1, "ge": 0.1, "d": 0.3, "s": 0.3, "zh": 0, "dj": 0, "y": 0.4, "th": 0.4,
          "di": 0.2, "dz": 0.2, "dsch": 0, "x": 0.4},
    "t": {"t": 0, "tt": 0, "th": 0.05, "d": 0.3, "dt": 0.05, "dd": 0.5},
    "C": {"ch": 0, "tch": 0, "t": 0.2, "c": 0.2, "ti": 0.2, "cz": 0, "tsch": 0, "cc": 0.2, "tj": 0.1, "ci": 0.1, "tt": 0.2, "q": 0.2,
          "tsi": 0.2, "cs": 0.2, "tu": 0.3, "z": 0.5},
    "T": {"ts": 0, "tz": 0, "t": 0.15, "z": 0.15, "zz": 0.15, "tts": 0, "tt": 0.2, "c": 0.3, "ds": 0.1, "cz": 0.3, "tzs": 0.1, "ths": 0.1},
    "d": {"d": 0, "dd": 0, "t": 0.4, "dh": 0, "th": 0.4, "ddh": 0},
    "n": {"n": 0, "nn": 0, "kn": 0, "gn": 0.15, "ng": 0.3},
    "N": {"n": 0, "m": 0.05, "ng": 0.05, "nn": 0, "mm": 0.1, "nd": 0.5},
    "h": {"h": 0, "wh": 0.1, "j": 0.2, "ch": 0.3, "g": 0.4, "kh": 0.1, "x": 0.4, "f": 0.5},
    "f": {"f": 0, "ff": 0, "ph": 0, "v": 0.2, "pf": 0.1, "h": 0.2, "w": 0.4, "gh": 0.3, "wh": 0.3, "pph": 0.1},
    "b": {"b": 0, "bb": 0, "v": 0.05, "p": 0.5, "w": 0.4, "bh": 0},
    "v": {"v": 0, "w": 0.1, "b": 0.2, "f": 0.2, "vv": 0, "ww": 0.2},
    "p": {"p": 0, "pp": 0, "b": 0.4},
    "m": {"m": 0, "mm": 0, "mb": 0.1, "mn": 0.1, "n": 0.4},
    "y": {"y": 0, "j": 0.1, "i": 0.1, "e": 0.3, "ll": 0.3, "u": 0.2, "eu": 0.1},
    "Y": {"y": 0, "i": 0, "j": 0.1, "e": 0.1},
    "r": {"r": 0, "l": 0, "rr": 0, "ll": 0, "rh": 0, "wr": 0, "lh": 0.1, "rl": 0.2, "hr": 0.2, "rrh": 0},
    "w": {"w": 0, "u": 0.1, "wh": 0, "o": 0.2, "v": 0.3, "hu": 0.1, "ou": 0.1},
}  # fmt: skip
# Vowel of katakana -> vowel letter; not listed .4. English vowels are the least certain part of any spelling.
VOWEL_COST = {
    "aa": 0, "ae": 0.2, "ai": 0.3, "ao": 0.2, "au": 0.1, "ay": 0.3, "ii": 0, "iy": 0, "ie": 0.1, "ia": 0.35, "iu": 0.3, "io": 0.4,
    "uu": 0, "uo": 0.15, "ue": 0.25, "ui": 0.3, "uy": 0.2, "uw": 0.1, "ee": 0, "ea": 0.1, "ei": 0.15, "ey": 0.2, "eo": 0.3, "eu": 0.3,
    "oo": 0, "oa": 0.15, "ou": 0.15, "oe": 0.3, "oi": 0.4, "oy": 0.4, "ow": 0.1, "iw": 0.4, "aw": 0.3,
}  # fmt: skip
