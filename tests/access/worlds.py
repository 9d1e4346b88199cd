"""Random worlds for PM-1: rows of every model that knows `visible_to`, in any state that the tables allow.

Written straight to the tables, so that a thousand worlds are made in minutes; what has to follow from corridors and
reviews (shares of editions, readers and teams of answers) is written as the verbs write it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from django.db.models import Model
from django.utils import timezone

from accounts.models import Invitation, Organisation, Team, TeamMembership, User
from accounts.states import Role, TeamFunction
from benchmarking.models import (
    ArrangementRating,
    ArrangementReview,
    Benchmark,
    GapFinding,
    Judgement,
    LevelRow,
    PaperReview,
    Recommendation,
)
from benchmarking.states import GapCode, View
from core.models import StoredFile
from core.refs import make_ref
from corridors.models import Activity, Corridor, Milestone, Pilot
from corridors.queries import audience
from corridors.states import MilestoneKind, Priority
from missions.models import Mission, Observation, ObservationPhoto
from missions.states import MissionState
from questionnaires.models import AnswerSet, AnswerShare, Question, Questionnaire, QuestionnaireVersion
from questionnaires.states import AnswerKind, AnswerState, Purpose, VersionState
from reports.models import Report, ReportVersion, Wording
from reports.states import ReportKind, ReportState
from standards.models import Edition, Line, LineComment, Share, SkillArea
from standards.states import EditionState, ShareCapacity
from tests.factories import people, world

COUNTRIES = ("TH", "KH", "LA")
_OFFICE = {"TH": "dsd", "KH": "mlvt", "LA": "sdi"}
_DAY = date(2019, 5, 6)
_MOMENT = datetime(2019, 6, 1, tzinfo=UTC)


@dataclass
class World:
    """People who look, and everything there is to see."""

    chance: Random
    people: list[User]
    teams: list[Team]
    things: list[Model] = field(default_factory=list)

    def of(self, model: type[Model]) -> list[Any]:
        """All things of one kind so far."""
        return [thing for thing in self.things if type(thing) is model]

    def some(self, rows: list[Any]) -> Any:
        """One of the rows."""
        return self.chance.choice(rows)

    def maybe(self, value: Any, otherwise: Any = None) -> Any:
        """The value in half of the cases."""
        return value if self.chance.random() < 0.5 else otherwise

    def make(self, model: type[Model], **fields: Any) -> Any:
        """One more thing."""
        made = model._default_manager.create(**fields)
        self.things.append(made)
        return made


def cast() -> tuple[list[User], list[Team]]:
    """Everybody who looks, in every role and country, in and out of teams, deputies of today and of yesterday."""
    made = []
    for country, office in _OFFICE.items():
        for role in (Role.COORDINATOR, Role.FOCAL_POINT, Role.EXPERT):
            made.append(people.person(f"{role}.{country}".lower(), f"{role} {country}", office, role))
        made.append(
            people.person(f"second.{country}".lower(), f"Second expert {country}", office, Role.EXPERT)
        )
    for place, (name, offset) in enumerate((("deputy", 0), ("late", -9))):
        one = people.person(name, f"Deputy {name}", ("dsd", "mlvt")[place], Role.EXPERT)
        one.acting_for, one.acting_role = made[1 + 4 * place], Role.FOCAL_POINT
        one.acting_from = timezone.localdate() + timedelta(offset - 1)
        one.acting_until = timezone.localdate() + timedelta(offset + 1)
        one.save()
        made.append(one)
    made.append(people.person("reviewer", "ILO reviewer", "ilo", Role.REVIEWER))
    made.append(people.person("observer", "Observer", "asec", Role.OBSERVER))
    made.append(people.person("admin", "Administrator", "portal", Role.ADMINISTRATOR))
    teams = [Team.objects.create(name=f"Group {n}", country=code) for code in COUNTRIES for n in (1, 2)]
    return made, teams


def build(chance: Random, everybody: list[User], teams: list[Team]) -> World:
    """One world: a handful of rows of every kind."""
    made = World(chance, everybody, teams)
    for step in (
        _memberships,
        _corridors,
        _plan,
        _editions,
        _answers,
        _benchmarks,
        _reviews,
        _missions,
        _reports,
    ):
        step(made)
    made.things += [*everybody, *Organisation.objects.all(), *teams]
    _invitations(made)
    return made


def _memberships(one: World) -> None:
    for team in one.teams:
        inside = [each for each in one.people if each.country == team.country and one.chance.random() < 0.4]
        TeamMembership.objects.bulk_create(
            TeamMembership(team=team, user=each, function=TeamFunction.EXPERT) for each in inside
        )


def _corridors(one: World) -> None:
    for number in range(one.chance.randint(1, 2)):
        dates = {"starts_on": _DAY, "ends_on": _DAY}
        pilot = one.make(
            Pilot, ref=make_ref("p"), title=f"P{number}", lead_country=one.some(list(COUNTRIES)), **dates
        )
        pairs = [(a, b, area) for a in COUNTRIES for b in COUNTRIES if a != b for area in _areas()]
        for receiving, sending, area in one.chance.sample(pairs, one.chance.randint(1, 3)):
            corridor = one.make(
                Corridor,
                ref=make_ref("c"),
                pilot=pilot,
                receiving_country=receiving,
                sending_country=sending,
                skill_area=area,
                priority=Priority.PRIMARY,
            )
            mine = [team for team in one.teams if team.country == receiving]
            corridor.teams.set(one.chance.sample(mine, one.chance.randint(0, 2)))


def _areas() -> list[SkillArea]:
    return [world.skill_area(title) for title in (world.BRICKLAYING, world.WIRING)]


def _plan(one: World) -> None:
    for _number in range(3):
        corridor = one.some(one.of(Corridor))
        pilot = corridor.pilot
        place = one.some(
            [
                {"country": ""},
                {"country": one.some(list(COUNTRIES))},
                {"corridor": corridor, "country": corridor.sending_country},
            ]
        )
        one.make(Activity, ref=make_ref("a"), pilot=pilot, title="A", **place)
        one.make(
            Milestone,
            pilot=pilot,
            kind=one.some(MilestoneKind.values),
            title="M",
            reached_on=_DAY,
            by=one.people[0],
            **place,
        )


def _editions(one: World) -> None:
    authors = [each for each in one.people if each.country]
    for _number in range(5):
        by = one.some(authors)
        state = one.some(EditionState.values)
        lines = [("unit", "1", "Lay bricks", 0, False)]
        made = world.edition(by.country, by=by, area=one.some(_areas()), state=state, lines=lines)
        made.public = state in ("accepted", "superseded") and one.maybe(True, False)
        made.binned_at = one.maybe(_MOMENT) if state == "draft" else None
        made.save()
        one.things.append(made)
        if state != "draft":
            _distribute(made)
        for _thread in range(one.chance.randint(0, 2)):
            asking = one.some(["", *COUNTRIES]) if state != "draft" else by.country
            where = {"line_key": made.lines.get().key, "line_text": "Lay bricks"}
            one.make(LineComment, edition=made, country=asking, text="?", by=by, **where)


def _distribute(edition: Edition) -> None:
    Share.objects.bulk_create(
        Share(
            edition=edition,
            organisation=each.organisation,
            team=each.team,
            capacity=ShareCapacity(each.capacity),
        )
        for each in audience(edition)
    )


def _answers(one: World) -> None:
    lead = one.of(Pilot)[0].lead_country
    by = one.people[0]
    for purpose in (Purpose.QUALIFICATION, Purpose.PAPER_REVIEW):
        asked = one.make(
            Questionnaire, ref=make_ref("q"), country=lead, purpose=purpose, title="Q", created_by=by
        )
        state = one.some(VersionState.values)
        version = QuestionnaireVersion.objects.create(questionnaire=asked, number=1, state=state)
        Question.objects.create(version=version, position=1, section="S", text="T", kind=AnswerKind.TEXT)
        for topic in ("one", "two"):
            for country in COUNTRIES:
                author = one.some([each for each in one.people if each.country == country])
                one.make(
                    AnswerSet,
                    ref=make_ref("s"),
                    version=version,
                    country=country,
                    topic=topic,
                    state=one.some([AnswerState.DRAFT, AnswerState.SUBMITTED]),
                    created_by=author,
                )


def _benchmarks(one: World) -> None:
    by = one.people[0]
    for corridor in one.of(Corridor)[:3]:
        released = one.maybe(_MOMENT)
        made = one.make(
            Benchmark,
            ref=make_ref("b"),
            corridor=corridor,
            number=1,
            invited_at=one.maybe(_MOMENT),
            released_at=released,
            sending_released_at=one.maybe(_MOMENT),
            created_by=by,
        )
        line = Line.objects.order_by("pk").first()
        views = [one.make(Judgement, benchmark=made, line=line, view=view, by=by) for view in View.values]
        _gap(one, corridor, benchmark=made, judgement=views[0])
        one.make(Recommendation, corridor=corridor, kind="next", text="R", by=by)
        one.make(LevelRow, corridor=corridor, by=by, released_at=one.maybe(_MOMENT))


def _gap(one: World, corridor: Corridor, **origin: Any) -> None:
    one.make(
        GapFinding,
        ref=make_ref("g"),
        corridor=corridor,
        number=corridor.gaps.count() + 1,
        code=one.some(GapCode.values),
        generated="",
        owner_country=corridor.sending_country,
        **origin,
    )


def _reviews(one: World) -> None:
    by = one.people[0]
    for corridor in one.of(Corridor)[:3]:
        sets = [each for each in one.of(AnswerSet) if each.version.questionnaire.purpose == "qualification"]
        topic = one.some(["one", "two"])
        sides = (corridor.receiving_country, corridor.sending_country)
        taken = [
            next(each for each in sets if each.country == code and each.topic == topic) for code in sides
        ]
        made = one.make(
            ArrangementReview,
            ref=make_ref("r"),
            corridor=corridor,
            step="3",
            version=taken[0].version,
            receiving_answers=taken[0],
            sending_answers=taken[1],
            released_at=one.maybe(_MOMENT),
            created_by=by,
        )
        question = taken[0].version.questions.get()
        rated = ArrangementRating.objects.create(review=made, question=question, by=by)
        _gap(one, corridor, review=made, arrangement=rated)
        for each, reader in zip(taken, reversed(sides), strict=True):
            AnswerShare.objects.get_or_create(answer_set=each, country=reader)
            each.teams.add(*corridor.teams.all())
    _paper_review(one, one.some(one.of(Corridor)), by)


def _paper_review(one: World, corridor: Corridor, by: User) -> None:
    found = [each for each in one.of(AnswerSet) if each.version.questionnaire.purpose == "paper_review"]
    findings = next(each for each in found if each.country == corridor.receiving_country)
    released = one.maybe(_MOMENT)
    one.make(PaperReview, corridor=corridor, answers=findings, released_at=released, created_by=by)
    findings.teams.add(*corridor.teams.all())
    if released:
        AnswerSet.objects.filter(pk=findings.pk).update(state=AnswerState.SUBMITTED)
        findings.refresh_from_db(fields=["state"])
        AnswerShare.objects.get_or_create(answer_set=findings, country=corridor.sending_country)


def _missions(one: World) -> None:
    by = one.people[0]
    file = StoredFile.objects.get_or_create(
        sha256="0" * 64, defaults={"size": 1, "name": "x", "content_type": "x"}
    )[0]
    for _number in range(2):
        corridors = one.chance.sample(one.of(Corridor), 1) + one.chance.sample(one.of(Corridor), 1)
        state = one.some(MissionState.values)
        actual = {"actual_start": _DAY, "actual_end": _DAY} if state == MissionState.HELD else {}
        dates = {"planned_start": _DAY, "planned_end": _DAY, **actual}
        where = {"pilot": corridors[0].pilot, "country": corridors[0].sending_country, "place": "P"}
        made = one.make(Mission, ref=make_ref("m"), title="V", state=state, **where, **dates)
        made.corridors.set(corridors)
        seen = one.make(
            Observation,
            ref=make_ref("o"),
            mission=made,
            corridor=one.some(corridors),
            site="S",
            observed_on=_DAY,
            text="T",
            by=by,
        )
        shown = {
            "words": "W",
            "stored": file,
            "small": file,
            "added_by": by,
            "removed_at": one.maybe(_MOMENT),
        }
        one.make(ObservationPhoto, observation=seen, **shown)


def _reports(one: World) -> None:
    by = one.people[0]
    for number in range(5):
        corridor = one.some(one.of(Corridor))
        reach: list[dict[str, Any]] = [
            {"corridor": corridor, "sending_country": corridor.sending_country},
            {"sending_country": corridor.sending_country},
            {},
        ]
        made = one.make(
            Report,
            ref=make_ref("x"),
            pilot=corridor.pilot,
            receiving_country=corridor.receiving_country,
            kind=one.some(ReportKind.values),
            number=f"R-{number}",
            state=one.some(ReportState.values),
            created_by=by,
            **one.some(reach),
        )
        for version in range(1, one.chance.randint(1, 3)):
            ReportVersion.objects.create(
                report=made,
                number=version,
                snapshot={},
                snapshot_hash="",
                created_by=by,
                released_at=one.maybe(_MOMENT),
            )
    for country in COUNTRIES:
        one.make(Wording, country=country, kind=ReportKind.GAP_ANALYSIS)


def _invitations(one: World) -> None:
    for office in Organisation.objects.all():
        one.make(
            Invitation,
            email="x@mrs.example.org",
            title="I",
            organisation=office,
            role=Role.EXPERT,
            secret_hash=make_ref("h"),
            by=one.people[0],
            expires_at=_MOMENT,
        )
