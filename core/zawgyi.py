"""Burmese text in the Zawgyi font encoding: recognised by its order of signs, converted to Unicode.

Zawgyi uses the numbers of Unicode letters for other shapes and writes signs in the order in which they are seen: the
vowel E and the medial R stand before their consonant, the visible killer has the number of the invisible one. Text in
it looks right with the Zawgyi font only, and neither search nor comparison nor printing works on it.

Recognised are places that cannot be in one of the two orders (docs/decisions/0009-zawgyi.md); a text without any such
place is left to its neighbours. Names below are of what is shown; Zawgyi's numbers are the keys.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.text import nfc

_MYANMAR = re.compile("[\u1000-\u109f]")
_LETTER = "\u1000-\u102a\u103f\u104e"
_E, _AA, _TALL_AA, _KILLER, _STACK = "\u1031", "\u102c", "\u102b", "\u103a", "\u1039"
_Y, _R, _W, _H = "\u103b", "\u103c", "\u103d", "\u103e"
_KINZI = "\u1004\u103a\u1039"

#: Places that only Zawgyi has.
_ZAWGYI_SIGNS = re.compile(
    f"(?<![{_LETTER}\u103a-\u103e\u1060-\u1097]){_E}(?=[\u1000-\u1021\u103b\u107e-\u1084])"  # E before its letter
    f"|\u1039(?![\u1000-\u1021])|(?<![{_LETTER}\u103a])\u1039"  # a stack of nothing on nothing
    f"|(?<![{_LETTER}\u103a\u1039])\u103b(?=[\u1000-\u1021])"  # R before its letter
    "|\u103a[\u102b-\u102e\u1030\u1032\u1036\u103c\u103d]"  # Y with a vowel: a killed letter has none
    "|[\u1033\u1034\u105a\u1060-\u1097]"  # letters of other languages, in Zawgyi shapes
)
#: Places that only Unicode has.
_UNICODE_SIGNS = re.compile(
    "[\u103e\u103f]"
    f"|{_E}(?![\u1000-\u1021\u1025\u1029\u103b\u1031\u1040\u1047\u106a\u106b\u107e-\u1084\u1086\u108f-\u1092\u1097])"
    "|\u103b(?![\u1000-\u1021\u1025\u1031\u103b\u106a\u106b\u1086\u108f\u1090])"
    "|\u103a\u1038"
)

#: Zawgyi shape -> letter.
_BASES = {
    "\u106a": "\u1009",
    "\u106b": "\u100a",
    "\u106e": "\u100d\u1039\u100d",
    "\u106f": "\u100d\u1039\u100e",
    "\u1086": "\u103f",
    "\u108f": "\u1014",
    "\u1090": "\u101b",
    "\u1091": "\u100f\u1039\u100d",
    "\u1092": "\u100b\u1039\u100c",
    "\u1097": "\u100b\u1039\u100b",
}
#: Zawgyi sign -> what it stands for, one or several signs.
_SIGNS: dict[str, str] = {
    "\u1033": "\u102f",
    "\u1034": "\u1030",
    "\u1039": _KILLER,
    "\u103a": _Y,
    "\u103c": _W,
    "\u103d": _H,
    "\u105a": _TALL_AA + _KILLER,
    "\u107d": _Y,
    "\u1087": _H,
    "\u1088": _H + "\u102f",
    "\u1089": _H + "\u1030",
    "\u108a": _W + _H,
    "\u108e": "\u102d\u1036",
    "\u1094": "\u1037",
    "\u1095": "\u1037",
}
#: Zawgyi shape -> letter that is stacked below the one before.
_STACKED = {
    **dict(zip("\u1060\u1061\u1062\u1063", "\u1000\u1001\u1002\u1003", strict=True)),
    **dict(zip("\u1065\u1066\u1067\u1068\u1069", "\u1005\u1006\u1006\u1007\u1008", strict=True)),
    **dict(zip("\u106c\u106d\u1070", "\u100b\u100c\u100f", strict=True)),
    **dict(zip("\u1071\u1072\u1073\u1074\u1075\u1076", "\u1010\u1010\u1011\u1011\u1012\u1013", strict=True)),
    **dict(zip("\u1077\u1078\u1079\u107a\u107b\u107c", "\u1014\u1015\u1016\u1017\u1018\u1019", strict=True)),
    "\u1085": "\u101c",
    "\u1093": "\u1018",
}
#: Zawgyi shape with a small NGA on top -> the vowel that is drawn with it.
_WITH_KINZI = {"\u1064": "", "\u108b": "\u102d", "\u108c": "\u102e", "\u108d": "\u1036"}
_BEFORE = "\u1031\u103b\u107e-\u1084"  # E and R in all widths stand before their letter
_SYLLABLE = re.compile(
    f"([{_BEFORE}]*)"
    f"([\u1000-\u102a\u103f\u1040\u1047\u104e{''.join(_BASES)}])"
    f"((?:[\u102b-\u1030\u1032-\u103a\u103c\u103d\u105a\u1060-\u1069\u106c\u106d\u1070-\u107d\u1085\u1087-\u108e\u1093-\u1096]|\u1031(?![{_BEFORE}\u1000-\u102a\u1040\u1047]))*)"
)
_LATE = "late killer"  # one that stands after the vowel AA
#: The order of signs after their letter (Unicode Technical Note 11).
_IN_ORDER = (
    *(_Y, _R, _W, _H, _E, "\u102d", "\u102e", "\u1032", "\u102f", "\u1030", _TALL_AA, _AA),
    *(_LATE, "\u1036", "\u1037", "\u1038"),
)
_ORDER = {sign: place for place, sign in enumerate(_IN_ORDER)}
_ZERO_FOR_WA = re.compile(
    "(?<![\u1040-\u1049])\u1040(?=[\u1000-\u102a])|(?<=[\u1000-\u103d])\u1040(?![\u1040-\u1049])"
)
_DIGIT_AS_LETTER = {"\u1040": "\u101d", "\u1047": "\u101b"}  # zero and seven look like WA and RA


def signs(text: str) -> int:
    """How clearly the text is Zawgyi: places that only Zawgyi has, less those that only Unicode has."""
    if not _MYANMAR.search(text):
        return 0
    return len(_ZAWGYI_SIGNS.findall(text)) - len(_UNICODE_SIGNS.findall(text))


def is_zawgyi(text: str) -> bool:
    """Whether a text is Burmese in Zawgyi, judged by itself."""
    return signs(text) > 0


def zawgyi_among(texts: Sequence[str]) -> list[int]:
    """Which of the texts of one source are Zawgyi.

    A text that would be right in both orders follows the others when nine of ten that can be told are Zawgyi.
    """
    found = [signs(text) for text in texts]
    told = [one for one in found if one]
    mostly = sum(one > 0 for one in told) >= 0.9 * max(len(told), 1) and len(told) > 0
    return [
        place
        for place, (text, one) in enumerate(zip(texts, found, strict=True))
        if one > 0 or (one == 0 and mostly and _MYANMAR.search(text) and to_unicode(text) != nfc(text))
    ]


def to_unicode(text: str) -> str:
    """The Zawgyi text in Unicode. What is not Burmese stays as it is."""
    text = text.replace("\u1044\u1004\u1039\u1038", "\u104e\u1004\u1039\u1038")  # digit four in "the said"
    text = _ZERO_FOR_WA.sub("\u101d", text)
    return nfc(_SYLLABLE.sub(_syllable, text))


def _syllable(match: re.Match[str]) -> str:
    before, base, after = match[1], match[2], match[3]
    if base in _DIGIT_AS_LETTER:
        if not before and not after:
            return base
        base = _DIGIT_AS_LETTER[base]
    base = _BASES.get(base, base)
    kinzi, stacks, early_killer, shown = "", "", "", []
    for sign in after:
        if sign in _WITH_KINZI:
            kinzi = _KINZI
            shown += list(_WITH_KINZI[sign])
        elif sign in _STACKED:
            stacks += _STACK + _STACKED[sign]
        elif sign == "\u1096":
            stacks += _STACK + "\u1010"
            shown.append(_W)
        else:
            for one in _SIGNS.get(sign, sign):
                if one != _KILLER:
                    shown.append(one)
                elif _AA in shown or _TALL_AA in shown:
                    shown.append(_LATE)
                else:
                    early_killer = _KILLER
    shown += [_E for sign in before if sign == _E] + [_R for sign in before if sign != _E]
    base, shown = _letter(base, stacks + early_killer, shown)
    ordered = sorted(dict.fromkeys(shown), key=lambda sign: _ORDER.get(sign, len(_ORDER)))
    return kinzi + base + stacks + early_killer + "".join(_KILLER if s == _LATE else s for s in ordered)


def _letter(base: str, below: str, shown: list[str]) -> tuple[str, list[str]]:
    """Letters that Zawgyi puts together from others."""
    if base == "\u1025" and below:
        return "\u1009", shown
    if base == "\u1025" and "\u102e" in shown:
        return "\u1026", [one for one in shown if one != "\u102e"]
    if base == "\u1005" and _Y in shown:
        return "\u1008", [one for one in shown if one != _Y]
    if base == "\u101e" and _R in shown:
        if _E in shown and _LATE in shown:
            return "\u102a", [one for one in shown if one not in (_R, _E, _AA, _LATE)]
        return "\u1029", [one for one in shown if one != _R]
    return base, shown
