"""The frozen content of a gap analysis report: one corridor, one version, everything that is printed.

Dates are ISO text: "2019-06-03", or "2019-07" where only the month is known, "" where unknown.
Codes are stable ("F", "C4"), labels are the words that are printed. Free text is `str` in any of the
five scripts; its language is found when the page is made. `original` is the text in the language of
the source, kept beside the English text and "" where there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .arrangements import Arrangement, LevelRow
from .changes import Changes
from .codec import LATER, from_plain, sha256_of, to_plain
from .common import Corridor as Corridor
from .common import Country as Country
from .common import Team as Team
from .heat import HeatMap
from .photos import Photo
from .wording import USUAL, Wording


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition that was compared. `side` is "receiving" or "sending"; `lines` counts its lines.

    `mark` is the letter before each number of its lines, "" where each side has one edition.
    """

    side: str
    country: str
    body: str
    title: str
    label: str
    language: str
    dated: str = ""
    state: str = ""
    is_provisional: bool = False
    file_name: str = ""
    sha256: str = ""
    lines: int = 0
    original_title: str = ""
    note: str = ""
    mark: str = field(default="", metadata=LATER)


@dataclass(frozen=True, slots=True)
class RatingStep:
    """One step of the scale: code, label, what it means and the index as printed ("1", "0.5", "0", "")."""

    code: str
    label: str
    meaning: str
    index: str = ""


@dataclass(frozen=True, slots=True)
class CodeLabel:
    """A code of the gap list with its label, for the glossary."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Method:
    """How the comparison was made: paragraphs, scale, thresholds in percent, steps covered, limits.

    `exact` are both thresholds as printed where one has decimals ("76.5"), the higher first.
    """

    paragraphs: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    scale: tuple[RatingStep, ...] = ()
    comparable_from: int = 80
    not_comparable_below: int = 50
    view_label: str = ""
    limits: tuple[str, ...] = ()
    exact: tuple[str, ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True, slots=True)
class Counts:
    """Number of rateable lines per rating. `not_compared` counts lines nobody has compared yet ("-")."""

    full: int = 0
    partly: int = 0
    not_covered: int = 0
    not_compared: int = 0


@dataclass(frozen=True, slots=True)
class SendingRef:
    """A line of the sending edition on which a judgement rests."""

    number: str
    text: str
    original: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the receiving standard and how it is covered. `rating` is "F", "P", "N" or "-"."""

    number: str
    kind: str
    text: str
    rating: str = "-"
    original: str = ""
    is_critical: bool = False
    sending: tuple[SendingRef, ...] = ()
    difference: str = ""
    is_substantial: bool = False
    gap_ref: str = ""
    gap_code: str = ""
    reason: str = ""
    recommendation: str = ""
    dissent: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the receiving standard. `coverage` is percent, None while a line is open.

    `proposed` is the verdict that follows from the thresholds, `verdict` the one experts decided
    ("" = not decided), `verdict_reason` why it differs.
    """

    number: str
    title: str
    level: str = ""
    kind: str = ""
    original_title: str = ""
    coverage: float | None = None
    counts: Counts = Counts()
    critical_not_covered: int = 0
    proposed: str = ""
    verdict: str = ""
    verdict_reason: str = ""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionRef:
    """A section by its number and title."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """One receiving section with the sending sections that answer it; `links` counts line links."""

    receiving: SectionRef
    sending: tuple[SectionRef, ...] = ()
    verdict: str = ""
    links: int = 0


@dataclass(frozen=True, slots=True)
class AdditionalLine:
    """A sending line without a counterpart (X): information, no score."""

    number: str
    text: str
    original: str = ""
    section: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The conclusion of the corridor, decided by people; `by` names offices."""

    label: str
    reason: str
    by: str = ""
    on: str = ""
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a mission observed that bears on a gap."""

    mission: str
    on: str
    text: str
    effect: str = ""
    photos: tuple[Photo, ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True, slots=True)
class ActivityRef:
    """An activity of the action plan; `starts` and `ends` as planned."""

    number: str
    title: str
    starts: str = ""
    ends: str = ""
    owner: str = ""
    state: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap finding with everything that hangs on it. `severity` is "critical", "major", "minor" or "".

    `question` stands in place of receiving lines for a gap in the arrangements; `position` is the sending country's
    formal reply in words; `action` and `action_type` what is recommended.
    """

    ref: str
    code: str
    code_label: str
    title: str
    description: str = ""
    severity: str = ""
    state: str = ""
    is_settled: bool = False
    owner_country: str = ""
    due: str = ""
    receiving: tuple[SendingRef, ...] = ()
    sending: tuple[SendingRef, ...] = ()
    observations: tuple[Seen, ...] = ()
    activities: tuple[ActivityRef, ...] = ()
    what_was_done: str = ""
    proof: str = ""
    closed_by: str = ""
    reply: str = ""
    position: str = ""
    question: str = ""
    action: str = ""
    action_type: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A recommendation with the gaps it answers (their refs) and to whom it is addressed.

    `kind` is the word of a recommendation that people recorded for the corridor, "" for one of a single line.
    """

    text: str
    addressed_to: str = ""
    gap_refs: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class MissionHeld:
    """A mission with planned and actual dates; `purpose` and `findings` are printed below its title."""

    title: str
    place: str = ""
    planned_from: str = ""
    planned_to: str = ""
    actual_from: str = ""
    actual_to: str = ""
    observations: int = 0
    team: str = ""
    findings: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """An office's signature on the exact state of the benchmark that this report freezes."""

    office: str
    country: str
    on: str
    is_void: bool = False
    digits: str = ""


@dataclass(frozen=True, slots=True)
class GapAnalysis:
    """The whole report. Field order is the order of the paper.

    `content_language` is the document language (BCP 47). `marking` is the confidentiality line in the
    foot of every page. `generated_at` is ISO date and time with offset. `coverage` in percent over all
    rated lines, None while no line is rated.
    """

    number: str
    version: int
    title: str
    status: str
    corridor: Corridor
    pilot: str
    generated_at: str
    dated: str = ""
    is_draft: bool = True
    marking: str = ""
    note: str = ""
    published_by: str = ""
    content_language: str = "en"
    portal_address: str = ""
    benchmark_state: str = ""
    teams: tuple[Team, ...] = ()
    method: Method = Method()
    editions: tuple[Edition, ...] = ()
    conclusion: Conclusion | None = None
    coverage: float | None = None
    counts: Counts = Counts()
    critical_not_covered: int = 0
    map_rows: tuple[MapRow, ...] = ()
    sections: tuple[Section, ...] = ()
    additional: tuple[AdditionalLine, ...] = ()
    gaps: tuple[Gap, ...] = ()
    missions: tuple[MissionHeld, ...] = ()
    activities: tuple[ActivityRef, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    signatures: tuple[Signature, ...] = ()
    gap_codes: tuple[CodeLabel, ...] = ()
    heat: HeatMap | None = None
    levels: tuple[LevelRow, ...] = ()
    arrangements: tuple[Arrangement, ...] = ()
    wording: Wording = field(default=USUAL, metadata=LATER)
    changes: Changes | None = field(default=None, metadata=LATER)
    schema: int = 1

    @property
    def steps_without_review(self) -> tuple[str, ...]:
        """The steps 3 to 5 of which nothing is printed: no review of theirs had been released."""
        return tuple(sorted({"3", "4", "5"} - {one.step for one in self.arrangements}))


def to_json(document: GapAnalysis) -> dict[str, object]:
    """The document as JSON data, ready for a JSONField."""
    plain: dict[str, object] = to_plain(document)
    return plain


def from_json(data: Mapping[str, object]) -> GapAnalysis:
    """The document from stored JSON. Raises SnapshotError that names the wrong place."""
    return from_plain(GapAnalysis, data)


def snapshot_hash(data: Mapping[str, object]) -> str:
    """SHA-256 over every printed fact: the number on the control page that anybody can check."""
    return sha256_of(data)


def content_hash(data: Mapping[str, object]) -> str:
    """Like `snapshot_hash` without the moment of freezing: equal means a new rendering would say the same."""
    return sha256_of({key: value for key, value in data.items() if key != "generated_at"})
