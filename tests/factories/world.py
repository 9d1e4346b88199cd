"""Corridors, editions and lines, written straight to the tables so that a test states only what it is about."""

from __future__ import annotations

from datetime import date

from accounts.models import Team, User
from core.refs import make_ref
from corridors.models import Corridor, CorridorStep, Pilot
from corridors.states import ROADMAP, Priority
from standards.models import (
    Edition,
    Line,
    Occupation,
    Share,
    SkillArea,
    Standard,
    StandardBody,
    line_hash,
)
from standards.states import EditionState, ShareCapacity
from tests.factories.people import organisation

BRICKLAYING = "Bricklaying and plastering"
WIRING = "Building electrical wiring"

#: (kind, number, text, depth, critical): the Thai shape, level -> knowledge / skill / attitude heading -> line.
THAI_LINES = [
    ("level", "1", "Bricklaying, level 1", 0, False),
    ("knowledge", "1.1", "Knowledge", 1, False),
    ("knowledge", "1.1.1", "Kinds of bricks and blocks and where each is used", 2, False),
    ("knowledge", "1.1.2", "Mixing ratios of mortar by volume", 2, True),
    ("skill", "1.2", "Skill", 1, False),
    ("skill", "1.2.1", "Lay a half-brick wall in stretcher bond, plumb within 3 mm over 1 m", 2, True),
    ("skill", "1.2.2", "Read a simple plan and set out the first course", 2, False),
    ("attitude", "1.3", "Attitude", 1, False),
    ("attitude", "1.3.1", "Keeps the workplace clean and sorts waste", 2, False),
]
#: The Cambodian shape: unit -> element -> criterion.
CAMBODIAN_LINES = [
    ("unit", "CON-01", "Prepare masonry materials", 0, False),
    ("element", "1", "Mix mortar", 1, False),
    ("criterion", "1.1", "Cement and sand are measured by volume in the ratio given", 2, True),
    ("criterion", "1.2", "Mortar is used within the working time", 2, False),
    ("unit", "CON-02", "Lay bricks", 0, False),
    ("element", "2", "Lay a wall", 1, False),
    ("criterion", "2.1", "The wall is laid in stretcher bond", 2, False),
    ("criterion", "2.2", "Waste is put in the place provided", 2, False),
]


def pilot() -> Pilot:
    """The 2019 pilot, led by Thailand."""
    return Pilot.objects.create(
        ref=make_ref("mrs-pilot-2019"),
        title="MRS pilot 2019",
        lead_country="TH",
        starts_on=date(2019, 5, 1),
        ends_on=date(2019, 7, 31),
    )


def skill_area(title: str = BRICKLAYING) -> SkillArea:
    """A skill area with one occupation."""
    isco = {
        BRICKLAYING: ("7112", "Bricklayers and related workers"),
        WIRING: ("7411", "Building and related electricians"),
    }
    code, occupation_title = isco[title]
    occupation, _ = Occupation.objects.get_or_create(isco=code, defaults={"title": occupation_title})
    area, _ = SkillArea.objects.get_or_create(title=title, defaults={"slug": code})
    area.occupations.add(occupation)
    return area


def corridor(
    in_pilot: Pilot, sending: str, area: SkillArea | None = None, *, team: Team | None = None
) -> Corridor:
    """A corridor from `sending` into Thailand with its roadmap steps."""
    made = Corridor.objects.create(
        ref=make_ref("th", sending, "corridor"),
        pilot=in_pilot,
        receiving_country="TH",
        sending_country=sending,
        skill_area=area or skill_area(),
        priority=Priority.PRIMARY,
    )
    CorridorStep.objects.bulk_create(
        CorridorStep(corridor=made, code=code, in_scope=code in "12345") for code in ROADMAP
    )
    if team:
        made.teams.add(team)
    return made


def edition(
    country: str,
    *,
    by: User,
    area: SkillArea | None = None,
    state: EditionState = EditionState.ACCEPTED,
    lines: list[tuple[str, str, str, int, bool]] | None = None,
    title: str = "",
) -> Edition:
    """An edition of a national standard with a few lines in its country's shape."""
    area = area or skill_area()
    body, _ = StandardBody.objects.get_or_create(
        country=country, name=f"Standards office {country}", defaults={"short_name": country}
    )
    standard = Standard.objects.create(
        ref=make_ref(country, area.title),
        body=body,
        country=country,
        skill_area=area,
        occupation=area.occupations.get(),
        title=title or f"{area.title} ({country})",
    )
    made = Edition.objects.create(
        ref=make_ref(country, area.title, "2018"),
        standard=standard,
        label="2018",
        state=state,
        created_by=by,
        language="en",
    )
    add_lines(made, lines or (THAI_LINES if country == "TH" else CAMBODIAN_LINES))
    return made


def add_lines(made: Edition, rows: list[tuple[str, str, str, int, bool]]) -> list[Line]:
    """Write (kind, number, text, depth, critical) rows as a tree."""
    stack: list[Line] = []
    written = []
    for position, (kind, number, text, depth, critical) in enumerate(rows):
        del stack[depth:]
        line = Line.objects.create(
            edition=made,
            parent=stack[-1] if stack else None,
            position=position,
            kind=kind,
            number=number,
            text=text,
            critical=critical,
            content_hash=line_hash(kind, number, text, "", critical),
        )
        stack.append(line)
        written.append(line)
    return written


def share(
    made: Edition, *, organisation_key: str = "", team: Team | None = None, receiving: bool = True
) -> Share:
    """Let another party read a released edition."""
    return Share.objects.create(
        edition=made,
        organisation=organisation(organisation_key) if organisation_key else None,
        team=team,
        capacity=ShareCapacity.RECEIVING if receiving else ShareCapacity.READING,
    )
