"""How lines of competency standards look: numbers, codes, bullets, and the headings of their parts.

The words are those that the agencies of the region and their models use (TESDA, NBTE, training.gov.au, NSDC,
DSD and its neighbours). `\\d` also matches Thai, Khmer, Lao and Burmese digits.
"""

from __future__ import annotations

import re
import unicodedata

from standards.intake.kinds import LineKind

BULLETS = (
    "\u2022\u25cf\u25aa\u25ab\u25a0\u25a1\u2023\u25e6\u00b7\u2219\u2043\u27a2\u2713*-\u2013\u2014"
    "\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf06e"  # bullets of symbol fonts
)
_BULLET = re.compile(rf"^\s*[{re.escape(BULLETS)}](?:\s+|(?=[A-Z\uf000-\uf0ff]))(?=\S)")
_BULLET_ALONE = re.compile(rf"^\s*[{re.escape(BULLETS)}]\s*$")
_LETTERED = re.compile(r"^\s*(?:\(?[a-z]\)|\(?[ivx]{1,5}\)|[a-z]\.)\s+(?=\S)")

# "1.2 text", "1. 2 text", "1.2.3 text", "1.2" alone. Not "1.5 mm" as the start of a wrapped line: see `rules`.
_DOTTED = r"(?:\d{1,2}(?:\s?\.\s?\d{1,3}){1,3}|[A-Z]\s?\.\s?\d{1,2}(?:\s?\.\s?\d{1,3}){0,2})"
NUMBERED = re.compile(rf"^\s*({_DOTTED})\s?[.):]?(?=[\s\u00a0]|[^\W\d_]|$)\s*(.*)$", re.S)
NUMBER_ONLY = re.compile(rf"^\s*(?:PC\s?)?{_DOTTED}\s?[.)]?\s*$|^\s*PC\s?\d{{1,3}}\s?[.:)]?\s*$")
ORDINAL_ONLY = re.compile(r"^\s*(?:LO|Element)?\s*(\d{1,2})\s*[.:)]?\s*$", re.I)
PC_START = re.compile(r"^\s*PC\s?\d{1,2}(?:\.\d{1,3})?\s?[.:)]?\s+\S")
PC_DOTTED = re.compile(r"^\s*PC\s?(\d{1,2}\.\d{1,3})\s?[.:)]?\s+(\S.*)$", re.S)
MARK_ONLY = re.compile(r"^\s*(?:\(?[a-z]\)|\(?[ivx]{1,4}\)|[a-z]\.|[A-Z]{1,3}\s?\d{1,3}\s?[.:)]?)\s*$")
CODED = re.compile(r"^\s*(PC|KU|KA|KB|GS|SA|SB|K|S|B|A)\s?(\d{1,3})\s?([.:)]?)\s+(\S.*)$", re.S)
CODED_KINDS = {
    "PC": LineKind.CRITERION,
    "KU": LineKind.KNOWLEDGE,
    "KA": LineKind.KNOWLEDGE,
    "KB": LineKind.KNOWLEDGE,
    "K": LineKind.KNOWLEDGE,
    "GS": LineKind.SKILL,
    "SA": LineKind.SKILL,
    "SB": LineKind.SKILL,
    "S": LineKind.SKILL,
    "B": LineKind.ATTITUDE,
    "A": LineKind.ATTITUDE,
}

ELEMENT = re.compile(
    r"^\s*(?:(?:competency )?element(?: of competency)?|LO|learning outcome|outcome|task)\s*(?:no\.?\s*)?"
    r"((?:[A-Z]\s?\.?\s?)?\d{1,2}(?:\.\d{1,2})?)\s*[:.\-\u2013)]?\s*(.*)$",
    re.I | re.S,
)
ORDINAL = re.compile(r"^\s*(\d{1,2})\s*[.):]?\s+(?=[^\W\d_]|[\"'(\u201c])(.*)$", re.S)

CODE_TEXT = r"(?:[A-Z]{2,8}(?:[/\-.][A-Z0-9]{1,8}){1,5}|[A-Z]{2,10}\d{2,6}(?:[A-Z]\d{0,2})?)"
CODE = re.compile(rf"^(?=\S*\d){CODE_TEXT}$")
UNIT_TITLE = re.compile(
    r"^(?:units? of competenc(?:y|e|ies)|unit title|competency title|title of unit)\s*[:\u2013\-]?\s*(.*)$",
    re.I | re.S,
)
UNIT_CODE = re.compile(
    r"^(?:unit code|unit reference (?:number|no\.?)|unit ref\.? (?:number|no\.?)|unit number|competency code|code of unit)"
    r"\s*[:\u2013\-]?\s*(.*)$",
    re.I | re.S,
)
UNIT_NUMBER = re.compile(
    rf"^(?:unit|duty|module)(?: of competenc\w+)?(?: no\.?)?\s*:?\s*(\d{{1,3}}|[A-Z](?=\s*[:.\-\u2013]))\s*[:.\-\u2013]?\s*"
    rf"(.*?)\s*(?:\(({CODE_TEXT})\))?$",
    re.I | re.S,
)
CODE_COLON = re.compile(rf"^((?=\S*\d){CODE_TEXT})\s*[:\u2013]\s+(\S.*)$", re.S)
CODE_TITLE = re.compile(rf"^((?=\S*\d){CODE_TEXT})\s+[-\u2013]?\s*([A-Z][^\W\d_]\S*.*)$", re.S)
QUALIFICATION = re.compile(r"^(?:qualification|occupation)(?: title)?\s*:\s*(\S.*)$", re.I | re.S)
LEVEL = re.compile(
    r"^(?:(?:national )?skills? (?:standard|qualification)\s*)?(?:level|ระดับ(?:ที่)?)"
    r"\s*[:.]?\s*"
    r"(\d{1,2}|I{1,3}|IV|V)\b\s*[:.\-\u2013]?\s*(.{0,80})$",
    re.I,
)
CERTIFICATE = re.compile(r"^COC\s?\d{0,2}\s*[:.]\s*(\S.*)$", re.S)  # TESDA: certificate of competency
FORM_LABEL = re.compile(
    r"(?:qualification|units?(?:/s)? of competenc\w+(?: covered)?|instructions?|reference\.? no\.?|project"
    r"|candidate.?s \w+.*|date)\s*:"
    r"|(?:candidate|assessor|learner).?s (?:name|signature)",
    re.I,
)
ABLE_TO = re.compile(r"(?:must|should) be able to\s*:?$|^to be competent,", re.I)

_LISTS = (
    # Thai, Khmer, Lao and Burmese words for the three parts that the region's standards share
    (LineKind.KNOWLEDGE, r"ความรู้|ចំណេះដឹង|ຄວາມຮູ້|အသိပညာ|ဗဟုသုတ"),
    (LineKind.SKILL, r"ทักษะ|ជំនាញ|ທັກສະ|ကျွမ်းကျင်မှု|အတတ်ပညာ"),
    (LineKind.ATTITUDE, r"ทัศนคติ|เจตคติ|คุณลักษณะ|ឥរិយាបថ|អាកប្បកិរិយា|ທັດສະນະຄະຕິ|စိတ်နေသဘောထား"),
    (
        LineKind.KNOWLEDGE,
        r"(?:required |underpinning |essential |theoretical )?knowledge"
        r"(?: evidence| requirements?| and understanding| required| needed)?(?: \(.*\))?",
    ),
    (
        LineKind.SKILL,
        r"(?:foundation|required|underpinning|generic|essential|practical|core) skills?(?: \(.*\))?"
        r"|skills?(?: requirements?| required)?",
    ),
    (
        LineKind.ATTITUDE,
        r"(?:required |underpinning |work )?(?:attitudes?|behaviou?rs?)(?: requirements?| required)?",
    ),
    (LineKind.RANGE, r"range(?: of variables?| statements?)?|range of variables? and conditions?"),
    (
        LineKind.ASSESSMENT,
        r"methods? of assessment|assessment (?:methods?|conditions?)|context (?:of|for) assessment",
    ),
    (
        LineKind.EVIDENCE,
        r"performance evidence|evidence guide|assessment evidence|critical aspects? (?:of|for) (?:competency|evidence|assessment)"
        r"|unit assessment.*evidence.*|evidence requirements?",
    ),
)
_PARTS = [(kind, re.compile(rf"(?:{words})", re.I)) for kind, words in _LISTS]
CRITERIA_PART = re.compile(
    r"(?:elements?(?: of competency)?(?: and|,)? )?performance (?:criteri(?:a|on)|standards?)(?: .*)?|can i\s*\?.*"
    r"|assessment criteri(?:a|on)|objectives? to be assessed|elements? of competency|competency elements?",
    re.I,
)
DESCRIPTOR = re.compile(
    r"^(?:unit |competency )?(?:descriptor|description|purpose)\s*(?:[:\u2013\-]\s*(.*))?$|^application$",
    re.I | re.S,
)
UNIT_KIND = re.compile(
    r"^(?:\W|\d|section)*(basic|common|core|technical|industry|industrial|functional)(?: units? of)? (?:competenc\w+|units?)\W*$",
    re.I,
)
UNIT_KIND_LABEL = re.compile(
    r"^(?:unit type|type of (?:unit|competency)|unit category|competency type)\s*:?\s*(basic|common|core|technical|industry)\b",
    re.I,
)
UNIT_KIND_CODE = re.compile(r"\d{3}([TIB])\d$")  # Myanmar: EE-ELC-101T1 is technical
OTHER_PART = re.compile(
    r"modification history|links|unit mapping.*|unit sector|sector|pre-?requisites?.*|instructions?:?|"
    r".?i agree to undertake.*|lear?ner.?s signature.*|assessor.?s signature.*|candidate.?s (?:name|signature).*|"
    r"objectives?|general guide|resource implications?|references?|glossary|foreword|preface|introduction|contents|"
    r"table of contents|acknowledge?ments?|licensing.*|unit assessment|credit (?:value|hours)|bibliography|annex\w*|"
    r"list of (?:tools|materials|equipment|abbreviations).*|tools(?:, | and )equipment.*|scope|background",
    re.I,
)
PAGE_NUMBER = re.compile(r"(?:page )?\d{1,4}(?:(?: of |/)\d{1,4})?|- ?\d{1,4} ?-", re.I)

_CONTROL = re.compile("[\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f]")
_SPACE = re.compile(r"\s+")
_STAR = re.compile(r"\s*\*+\s*$")


def clean(text: str) -> str:
    """NFC, single spaces, no invisible control characters."""
    visible = _CONTROL.sub("", unicodedata.normalize("NFC", text))
    return _SPACE.sub(" ", visible).strip()


def squash(text: str) -> str:
    """Letters, marks and digits only, lower case: for telling whether two titles are the same."""
    return "".join(c for c in text.lower() if unicodedata.category(c)[0] in "LMN")


def without_bullet(text: str) -> str | None:
    """The text behind a bullet or a letter such as "a)", or None where there is none."""
    match = _BULLET.match(text) or _LETTERED.match(text)
    return text[match.end() :].strip() if match else None


def letter_of(text: str) -> str:
    """The letter or small Roman number at the start of an item: "b" for "b) text"; empty for a bullet."""
    match = _LETTERED.match(text)
    return match[0].strip(" ().") if match else ""


def is_bullet_alone(text: str) -> bool:
    """Whether the line is a bullet that lost its text."""
    return bool(_BULLET_ALONE.match(text))


def without_star(text: str) -> tuple[str, bool]:
    """The text without its closing asterisk, and whether it had one (a critical aspect)."""
    bare = _STAR.sub("", text)
    return bare, bare != text and bool(bare)


def starts_item(text: str) -> bool:
    """Whether the text begins with a number of a criterion, a letter or a bullet."""
    return bool(NUMBERED.match(text) or PC_START.match(text)) or without_bullet(text) is not None


def tidy_number(number: str) -> str:
    """ "1. 2" becomes "1.2"."""
    return "".join(number.split()).rstrip(".:)")


def depth_of(number: str) -> int:
    """How many parts a printed number has: 2 for "1.2"."""
    return len([part for part in number.replace(" ", "").split(".") if part])


def follows(before: str, number: str) -> bool:
    """Whether a printed number can stand right after another: 1.3 or 2.1 after 1.2, but not 25.4 (a measure).

    A few missing numbers are allowed, so that a gap in the source does not end the reading.
    """
    old, new = _parts(before), _parts(number)
    if len(old) != len(new) or not old:
        return True
    if old[:-1] == new[:-1]:
        return old[-1] - 3 <= new[-1] <= old[-1] + 5
    return new[-1] <= 3 or any(0 < b - a <= 2 for a, b in zip(old[:-1], new[:-1], strict=True))


def is_first(number: str) -> bool:
    """Whether a number is the first of a unit: 1.1, or 2.1.1 in the second."""
    return _parts(number)[-2:] == [1, 1]


def _parts(number: str) -> list[int]:
    return [int(part) for part in number.replace(" ", "").split(".") if part.isdecimal()]


def part_of(text: str) -> LineKind | None:
    """The list that a heading opens (knowledge, skill, range ...), or None."""
    low = re.sub(r"^(?:\d{1,2}|[ivx]{1,4}|[a-h])[.)]\s+", "", text.strip(), flags=re.I).strip(" :-\u2013")
    if len(low) > 80:
        return None
    return next((kind for kind, pattern in _PARTS if pattern.fullmatch(low)), None)


def is_latin(text: str) -> bool:
    """Whether most letters are Latin (English or a transcription)."""
    letters = [c for c in text if c.isalpha()]
    return not letters or sum(c < "\u0250" for c in letters) * 2 >= len(letters)
