"""Text in the form in which it is searched, in five scripts. Pure: no ORM, no clock.

Two spellings that a reader takes for the same word have the same normal form: case, accents, invisible characters and
digits of another script make no difference, nor does the order in which vowel signs, tone marks and subscript letters
were typed (trust.md F-08), nor a space between words of a script that is written without spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from core.linebreaks import break_points

MAX_WORDS = 6  # of a search; more would only make it slow
MAX_LENGTH = 100  # characters of a search

_THAI_LAO_MARKS = "\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb3-\u0ebc\u0ec8-\u0ece"
_BURMESE_MARKS = "\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d"
_KHMER_MARKS = "\u17b4-\u17d3\u17dd"
_LATIN_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_INVISIBLE = "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\ua9e0-\ua9ff\uaa60-\uaa7f"

#: A letter with everything that hangs on it; two of the same leading vowel stand for another one.
_CLUSTER = re.compile(
    r"\s+|\u0e40\u0e40|\u0ec0\u0ec0"
    rf"|\S(?:\u17d2[\u1780-\u17a2]|\u1039[\u1000-\u102a]"
    rf"|[{_THAI_LAO_MARKS}{_BURMESE_MARKS}{_KHMER_MARKS}{_LATIN_MARKS}{_INVISIBLE}])*"
)
_SILENT = re.compile(f"[{_LATIN_MARKS}{_INVISIBLE}\u17b4\u17b5]")
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_ZERO_FOR_WA = re.compile(
    "(?<![\u1040-\u1049])\u1040(?=[\u1000-\u103e])"
)  # Burmese digit typed for the letter
_UNITS = re.compile("[\u17d2\u1039].|.", re.DOTALL)  # a subscript letter goes with the sign that lowers it
_SPACES = re.compile(r"\s+")

#: Order of what hangs on a letter.
_ORDER: dict[str, int] = {
    **{chr(c): 1 for c in (0xE31, *range(0xE34, 0xE3B), 0xEB1, *range(0xEB4, 0xEBD))},  # Thai, Lao: vowels
    **{chr(c): 2 for c in (*range(0xE47, 0xE4D), *range(0xEC8, 0xECD))},  # tone marks
    **dict.fromkeys("\u0e4d\u0ecd", 3),
    **dict.fromkeys("\u0e32\u0eb2", 4),
    **dict.fromkeys("\u17c9\u17ca", 2),  # Khmer: after subscripts the shifters, then vowels, then signs
    **{chr(c): 3 for c in range(0x17B6, 0x17C6)},
    **{chr(c): 4 for c in (*range(0x17C6, 0x17C9), *range(0x17CB, 0x17D2), 0x17DD)},
    **{chr(c): c - 0x103A for c in range(0x103B, 0x103F)},  # Burmese: medials, then vowels, then signs
    **{c: n for n, signs in enumerate(("ေ", "ိီဲ", "ုူ", "ါာ", "ံ", "့", "်", "း"), start=5) for c in signs},
}
_FOLDED = (
    ("\u17c1\u17b8", "\u17be"),
    ("\u17c1\u17b6", "\u17c4"),
    ("\u0e40\u0e40", "\u0e41"),
    ("\u0ec0\u0ec0", "\u0ec1"),
    ("\u17d2\u178a", "\u17d2\u178f"),  # two Khmer subscripts that look the same
)
_SAME = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-") | dict.fromkeys("‘’ʼ", "'")
)


def normal(text: str) -> str:
    """The text as it is searched: see the head of this module. Without outer space and with single spaces."""
    if text.isascii():
        return _SPACES.sub(" ", text).strip().lower()
    return "".join(shown for _, _, shown in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, normal form) of each cluster that is searched; joined, the forms are the text's normal form."""
    previous, gap = "", (0, 0)
    for found in _CLUSTER.finditer(_ZERO_FOR_WA.sub("\u101d", text)):
        piece = _cluster(found.group())
        if piece == " ":
            gap = found.span()
        elif piece:
            if previous and gap[1] and not (_is_unspaced(previous) and _is_unspaced(piece[0])):
                yield *gap, " "
            yield *found.span(), piece
            previous, gap = piece[-1], (0, 0)


def _is_unspaced(character: str) -> bool:
    return bool(_HAS_UNSPACED.match(character))


@lru_cache(maxsize=20_000)
def _cluster(cluster: str) -> str:
    if cluster.isspace():
        return " "
    text = _SILENT.sub("", unicodedata.normalize("NFKD", cluster)).translate(_SAME).casefold()
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    if _HAS_UNSPACED.search(text):
        text = "".join(_in_order(_UNITS.findall(text)))
        for typed, meant in _FOLDED:
            text = text.replace(typed, meant)
    return _SPACES.sub(" ", text).strip()


def _in_order(units: Iterable[str]) -> list[str]:
    """What hangs on a letter in one order, however it was typed; a cluster may come apart into several letters."""
    keyed, letters = [], 0
    for unit in units:
        place = _place(unit)
        letters += place < 0
        keyed.append((letters, place, unit))
    return [unit for _, _, unit in sorted(keyed, key=lambda one: one[:2])]


def _place(unit: str) -> int:
    """Rank among the signs of a letter; -1 for a letter itself."""
    if len(unit) > 1:  # the Khmer subscript ro is written last of the subscripts
        return 1 if unit == "\u17d2\u179a" else 0
    return _ORDER.get(unit, -1)


# --- What is stored, what is asked -------------------------------------------------------------------------

_CODE = re.compile(r"[^\W_]+(?:[/_-]+[^\W_]+(?:\.\d+)*)+")
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")
_DIVIDERS = re.compile(r"[\s/_-]+|(?<!\d)\.|\.(?!\d)")


def search_text(number: str, text: str, text_original: str) -> str:
    """What is stored with a line to find it by: number, both texts, and codes without their dividers."""
    parts = [normal(number), normal(text), normal(text_original)]
    codes = {compact(parts[0])} | {compact(code) for part in parts[1:] for code in _CODE.findall(part)}
    return "\n".join(dict.fromkeys(part for part in (*parts, *sorted(codes)) if part))


def compact(word: str) -> str:
    """A code without its dividers ("con/001" gives "con001"); anything else as it is."""
    if _LETTER.search(word) and _DIGIT.search(word):
        return _DIVIDERS.sub("", word)
    return word


def words_of(query: str) -> list[str]:
    """The words of a search in normal form, each once; a code is one word however its parts are divided."""
    return list(dict.fromkeys(compact(word) for word in normal(query).split()))[:MAX_WORDS]


# --- Marking what was found --------------------------------------------------------------------------------


def marked(text: str, words: Iterable[str]) -> list[tuple[str, bool]]:
    """The text in runs (text, whether it was searched for); whole letters with their signs are marked."""
    pieces = list(_pieces(text))
    spans: list[tuple[int, int]] = []
    for word in words:
        code = bool(_LETTER.search(word) and _DIGIT.search(word))
        spans += _spans(pieces, word, divided=False)
        if code:
            spans += _spans(pieces, word, divided=True)
    return _runs(text, spans)


def _spans(pieces: Sequence[tuple[int, int, str]], word: str, *, divided: bool) -> Iterator[tuple[int, int]]:
    owners, letters = [], []
    for index, (_, _, shown) in enumerate(pieces):
        if divided and _DIVIDERS.fullmatch(shown):
            continue
        letters.append(shown)
        owners += [index] * len(shown)
    whole = "".join(letters)
    at = whole.find(word)
    while at >= 0:
        yield pieces[owners[at]][0], pieces[owners[at + len(word) - 1]][1]
        at = whole.find(word, at + len(word))


def _runs(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    runs, done = [], 0
    for start, end in sorted(spans):
        if end <= done:
            continue
        if start > done:
            runs.append((text[done:start], False))
        runs.append((text[max(start, done) : end], True))
        done = end
    if done < len(text):
        runs.append((text[done:], False))
    return runs


def excerpt(runs: Sequence[tuple[str, bool]], length: int = 300) -> list[tuple[str, bool]]:
    """The runs around the first marked one, about `length` characters, with "…" where something is left out."""
    before = next((index for index, (_, found) in enumerate(runs) if found), 0)
    head = "".join(text for text, _ in runs[:before])
    if sum(len(text) for text, _ in runs) <= length:
        return list(runs)
    shown = [("…" + head[-length // 3 :], False)] if len(head) > length // 3 else [(head, False)]
    left = length - len(shown[0][0])
    for text, found in runs[before:]:
        shown.append((text[:left] + "…" if len(text) > left else text, found))
        left -= len(text)
        if left <= 0:
            break
    return [run for run in shown if run[0]]


# --- Spelling ----------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]{3,30}")
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
ALIKE = 75  # of 100; "plastring" and "plastering" have 95


def vocabulary(texts: Iterable[str]) -> set[str]:
    """All words of the texts in normal form; of scripts without spaces also each two neighbours as one."""
    words: set[str] = set()
    for text in texts:
        if not _HAS_UNSPACED.search(text):
            words.update(_WORD.findall(normal(text)))
            continue
        pieces = [normal(piece) for piece in break_points(text).replace("\u200b", " ").split()]
        pairs = [first + second for first, second in pairwise(pieces)]
        words.update(word for word in (*pieces, *pairs) if 2 < len(word) <= 30 and not _DIGIT.search(word))
    return words


def alike(word: str, known: Iterable[str], *, limit: int = 3) -> list[str]:
    """Words of `known` that are spelled nearly as this one, the nearest first; none for a word of one or two letters."""
    if len(word) < 3:
        return []
    near = process.extract(word, sorted(known), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=limit)
    return [one for one, _score, _index in near if one != word]


# --- Levels ------------------------------------------------------------------------------------------------

_LEVEL_LENGTH = 40  # characters of a level's name in a filter
_LEVEL_END = re.compile(r"[:;,(\n\u2013\u2014]| - ")


def level_name(number: str, text: str, text_original: str) -> str:
    """What a line of kind "level" is called in the filter: its first words ("Level 1: lays walls" is Level 1), else
    its number; never longer than a filter can show."""
    for words in (text, text_original):
        name = " ".join(_LEVEL_END.split(words, maxsplit=1)[0].split())
        if name and len(name) <= _LEVEL_LENGTH:
            return name
    return number or text[:_LEVEL_LENGTH].strip()
