"""What is compared of a line, as words and as letter groups. Pure text, no numbers."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from standards.searching import normal

#: Longer texts are cut here: no line of a standard is longer, and a pasted book must not stop the worker.
MOST_LETTERS = 8000
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_WORD = re.compile("[a-z0-9\u00df-\u024f\u1e00-\u1eff]+")
_RUN = re.compile(f"[a-z0-9\u00df-\u024f\u1e00-\u1eff]+|[{_UNSPACED}]+")
_LETTER = re.compile(f"[{_UNSPACED}]")
_SCRIPTS = (
    ("thai", "\u0e00", "\u0e7f"),
    ("lao", "\u0e80", "\u0eff"),
    ("burmese", "\u1000", "\u109f"),
    ("khmer", "\u1780", "\u17ff"),
)
_PIECE = re.compile(r"\w+|\W+")
_ENGLISH = re.compile("[A-Za-z]{2}")
_STOP = frozenset(
    re.findall(
        r"\w+",
        "a all an and any are as at be been by can each etc every for from had has have if in into is it its may must "
        "no not of on or other per shall should so such than that the their them then there these they this those "
        "through to under up using was were when where which while who will with within",
    )
)
_ENDINGS = (
    *("ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "ness"),
    *("ers", "ies", "ors", "er", "or", "ed", "es", "ly", "al", "s", "e", "y"),
)


@dataclass(frozen=True)
class Item:
    """One line: its English text, its text in the original language, and the headings above it, outermost first."""

    text: str
    original: str = ""
    parents: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """The text that a vector is made of; "" where there is no English to be understood."""
        return self.text[:MOST_LETTERS] if _ENGLISH.search(self.text) else ""

    @property
    def with_headings(self) -> str:
        """The text with the two headings next above it."""
        return ". ".join([self.text[:MOST_LETTERS], *filter(None, self.parents[-2:])])

    @property
    def spoken_with_headings(self) -> str:
        """The text that a vector in context is made of; "" where there is no English to be understood."""
        return self.with_headings if self.spoken else ""

    def compared(self, scripts: frozenset[str]) -> str:
        """The text that is compared by words and letters: with the original where its script is one of `scripts`."""
        return f"{self.text} {self.original}" if script_of(self.original) in scripts else self.text


def digest_of(text: str) -> str:
    """SHA-256 of a text, under which its vector is stored."""
    return hashlib.sha256(text.encode()).hexdigest()


def spoken_texts(sides: Iterable[Iterable[Item]]) -> Iterator[str]:
    """Every text that a vector is made of."""
    for side in sides:
        for item in side:
            if item.spoken:
                yield item.spoken
                yield item.spoken_with_headings


def script_of(text: str) -> str:
    """The script without spaces that a text is written in: "thai", "lao", "burmese", "khmer"; "" for any other."""
    found = _LETTER.search(text)
    return (
        next((name for name, first, last in _SCRIPTS if first <= found.group() <= last), "") if found else ""
    )


def scripts_of(items: Iterable[Item]) -> frozenset[str]:
    """The scripts of the originals of a side. Where both sides share one, originals are compared as well."""
    return frozenset(script_of(item.original) for item in items) - {""}


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A word without its English ending, for comparison only: "installs", "installing" and "installation" are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    if len(word) > 4 and word[-1] == word[-2]:
        return word[:-1]  # "fitt" of "fitting"
    return word


class Thesaurus:
    """Words of a trade that mean the same, each group known by one stem."""

    def __init__(self, groups: Iterable[str] = ()) -> None:
        self._names: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for group in groups:
            members = {words for words in map(tuple, map(_stems, group.split(","))) if words}
            name = "=" + " ".join(min(members, default=()))
            for words in members if len(members) > 1 else ():
                self._names[words].append(name)
        self._longest = max(map(len, self._names), default=0)

    def meanings(self, stems: Sequence[str]) -> list[str]:
        """Names of the groups that words or phrases of the text belong to."""
        found: list[str] = []
        for size in range(1, self._longest + 1):
            for start in range(len(stems) - size + 1):
                found += self._names.get(tuple(stems[start : start + size]), ())
        return found


def _stems(text: str) -> list[str]:
    return [stem(word) for word in _WORD.findall(normal(text)) if word not in _STOP]


def words_of(text: str, thesaurus: Thesaurus) -> list[str]:
    """Stems, pairs of neighbouring stems, and the meanings that the thesaurus knows."""
    stems = _stems(text[:MOST_LETTERS])
    return [*stems, *(f"{one} {two}" for one, two in pairwise(stems)), *thesaurus.meanings(stems)]


def letters_of(text: str) -> list[str]:
    """Groups of three to five letters inside words; a script without spaces runs on as one long word."""
    groups = []
    for run in _RUN.findall(normal(text[:MOST_LETTERS])):
        padded = f" {run} "
        for size in (3, 4, 5):
            if len(padded) <= size:
                groups.append(padded)
                break
            groups += [padded[start : start + size] for start in range(len(padded) - size + 1)]
    return groups


def shared_pieces(text: str, other: str, thesaurus: Thesaurus) -> list[tuple[str, bool]]:
    """The text in pieces: (piece, whether its word, or one of the same meaning, stands in the other text)."""
    stems = _stems(other)
    known, meanings = set(stems), set(thesaurus.meanings(stems))
    pieces: list[tuple[str, bool]] = []
    for piece in _PIECE.findall(text):
        found = _stems(piece)
        is_shared = bool(found) and (found[0] in known or not meanings.isdisjoint(thesaurus.meanings(found)))
        if pieces and pieces[-1][1] == is_shared:
            piece = pieces.pop()[0] + piece
        pieces.append((piece, is_shared))
    return pieces
