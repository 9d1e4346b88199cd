"""Verbs on questionnaires: taking over the standard ones, editing a draft, putting a version in use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.audit import changed, record
from core.conflicts import Conflict
from core.refs import make_ref
from core.states import IllegalMove, move
from core.text import clean
from questionnaires import ordering
from questionnaires.changes import FIELDS
from questionnaires.models import Question, Questionnaire, QuestionnaireVersion
from questionnaires.ordering import Place, Places
from questionnaires.queries.questions import changes_in, version_before
from questionnaires.standard import StandardQuestionnaire, standard_questionnaires
from questionnaires.states import VERSION_TRANSITIONS, AnswerKind, VersionState

#: Added to positions while rows change places, so that no two ever stand on the same one.
_ASIDE = 100_000
#: Most questions of one questionnaire.
MOST = 200


@transaction.atomic
def install_standard(*, country: str, by: User) -> list[QuestionnaireVersion]:
    """Take over the standard questionnaires for the purposes that this country has none for; returns what was made.

    Asking twice makes nothing twice: people of one country wait for each other at the row of its first office.
    """
    offices = Organisation.objects.select_for_update(no_key=True).filter(country=country)
    offices.order_by("pk").first()
    there = set(Questionnaire.objects.filter(country=country).values_list("purpose", flat=True))
    return [_install(one, country, by) for one in standard_questionnaires() if one.purpose not in there]


def _install(source: StandardQuestionnaire, country: str, by: User) -> QuestionnaireVersion:
    questionnaire = Questionnaire.objects.create(
        ref=make_ref(country.lower(), source.purpose.replace("_", "-")),
        country=country,
        purpose=source.purpose,
        title=source.title,
        created_by=by,
    )
    version = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire,
        number=1,
        state=VersionState.PUBLISHED,
        published_by=by,
        published_at=timezone.now(),
    )
    Question.objects.bulk_create(
        Question(
            version=version, position=place, key=one.key, **{name: getattr(one, name) for name in FIELDS}
        )
        for place, one in enumerate(source.questions)
    )
    record("questionnaire.installed", on=questionnaire, by=by, after={"questions": len(source.questions)})
    return version


@transaction.atomic
def start_draft(*, questionnaire: Questionnaire, by: User) -> QuestionnaireVersion:
    """The next version as a draft with the questions of the newest one; the draft that is there already if there is one."""
    Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    newest = questionnaire.versions.order_by("-number").first()
    if newest is not None and newest.state == VersionState.DRAFT:
        return newest
    draft = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire, number=newest.number + 1 if newest else 1
    )
    rows = newest.questions.order_by("position") if newest else []
    Question.objects.bulk_create(
        Question(
            version=draft, key=row.key, position=row.position, **{name: getattr(row, name) for name in FIELDS}
        )
        for row in rows
    )
    record("questionnaire.draft_started", on=questionnaire, by=by, after={"version": draft.number})
    return draft


@transaction.atomic
def add_question(*, version: QuestionnaireVersion, values: dict[str, Any], by: User) -> Question:
    """A new question at the end of its heading.

    Raises:
        IllegalMove: the version is no draft.
        ValidationError: by field.
    """
    _hold_draft(version)
    if version.questions.count() >= MOST:
        raise ValidationError(_("A questionnaire has at most 200 questions. Take some out first."))
    wanted = _checked(values)
    question = Question.objects.create(version=version, position=version.questions.count() + _ASIDE, **wanted)
    places = [one for one in _places(version) if one.key != question.key]
    _arrange(version, ordering.put(places, question.key, wanted["section"]))
    _touched(version)
    record("questionnaire.question_added", on=version.questionnaire, by=by, after=_told(version, wanted))
    question.refresh_from_db()
    return question


@transaction.atomic
def change_question(*, question: Question, values: dict[str, Any], revision: str, by: User) -> Question:
    """Say something else; saving what stands there already writes nothing.

    Args:
        revision: `Question.revision` that the person started from.

    Raises:
        Conflict: somebody changed the question meanwhile.
        IllegalMove: the version is no draft, or the question is gone.
        ValidationError: by field.
    """
    version = question.version
    _hold_draft(version)
    current = _present(question)
    wanted = _checked(values)
    before = {name: getattr(current, name) for name in FIELDS}
    if before == wanted:
        return current
    if current.revision != revision:
        raise Conflict(current)
    Question.objects.filter(pk=current.pk).update(**wanted)
    if before["section"] != wanted["section"]:
        places = [
            Place(one.key, before["section"]) if one.key == current.key else one for one in _places(version)
        ]
        _arrange(version, ordering.put(places, current.key, wanted["section"]))
    _touched(version)
    record("questionnaire.question_changed", on=version.questionnaire, by=by, **changed(before, wanted))
    current.refresh_from_db()
    return current


@transaction.atomic
def move_question(*, question: Question, up: bool, by: User) -> None:
    """One step up or down; over the edge of its heading into the next one."""
    version = question.version
    _hold_draft(version)
    _present(question)
    _arrange(version, ordering.moved(_places(version), question.key, up=up))
    _touched(version)
    after = {"question": question.text[:120], "direction": "up" if up else "down"}
    record("questionnaire.question_moved", on=version.questionnaire, by=by, after=after)


@transaction.atomic
def remove_question(*, question: Question, by: User) -> None:
    """Take a question out of the draft. Versions in use keep theirs."""
    version = question.version
    _hold_draft(version)
    current = _present(question)
    before = {name: getattr(current, name) for name in FIELDS if getattr(current, name)}
    current.delete()
    _arrange(version, _places(version))
    _touched(version)
    record("questionnaire.question_removed", on=version.questionnaire, by=by, before=before)


@transaction.atomic
def publish_version(*, version: QuestionnaireVersion, note: str, by: User) -> QuestionnaireVersion:
    """Put a draft in use; the older version retires. Answers stay with the version they were given to.

    Raises:
        IllegalMove: no draft, no question, or nothing changed.
    """
    _hold_draft(version)
    if not version.questions.exists():
        raise IllegalMove(_("There is no question in this version. Add one before it is put in use."))
    if version_before(version) and not changes_in(version):
        raise IllegalMove(
            _("This version says the same as the one before. Change a question, or discard the draft.")
        )
    for older in version.questionnaire.versions.filter(state=VersionState.PUBLISHED):
        move(older, VersionState.RETIRED, transitions=VERSION_TRANSITIONS)
    move(
        version,
        VersionState.PUBLISHED,
        transitions=VERSION_TRANSITIONS,
        note=clean(note),
        published_by=by,
        published_at=timezone.now(),
    )
    after = {"version": version.number, "note": clean(note)}
    record("questionnaire.published", on=version.questionnaire, by=by, after=after)
    return version


@transaction.atomic
def discard_draft(*, version: QuestionnaireVersion, by: User) -> None:
    """Throw a draft away that nobody has answered; its questions stand in the history.

    Raises:
        IllegalMove: the version is no draft.
    """
    _hold_draft(version)
    before = {"version": version.number, "changes": _summary(version)}
    questionnaire = version.questionnaire
    version.delete()
    record("questionnaire.draft_discarded", on=questionnaire, by=by, before=before)


# --- What all of them need -----------------------------------------------------------------------------------------


def _hold_draft(version: QuestionnaireVersion) -> None:
    held = QuestionnaireVersion.objects.select_for_update().filter(pk=version.pk).first()
    if held is None or held.state != VersionState.DRAFT:
        raise IllegalMove(
            _("This version is no draft any more, so it cannot change. Start a draft of the next version.")
        )


def _present(question: Question) -> Question:
    found = Question.objects.filter(pk=question.pk).select_related("version__questionnaire").first()
    if found is None:
        raise IllegalMove(_("Somebody took this question out of the draft meanwhile. Nothing was changed."))
    return found


def _places(version: QuestionnaireVersion) -> Places:
    rows = version.questions.order_by("position").values_list("key", "section")
    return [Place(key, section) for key, section in rows]


def _arrange(version: QuestionnaireVersion, places: Sequence[Place]) -> None:
    """Write places and headings; positions run from 0."""
    rows = {row.key: row for row in version.questions.all()}
    version.questions.update(position=F("position") + 2 * _ASIDE)
    for position, place in enumerate(places):
        row = rows[place.key]  # type: ignore[index]  # keys are those of the rows
        row.position, row.section = position, place.section
    Question.objects.bulk_update(rows.values(), ["position", "section"])


def _touched(version: QuestionnaireVersion) -> None:
    QuestionnaireVersion.objects.filter(pk=version.pk).update(revision=F("revision") + 1)


def _checked(values: dict[str, Any]) -> dict[str, str]:
    """The content of a question, cleaned.

    Raises:
        ValidationError: by field, with sentences.
    """
    wanted = {name: clean(str(values.get(name, ""))) for name in FIELDS}
    wanted["choices"] = "\n".join(
        dict.fromkeys(one.strip() for one in wanted["choices"].split("\n") if one.strip())
    )
    faults: dict[str, Any] = {}
    if not wanted["text"]:
        faults["text"] = _("Write the question.")
    if wanted["kind"] not in AnswerKind.values:
        faults["kind"] = _("Choose the kind of answer.")
    if wanted["kind"] == AnswerKind.CHOICE and len(wanted["choices"].split("\n")) < 2:
        faults["choices"] = _("Write at least two choices, one a line.")
    if faults:
        raise ValidationError(faults)
    if wanted["kind"] != AnswerKind.CHOICE:
        wanted["choices"] = ""
    if wanted["kind"] != AnswerKind.NUMBER:
        wanted["unit"] = ""
    return wanted


def _told(version: QuestionnaireVersion, wanted: dict[str, str]) -> dict[str, Any]:
    return {"version": version.number} | {name: value for name, value in wanted.items() if value}


def _summary(version: QuestionnaireVersion) -> str:
    found = changes_in(version)
    return f"+{len(found.added)} -{len(found.removed)} ~{len(found.changed)}"
