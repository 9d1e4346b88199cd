"""Search in titles, codes and lines of the editions that a person sees.

Three queries whatever is asked: how often the words stand in the lines of each edition, the editions of the page, the
best lines of these editions. A word that stands nowhere is compared with the words that do (docs/decisions/0008-search.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from core.text import lang_of
from standards.models import Edition, Line, Vocabulary
from standards.queries.library import Shelved, in_order
from standards.searching import alike, excerpt, marked, vocabulary, words_of
from standards.states import LineKind

LINES_SHOWN = 3  # of one edition; its page shows all of them

_UNIT_LENGTH = 80  # characters of a unit's title beside a line

Runs = list[tuple[str, bool]]


@dataclass(frozen=True)
class Tally:
    """How the words stand in one edition."""

    edition: Shelved
    in_details: bool  # all of them in its titles and codes
    lines: int  # lines in which all of them stand
    exact: int  # lines in which the whole search stands as it was typed


@dataclass(frozen=True)
class Respelled:
    """A word that stands nowhere, and words that do; the first of them was searched for in its place."""

    typed: str
    words: list[str]
    query: str  # the whole search

    @property
    def searches(self) -> list[tuple[str, str]]:
        """Each of the words, and the whole search with it in place of the typed one."""
        return [
            (word, " ".join(word if one == self.typed else one for one in self.query.split()))
            for word in self.words
        ]


@dataclass
class Found:
    """Editions in which the words stand, the best first."""

    words: list[str]
    tallies: list[Tally] = field(default_factory=list)
    respelled: list[Respelled] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """Lines in which all words stand, over all editions."""
        return sum(one.lines for one in self.tallies)

    @property
    def query(self) -> str:
        """The search as it was carried out."""
        return " ".join(self.words)


@dataclass(frozen=True)
class Hit:
    """A line as the result shows it."""

    line: Line
    text: Runs
    original: Runs
    number: Runs
    lang: str
    kind: str
    unit: str


@dataclass(frozen=True)
class EditionHit:
    """An edition of the page with its best lines."""

    edition: Edition
    title: Runs
    title_original: Runs
    label: Runs
    tally: Tally
    hits: list[Hit]

    @property
    def more(self) -> int:
        """Lines that only its own page shows."""
        return max(self.tally.lines - len(self.hits), 0)


def find(editions: Sequence[Shelved], words: Sequence[str]) -> Found:
    """Look for the words (`searching.words_of`) in these editions, which are some that the person sees."""
    found, nowhere = _look(editions, list(words))
    if not nowhere:
        return found
    found.respelled = _respelled(editions, nowhere, found.query)
    instead = {one.typed: one.words[0] for one in found.respelled}
    if len(instead) < len(nowhere):
        return found
    again, _ = _look(editions, list(dict.fromkeys(instead.get(word, word) for word in words)))
    again.respelled = found.respelled
    return again


def _look(editions: Sequence[Shelved], words: list[str]) -> tuple[Found, list[str]]:
    """What is found, and the words that stand nowhere."""
    if not words or not editions:
        return Found(words), []
    rows = {row["edition"]: row for row in _counted(editions, words)}
    flags = [[_stands(one, rows.get(one.pk), n, word) for n, word in enumerate(words)] for one in editions]
    there = [any(column) for column in zip(*flags, strict=True)]
    nowhere = [word for word, stands in zip(words, there, strict=True) if not stands]
    tallies = [
        Tally(
            one,
            all(word in one.details for word in words),
            rows[one.pk]["lines"] if one.pk in rows else 0,
            rows[one.pk]["exact"] if one.pk in rows else 0,
        )
        for one, stands in zip(editions, flags, strict=True)
        if all(stands)
    ]
    # Stable: what is alike stays in the order of the list.
    tallies.sort(key=lambda one: (not one.in_details, not one.exact, -one.exact, -one.lines))
    return Found(words, tallies), nowhere


def _stands(one: Shelved, row: dict[str, int] | None, number: int, word: str) -> bool:
    return word in one.details or bool(row and row[f"w{number}"])


def _counted(editions: Sequence[Shelved], words: Sequence[str]) -> QuerySet[Line, Any]:
    """For each edition with any of the words: lines with all, lines with the whole, and which words stand there."""
    every, some = _all(words), Q()
    for word in words:
        some |= Q(search__contains=word)
    lines = Line.objects.filter(some, edition__in=[one.pk for one in editions])
    whole = Q(search__contains=" ".join(words)) if len(words) > 1 else every
    counts: dict[str, Count | Max] = {
        "lines": Count("pk", filter=every) if len(words) > 1 else Count("pk"),
        "exact": Count("pk", filter=whole) if len(words) > 1 else Count("pk"),
    }
    for number, word in enumerate(words):
        counts[f"w{number}"] = Max(_one_if(Q(search__contains=word))) if len(words) > 1 else Max(Value(1))
    return lines.order_by().values("edition").annotate(**counts)


def _all(words: Iterable[str]) -> Q:
    every = Q()
    for word in words:
        every &= Q(search__contains=word)
    return every


def _one_if(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


# --- The page ----------------------------------------------------------------------------------------------


def shown(found: Found, tallies: Sequence[Tally]) -> list[EditionHit]:
    """These editions with their best lines: first those with the whole search, then with the most words."""
    keys = [one.edition.pk for one in tallies]
    lines: dict[int, list[Line]] = {key: [] for key in keys}
    for line in _best_lines(keys, found.words):
        lines[line.edition_id].append(line)
    editions = {one.pk: one for one in in_order(keys)}
    return [
        _edition_hit(editions[one.edition.pk], one, lines[one.edition.pk], found.words)
        for one in tallies
        if one.edition.pk in editions
    ]


def _best_lines(keys: Sequence[int], words: Sequence[str]) -> list[Line]:
    if not keys or not words:
        return []
    score = sum(
        (_one_if(Q(search__contains=word)) for word in words[1:]), _one_if(Q(search__contains=words[0]))
    )
    some = Q()
    for word in words:
        some |= Q(search__contains=word)
    ranked = (
        Line.objects.filter(some, edition__in=keys)
        .annotate(whole=_one_if(Q(search__contains=" ".join(words))), score=score)
        .annotate(
            rank=Window(
                RowNumber(),
                partition_by=F("edition"),
                order_by=[F("whole").desc(), F("score").desc(), F("position").asc()],
            )
        )
        .filter(rank__lte=LINES_SHOWN)
        .order_by("edition", "rank")
    )
    best = list(ranked.values_list("pk", flat=True))
    lines = Line.objects.select_related("parent__parent__parent").in_bulk(best)
    return [lines[pk] for pk in best if pk in lines]


def _edition_hit(edition: Edition, tally: Tally, lines: Sequence[Line], words: Sequence[str]) -> EditionHit:
    standard = edition.standard
    if tally.lines:
        lines = lines[: tally.lines]  # what follows has only some of the words
    elif tally.in_details:
        lines = ()
    return EditionHit(
        edition=edition,
        title=marked(standard.title, words),
        title_original=marked(standard.title_original, words),
        label=marked(edition.label, words),
        tally=tally,
        hits=[_hit(line, words) for line in lines],
    )


def _hit(line: Line, words: Sequence[str]) -> Hit:
    return Hit(
        line=line,
        text=excerpt(marked(line.text, words)),
        original=excerpt(marked(line.text_original, words)),
        number=marked(line.number, words),
        lang=lang_of(line.text_original),
        kind=str(LineKind(line.kind).label),
        unit=_unit_of(line),
    )


def _unit_of(line: Line) -> str:
    """The unit above the line; where the standard has none, the heading above it."""
    above, unit = line.parent, line.parent
    while above is not None:
        if above.kind == LineKind.UNIT:
            unit = above
            break
        above = above.parent
    if unit is None:
        return ""
    name = unit.text or unit.text_original
    return f"{unit.number} {name if len(name) <= _UNIT_LENGTH else name[:_UNIT_LENGTH] + '…'}".strip()


# --- Spelling ----------------------------------------------------------------------------------------------


def _respelled(editions: Sequence[Shelved], words: Iterable[str], query: str) -> list[Respelled]:
    """Nearly the same words from these very editions: never from a text that the person does not see."""
    known = vocabulary(one.details for one in editions)
    texts = Vocabulary.objects.filter(edition__in=[one.pk for one in editions]).values_list(
        "words", flat=True
    )
    for text in texts:
        known.update(text.split(" "))
    pairs = [(word, alike(word, known)) for word in words]
    return [Respelled(word, near, query) for word, near in pairs if near]


def hits_in(lines: Iterable[Line], q: str) -> list[Line]:
    """Of one edition's lines, those in which every word of the search stands."""
    words = words_of(q)
    return [line for line in lines if words and all(word in line.search for word in words)]
