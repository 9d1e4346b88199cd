"""Dates as people in the region write them: local digits and month names, years of the Buddhist era.

The era is counted the Thai way, 543 years before the common one. Cambodia, Lao PDR and Myanmar begin its year in April
or May and differ by a year for part of it; a date there that names the era is left to a person.
"""

from __future__ import annotations

import re
from datetime import date

from core.text import ascii_digits, clean

BUDDHIST_ERA = 543
_ERA_FROM = 2400  # a year that can only be meant in the Buddhist era
_COMMON = range(1800, 2200)

_MONTHS_BY_LANGUAGE = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
    "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.",
    "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
    "ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
    "ဇန်နဝါရီ ဖေဖော်ဝါရီ မတ် ဧပြီ မေ ဇွန် ဇူလိုင် ဩဂုတ် စက်တင်ဘာ အောက်တိုဘာ နိုဝင်ဘာ ဒီဇင်ဘာ",
)
_MONTHS = {
    clean(name): number
    for names in _MONTHS_BY_LANGUAGE
    for number, name in enumerate(names.split(" "), start=1)
}
_THAI_ERA = re.compile(r"(?:พ\s*\.?\s*ศ\s*\.?|\bb\.?\s?e\.?)\s*", re.IGNORECASE)
_COMMON_ERA = re.compile(
    r"(?:ค\s*\.?\s*ศ\s*\.?|គ\s*\.?\s*ស\s*\.?|ຄ\s*\.?\s*ສ\s*\.?|\b(?:a\.?d\.?|c\.?e\.?))\s*", re.IGNORECASE
)
_OTHER_ERA = re.compile(r"ព\s*\.?\s*ស\s*\.?|ພ\s*\.?\s*ສ\s*\.?|သာသနာ")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s*(?:of\s+)?([^\d\s,]+),?\s*(\d{4})")
_NAME_FIRST = re.compile(r"([^\d\s,]+)\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")


def parse_date(text: str) -> date | None:
    """The day that a text means, or None where it is impossible or could mean two days.

    Understood: 2018-03-31, 31/03/2018, 31.3.2561, ๓๑ มีนาคม ๒๕๖๑, 31 March 2018, March 31, 2018. Numbers alone are read
    day first, as in the region; a year has four digits.
    """
    plain = clean(ascii_digits(text)).lower()
    thai_era, common_era = _THAI_ERA.search(plain), _COMMON_ERA.search(plain)
    if _OTHER_ERA.search(plain) or (thai_era and common_era):
        return None
    plain = " ".join(_COMMON_ERA.sub(" ", _THAI_ERA.sub(" ", plain)).split())
    found = _parts(plain)
    if found is None:
        return None
    year, month, day = found
    if thai_era or year >= _ERA_FROM:
        if common_era or year < _ERA_FROM:
            return None
        year -= BUDDHIST_ERA
    try:
        return date(year, month, day) if year in _COMMON else None
    except ValueError:
        return None


def _parts(text: str) -> tuple[int, int, int] | None:
    if match := _YEAR_FIRST.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _DAY_FIRST.fullmatch(text):
        return int(match[3]), int(match[2]), int(match[1])
    if (match := _NAMED.fullmatch(text)) and match[2] in _MONTHS:
        return int(match[3]), _MONTHS[match[2]], int(match[1])
    if (match := _NAME_FIRST.fullmatch(text)) and match[1] in _MONTHS:
        return int(match[3]), _MONTHS[match[1]], int(match[2])
    return None
