"""Editions, sections, map and additional lines of a gap analysis, from rows that were read before."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from benchmarking.comparison import Counts as Tally
from benchmarking.comparison import Proposal, propose_verdict
from benchmarking.states import Rating, Verdict
from core import countries
from reports.documents import gap_analysis as paper
from reports.snapshots.source import Source
from standards.languages import name_of as language_of
from standards.models import Edition, Line
from standards.states import LineKind
from standards.tree import Node


@dataclass(frozen=True)
class Part:
    """A section of an edition with its rateable lines and the level that it stands under."""

    edition: Edition
    head: Line
    lines: list[Line]
    level: Line | None


@dataclass(frozen=True)
class Compared:
    """The comparison of one benchmark, section by section."""

    source: Source

    @cached_property
    def receiving(self) -> list[Part]:
        """Sections of the reference editions that have rateable lines."""
        return [part for edition in self.source.receiving for part in parts_of(self.source, edition)]

    @cached_property
    def sending(self) -> list[Part]:
        """Sections of the sending editions that have rateable lines."""
        return [part for edition in self.source.sending for part in parts_of(self.source, edition)]

    @cached_property
    def proposals(self) -> list[Proposal]:
        """Proposed verdict of each receiving section, by the corridor's thresholds."""
        corridor = self.source.corridor
        return [
            propose_verdict(
                [self.rating(line) for line in part.lines],
                [line.critical for line in part.lines],
                corridor.comparable_from,
                corridor.not_comparable_below,
            )
            for part in self.receiving
        ]

    @cached_property
    def tally(self) -> Tally:
        """Counts over all sections."""
        return sum((proposal.counts for proposal in self.proposals), Tally())

    @cached_property
    def titles(self) -> dict[int, str]:
        """Title by primary key of a section's heading; with the standard's title where it would not be unique."""
        parts = [*self.receiving, *self.sending]
        for_side = {part.head.pk: (part.edition.country, part.head.text.casefold()) for part in parts}
        often = Counter(for_side.values())
        return {
            part.head.pk: f"{part.edition.standard.title}: {part.head.text}"
            if often[for_side[part.head.pk]] > 1
            else part.head.text
            for part in parts
        }

    def number(self, line: Line) -> str:
        """The number of a line as printed: with the letter of its edition where a side has several of them."""
        return f"{self.source.marks.get(line.edition_id, '')} {line.number}".strip()

    def ref_of(self, line: Line) -> paper.SendingRef:
        """A line as it is quoted."""
        return paper.SendingRef(self.number(line), line.text, line.text_original)

    def rating(self, line: Line) -> str:
        """F, P, N or "" for not compared yet."""
        judgement = self.source.judgements.get(line.pk)
        return judgement.rating if judgement else ""

    def counterparts(self, line: Line) -> list[Line]:
        """Sending lines on which the judgement of a receiving line rests."""
        judgement = self.source.judgements.get(line.pk)
        return self.source.counterparts.get(judgement.pk, []) if judgement else []

    @property
    def critical_short(self) -> int:
        """Critical lines that were compared and are not fully covered."""
        lines = [line for part in self.receiving for line in part.lines]
        return critical_short(self, lines)


def parts_of(source: Source, edition: Edition) -> Iterator[Part]:
    """The sections of one edition that have rateable lines, in reading order."""
    members: dict[Line, list[Line]] = defaultdict(list)
    levels: dict[Line, Line | None] = {}
    for root in source.trees[edition.pk]:
        for node, level in _with_level(root, None):
            rated = edition not in source.receiving or node.line.pk in source.in_scope
            if node.is_rateable and rated and node.section is not None:
                members[node.section].append(node.line)
                levels.setdefault(node.section, level)
    for head, lines in members.items():
        yield Part(edition, head, lines, levels[head])


def _with_level(node: Node[Line], level: Line | None) -> Iterator[tuple[Node[Line], Line | None]]:
    if node.line.kind == LineKind.LEVEL:
        level = node.line
    yield node, level
    for child in node.children:
        yield from _with_level(child, level)


def critical_short(compared: Compared, lines: Iterable[Line]) -> int:
    """Critical lines that were compared and are not fully covered; open lines are not counted as short."""
    return sum(line.critical and compared.rating(line) in (Rating.PARTLY, Rating.NOT) for line in lines)


def percent(value: float | None) -> float | None:
    """One decimal, cut off and not rounded up, so that 79.96 is not printed as 80 beside "below 80"."""
    return None if value is None else math.floor(value * 10 + 1e-9) / 10


def counts(tally: Tally) -> paper.Counts:
    """Counts in the words of the document."""
    return paper.Counts(tally.full, tally.partly, tally.uncovered, tally.open)


def editions(source: Source) -> tuple[paper.Edition, ...]:
    """What was compared, receiving side first, with the SHA-256 of the source file or else of the lines."""
    sides = (("receiving", source.receiving), ("sending", source.sending))
    return tuple(_edition(source, side, edition) for side, rows in sides for edition in rows)


def _edition(source: Source, side: str, edition: Edition) -> paper.Edition:
    stored = source.files.get(edition.pk)
    standard = edition.standard
    return paper.Edition(
        side=side,
        country=countries.name_of(edition.country),
        body=standard.body.name,
        title=standard.title,
        label=edition.label,
        language=language_of(edition.language),
        dated=edition.issued_on.isoformat() if edition.issued_on else "",
        state=edition.get_state_display(),
        is_provisional=edition.is_provisional,
        file_name=stored.name if stored else "",
        sha256=stored.sha256 if stored else edition.content_hash,
        lines=sum(1 for root in source.trees[edition.pk] for _node in root.walk()),
        original_title=standard.title_original,
        note=edition.note,
        mark=source.marks.get(edition.pk, ""),
    )


def sections(compared: Compared) -> tuple[paper.Section, ...]:
    """The comparison line by line, section by section."""
    return tuple(
        _section(compared, part, proposal)
        for part, proposal in zip(compared.receiving, compared.proposals, strict=True)
    )


def _section(compared: Compared, part: Part, proposal: Proposal) -> paper.Section:
    level, verdict = part.level, compared.source.verdicts.get(part.head.pk)
    return paper.Section(
        number=compared.number(part.head),
        title=compared.titles[part.head.pk],
        level=_level(level) if level is not None and level != part.head else "",
        kind=part.head.get_kind_display(),
        original_title=part.head.text_original,
        coverage=percent(proposal.coverage),
        counts=counts(proposal.counts),
        critical_not_covered=critical_short(compared, part.lines),
        proposed=_proposed(proposal),
        verdict=_verdict_words(verdict.verdict) if verdict else "",
        verdict_reason=verdict.reason if verdict else "",
        rows=tuple(_row(compared, line) for line in part.lines),
    )


def _level(line: Line) -> str:
    return _("level %(number)s") % {"number": line.number} if line.number else line.text


def _proposed(proposal: Proposal) -> str:
    return _verdict_words(proposal.verdict)


def _verdict_words(verdict: str) -> str:
    return "" if verdict == Verdict.OPEN else str(Verdict(verdict).label).lower()


def _row(compared: Compared, line: Line) -> paper.Row:
    judgement = compared.source.judgements.get(line.pk)
    gap = compared.source.gap_of.get(judgement.pk) if judgement else None
    kind = _("criterion") if line.kind == LineKind.CRITERION else line.get_kind_display().lower()
    return paper.Row(
        number=compared.number(line),
        kind=kind,
        text=line.text,
        rating=compared.rating(line) or "-",
        original=line.text_original,
        is_critical=line.critical,
        sending=tuple(compared.ref_of(one) for one in compared.counterparts(line)),
        difference=judgement.difference if judgement else "",
        is_substantial=bool(judgement and judgement.substantial),
        gap_ref=gap.label if gap else "",
        gap_code=gap.code if gap else "",
        reason=judgement.reason if judgement else "",
        recommendation=judgement.recommendation if judgement else "",
        dissent=judgement.dissent if judgement else "",
    )


def unit_map(compared: Compared) -> tuple[paper.MapRow, ...]:
    """Which sending sections answer each receiving section; the ones with most links first."""
    place = {line.pk: part for part in compared.sending for line in part.lines}
    rows = []
    for part, proposal in zip(compared.receiving, compared.proposals, strict=True):
        linked = [one for line in part.lines for one in compared.counterparts(line)]
        heads = Counter(place[one.pk].head for one in linked if one.pk in place)
        decided = compared.source.verdicts.get(part.head.pk)
        ranked = sorted(heads, key=lambda head: (-heads[head], head.edition_id, head.position))
        rows.append(
            paper.MapRow(
                receiving=_section_ref(compared, part.head),
                sending=tuple(_section_ref(compared, head) for head in ranked),
                verdict=_verdict_words(decided.verdict)
                if decided
                else _proposed(proposal) or _("no verdict yet"),
                links=len(linked),
            )
        )
    return tuple(rows)


def _section_ref(compared: Compared, head: Line) -> paper.SectionRef:
    return paper.SectionRef(compared.number(head), compared.titles[head.pk])


def additional(compared: Compared) -> tuple[paper.AdditionalLine, ...]:
    """Sending lines without a counterpart, with the note of those that people marked as additional.

    As long as lines are open only the marked ones, for the others may yet find a counterpart.
    """
    marked = compared.source.additional
    used = {
        one.pk for part in compared.receiving for line in part.lines for one in compared.counterparts(line)
    }
    return tuple(
        paper.AdditionalLine(
            compared.number(line),
            line.text,
            line.text_original,
            f"{compared.number(part.head)} {compared.titles[part.head.pk]}".strip(),
            marked.get(line.pk, ""),
        )
        for part in compared.sending
        for line in part.lines
        if line.pk in marked or (line.pk not in used and not compared.tally.open)
    )
