"""Who sees what, said a second time: plain Python over rows, from the rules of docs/architecture.md ("Rights").

Nothing here calls `visible_to`, `sides_of` or the permission matrix: two independent statements of the same rules
have to agree. Slow on purpose; of the shares only those that an owner gave by hand are looked at, the others have to
follow from the corridors by themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils import timezone

from accounts.models import Invitation, Organisation, Team, User
from benchmarking.models import (
    ArrangementReview,
    Benchmark,
    GapFinding,
    Judgement,
    LevelRow,
    PaperReview,
    Recommendation,
    SavedView,
    Synonyms,
)
from core.models import Job, Mail, PartialUpload
from corridors.models import Activity, Corridor, Milestone, Pilot
from missions.models import Mission, Observation, ObservationPhoto
from questionnaires.models import AnswerSet, Questionnaire, QuestionnaireVersion
from reports.models import Logo, Report, ReportComment, ReportVersion, Wording
from standards.models import (
    Edition,
    Intake,
    LevelFramework,
    LineComment,
    Occupation,
    Share,
    SkillArea,
    SourceFile,
    StandardBody,
)


def _country(person: User) -> str:
    return person.organisation.country if person.organisation.kind == "government" else ""


def _roles(person: User) -> set[str]:
    """The own role, and the one of whoever the person stands in for today."""
    if not person.acting_role or person.acting_from is None or person.acting_until is None:
        return {person.role}
    on_duty = person.acting_from <= timezone.localdate() <= person.acting_until
    return {person.role, person.acting_role} if on_duty else {person.role}


def _expert(person: User) -> bool:
    """An expert and nothing else: sees through teams."""
    return _roles(person) == {"expert"}


def _ilo(person: User) -> bool:
    return person.organisation.kind == "ilo" and "reviewer" in _roles(person)


# --- Corridors: everything else hangs on them ------------------------------------------------------------


def receives(person: User, corridor: Corridor) -> bool:
    """On the receiving side; an expert only with a team that serves the corridor."""
    if not _country(person) or _country(person) != corridor.receiving_country:
        return False
    members = {member.pk for team in corridor.teams.all() for member in team.members.all()}
    return not _expert(person) or person.pk in members


def sends(person: User, corridor: Corridor) -> bool:
    """On the sending side."""
    return bool(_country(person)) and _country(person) == corridor.sending_country


def corridor(person: User, one: Corridor) -> bool:
    """Both sides, and the ILO."""
    return _ilo(person) or receives(person, one) or sends(person, one)


def pilot(person: User, one: Pilot) -> bool:
    """The lead country, whoever sees a corridor of it, and the ILO."""
    leads = bool(_country(person)) and _country(person) == one.lead_country
    return leads or _ilo(person) or any(corridor(person, each) for each in one.corridors.all())


def activity(person: User, one: Activity) -> bool:
    """In the pilots one sees: all rows for the lead country and the ILO, else the common ones and one's own."""
    if not pilot(person, one.pilot):
        return False
    leads = _country(person) == one.pilot.lead_country
    return _ilo(person) or leads or one.country in ("", _country(person))


# --- Standards -------------------------------------------------------------------------------------------


def edition(person: User, one: Edition) -> bool:
    """One's own; public ones for everybody but the administrator; released ones for the other sides and the ILO."""
    country = one.standard.country
    if person.role == "administrator" or one.binned_at:
        return False
    own = bool(_country(person)) and _country(person) == country
    if one.state == "draft":
        return own and works_on_drafts(person, one)
    if one.public or own:
        return True
    if _given(person, one):
        return True
    facing = _in_area(one)
    if _expert(person) and any(_brings(each, country, person) for each in facing):
        facing = [each for each in facing if _brings(each, country, person)]  # through the team alone
    return _ilo(person) or any(_faces(person, country, each) for each in facing)


def _given(person: User, one: Edition) -> bool:
    """The owner has shared it by hand, with the person's office or a team of theirs."""
    by_hand = [share for share in one.shares.all() if share.by_id and _country(person)]
    teams = [share.team for share in by_hand if share.team]
    office_of = person.organisation_id in {share.organisation_id for share in by_hand}
    return office_of or any(person.pk in {each.pk for each in team.members.all()} for team in teams)


def _brings(each: Corridor, country: str, person: User) -> bool:
    """The corridor leads from the country to the person's."""
    return each.sending_country == country and each.receiving_country == _country(person)


def works_on_drafts(person: User, one: Edition) -> bool:
    """An expert works on what they began, and on areas that no team of their country serves, or their own does."""
    if not _expert(person) or one.created_by_id == person.pk:
        return True
    at_home = [each for each in _in_area(one) if each.receiving_country == _country(person)]
    teams = [team for each in at_home for team in each.teams.all() if team.country == _country(person)]
    return not teams or any(person.pk in {each.pk for each in team.members.all()} for team in teams)


def _in_area(one: Edition) -> list[Corridor]:
    return [each for each in Corridor.objects.all() if each.skill_area_id == one.standard.skill_area_id]


def _faces(person: User, country: str, each: Corridor) -> bool:
    """The person stands on the other side of a corridor of that country."""
    if country == each.sending_country:
        return receives(person, each)
    return country == each.receiving_country and sends(person, each)


def source_file(person: User, one: SourceFile) -> bool:
    """With the edition; what did not go into it stays in its own country."""
    own = _country(person) == one.edition.standard.country
    states = {each.state for each in one.intakes.all()}
    return edition(person, one.edition) and (own or not states or "confirmed" in states)


def line_comment(person: User, one: LineComment) -> bool:
    """With the edition: its owner, the country that asked, and the ILO all but the owner's own notes."""
    owner = one.edition.standard.country
    if not edition(person, one.edition):
        return False
    if _ilo(person):
        return one.country != owner
    return bool(_country(person)) and _country(person) in (owner, one.country)


def share(person: User, one: Share) -> bool:
    """Its owner."""
    return bool(_country(person)) and _country(person) == one.edition.standard.country


def intake(person: User, one: Intake) -> bool:
    """Its own country."""
    return bool(_country(person)) and _country(person) == one.edition.standard.country


# --- Benchmarks, gaps, missions --------------------------------------------------------------------------


def benchmark(person: User, one: Benchmark) -> bool:
    """The receiving side; the sending side once it is invited; the sending side and the ILO once it was released."""
    if receives(person, one.corridor) or (one.invited_at and sends(person, one.corridor)):
        return True
    return one.released_at is not None and corridor(person, one.corridor)


def judgement(person: User, one: Judgement) -> bool:
    """One's own side's view; the other side's, and both for the ILO, from its release; the agreed view both sides
    once the sending side is invited, the ILO with the receiving view."""
    of = one.benchmark
    if not benchmark(person, of):
        return False
    ours, theirs = receives(person, of.corridor), sends(person, of.corridor)
    if one.view == "sending":
        return theirs or of.sending_released_at is not None
    joined = one.view == "agreed" and theirs and of.invited_at is not None
    return ours or joined or of.released_at is not None


def recommendation(person: User, one: Recommendation) -> bool:
    """The receiving side; both sides and the ILO once a receiving view of the corridor is released."""
    released = any(each.released_at for each in one.corridor.benchmarks.all())
    return receives(person, one.corridor) or (released and corridor(person, one.corridor))


def gap(person: User, one: GapFinding) -> bool:
    """The receiving side; the sending side and the ILO once the receiving view, or the review of the step, is out."""
    origin = one.benchmark or one.review
    released = origin is not None and origin.released_at is not None
    return receives(person, one.corridor) or (released and corridor(person, one.corridor))


def released_or_ours(person: User, one: LevelRow | PaperReview | ArrangementReview) -> bool:
    """The receiving side; whoever else sees the corridor once it is released."""
    return receives(person, one.corridor) or (one.released_at is not None and corridor(person, one.corridor))


def questionnaire(person: User, one: Questionnaire) -> bool:
    """Its own country; once a version is in use everybody but observers and the administrator."""
    if person.role == "administrator" or person.organisation.kind == "observer":
        return False
    used = any(version.state != "draft" for version in one.versions.all())
    return used or (bool(_country(person)) and _country(person) == one.country)


def version(person: User, one: QuestionnaireVersion) -> bool:
    """With the questionnaire; a draft is its own country's."""
    own = bool(_country(person)) and _country(person) == one.questionnaire.country
    return own if one.state == "draft" else questionnaire(person, one.questionnaire)


def answers(person: User, one: AnswerSet) -> bool:
    """The country's own; once submitted the other country of a corridor whose review took them, and the ILO; a paper
    review's findings with the review."""
    if _expert(person) and not _works_with(person, one):
        return False
    if _country(person) and _country(person) == one.country:
        return True
    if one.state == "draft":
        return False
    taken = [review.corridor for review in ArrangementReview.objects.all() if _took(review, one)]
    taken += [each.corridor for each in PaperReview.objects.filter(answers=one) if each.released_at]
    sides = {country for each in taken for country in (each.receiving_country, each.sending_country)}
    return bool(taken) and (_ilo(person) or _country(person) in sides)


def _works_with(person: User, one: AnswerSet) -> bool:
    """Answers that were taken for corridors of teams of the expert's country are worked with by these teams."""
    taken = [review.corridor for review in ArrangementReview.objects.all() if _took(review, one)]
    taken += [each.corridor for each in PaperReview.objects.all() if one.pk in _older(each.answers)]
    teams = [team for each in taken for team in each.teams.all() if team.country == _country(person)]
    return not teams or any(person.pk in {each.pk for each in team.members.all()} for team in teams)


def _older(one: AnswerSet | None) -> set[int]:
    """The set and all that it corrects, one after the other."""
    chain = set()
    while one is not None:
        chain.add(one.pk)
        one = one.previous
    return chain


def _took(review: ArrangementReview, one: AnswerSet) -> bool:
    """A review took this set, or one that it corrects."""
    here: AnswerSet | None = one
    while here is not None:
        if here.pk in (review.receiving_answers_id, review.sending_answers_id):
            return True
        here = here.previous
    return False


def saved_view(person: User, one: SavedView) -> bool:
    """Whoever kept it."""
    return one.person_id == person.pk


def mission(person: User, one: Mission) -> bool:
    """Whoever sees one of its corridors."""
    return any(corridor(person, each) for each in one.corridors.all())


def observation(person: User, one: Observation) -> bool:
    """The receiving side; the sending side and the ILO once the mission is recorded as held."""
    if receives(person, one.corridor):
        return True
    return one.mission.state == "held" and corridor(person, one.corridor)


def photo(person: User, one: ObservationPhoto) -> bool:
    """Whoever sees the observation; a removed one is there for nobody."""
    return one.removed_at is None and observation(person, one.observation)


# --- Reports ---------------------------------------------------------------------------------------------

_OUT = {"country_reply", "ilo_review", "returned", "accepted", "published", "superseded", "withdrawn"}


def _at_home(person: User, one: Report) -> bool:
    """On the receiving side of what it speaks of; no expert stands there for more than one corridor."""
    if one.corridor is not None:
        return receives(person, one.corridor)
    return bool(_country(person)) and _country(person) == one.receiving_country and not _expert(person)


def _abroad(person: User, one: Report) -> bool:
    """On the sending side; a whole pilot has none."""
    return bool(_country(person)) and _country(person) == one.sending_country


def report(person: User, one: Report) -> bool:
    """The receiving side from the draft on, the sending side from its reply on, the ILO from its review on."""
    if person.role == "administrator":
        return False
    if one.state in ("published", "superseded", "withdrawn") or _at_home(person, one):
        return True
    if _ilo(person):
        return one.state in _OUT - {"country_reply"}
    return one.state in _OUT and _abroad(person, one)


def comment(person: User, one: ReportComment) -> bool:
    """The receiving side; the sending side and the ILO what was said since the version was sent out."""
    owner = one.version.report
    if _at_home(person, owner):
        return True
    sent = one.version.released_at
    side = _ilo(person) or _abroad(person, owner)
    return bool(sent and one.at >= sent and report(person, owner) and side)


def own_office(person: User, one: Logo | Wording) -> bool:
    """The people of the country whose office it is."""
    return bool(_country(person)) and _country(person) == one.country


def arriving(person: User, one: PartialUpload) -> bool:
    """Whoever sends it."""
    return one.by_id == person.pk


def account(person: User, one: User) -> bool:
    """The administrator, and the people of one's own country; others their own."""
    if person.role == "administrator" or person.pk == one.pk:
        return True
    return bool(_country(person)) and _country(person) == _country(one)


def people_of(person: User, country: str) -> bool:
    """The administrator, and whoever speaks for the country."""
    return person.role == "administrator" or (bool(_country(person)) and _country(person) == country)


def office(person: User, one: Organisation) -> bool:
    """Offices of one's own country, and one's own."""
    country = one.country if one.kind == "government" else ""
    own = not _country(person) and person.organisation_id == one.pk
    return people_of(person, country or "-") or own


def team(person: User, one: Team) -> bool:
    """Groups of one's own country."""
    return people_of(person, one.country)


def invitation(person: User, one: Invitation) -> bool:
    """Invitations to offices of one's own country."""
    office_of = one.organisation
    return people_of(person, office_of.country if office_of.kind == "government" else "-")


def milestone(person: User, one: Milestone) -> bool:
    """With its corridor; else for the country it is about, the offices of the lead country, and the ILO."""
    if _ilo(person) or one.corridor is not None:
        return _ilo(person) or bool(one.corridor and corridor(person, one.corridor))
    if not _country(person):
        return False
    leads = _country(person) == one.pilot.lead_country and not _expert(person)
    return leads or _country(person) == one.country


def version_of_report(person: User, one: ReportVersion, every: list[ReportVersion]) -> bool:
    """All at home; what was sent out for the other side and the ILO; else the last one, and none once withdrawn."""
    if _at_home(person, one.report):
        return True
    if _ilo(person) or _abroad(person, one.report):
        return one.released_at is not None
    last = max(each.number for each in every)
    return one.report.state != "withdrawn" and one.released_at is not None and one.number == last


def everybody(_person: User, _one: Model) -> bool:
    """Reference data are public facts."""
    return True


def running(person: User, _one: Model) -> bool:
    """Background work and mails, by name and state, are the administrator's."""
    return person.role == "administrator"


_RULES: dict[type[Model], Callable[[User, Any], bool]] = {
    **dict.fromkeys((LevelFramework, Occupation, SkillArea, StandardBody, Synonyms), everybody),
    Pilot: pilot,
    Corridor: corridor,
    Activity: activity,
    Edition: edition,
    SourceFile: source_file,
    LineComment: line_comment,
    Share: share,
    Intake: intake,
    PartialUpload: arriving,
    Benchmark: benchmark,
    GapFinding: gap,
    Judgement: judgement,
    **dict.fromkeys((LevelRow, PaperReview, ArrangementReview), released_or_ours),
    Questionnaire: questionnaire,
    QuestionnaireVersion: version,
    AnswerSet: answers,
    Recommendation: recommendation,
    SavedView: saved_view,
    Mission: mission,
    Observation: observation,
    ObservationPhoto: photo,
    Report: report,
    ReportComment: comment,
    Logo: own_office,
    Wording: own_office,
    User: account,
    Organisation: office,
    Team: team,
    Invitation: invitation,
    Milestone: milestone,
    Job: running,
    Mail: running,
}


def known() -> frozenset[type[Model]]:
    """What the oracle has a rule for."""
    return frozenset(_RULES)


def sees(person: User, thing: Model) -> bool:
    """Whether the object exists for the person."""
    return _RULES[type(thing)](person, thing)
