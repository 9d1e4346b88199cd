"""Verbs on sets of answers: asking for them, answering question by question, submitting, correcting."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from core.audit import record
from core.conflicts import Conflict, save_revision
from core.refs import make_ref
from core.states import IllegalMove, move
from core.text import clean
from questionnaires.changes import FIELDS
from questionnaires.models import Answer, AnswerSet, AnswerShare, Evidence, Question, QuestionnaireVersion
from questionnaires.queries.answers import changes_between, rows_of
from questionnaires.states import ANSWER_TRANSITIONS, AnswerState, VersionState
from questionnaires.values import LONGEST, Unfit, stored


@transaction.atomic
def start_answers(*, version: QuestionnaireVersion, country: str, topic: str, by: User) -> AnswerSet:
    """The set of answers that this country has in work for a version and topic; a new one where there is none.

    A new one begins with what the country said before: to the same version (then it is a correction), else to an
    earlier version, as far as the questions did not change.

    Raises:
        IllegalMove: the version is not in use.
        ValidationError: no topic.
    """
    held = QuestionnaireVersion.objects.select_for_update().get(pk=version.pk)
    about = clean(topic)[:200]
    if not about:
        raise ValidationError({"topic": _("Say what the answers are about, such as the skill area.")})
    sets = AnswerSet.objects.filter(country=country, topic=about)
    if in_work := sets.filter(version=held, state=AnswerState.DRAFT).first():
        return in_work
    if submitted := sets.filter(version=held, state=AnswerState.SUBMITTED).first():
        return correct_answers(answer_set=submitted, by=by)
    if held.state != VersionState.PUBLISHED:
        raise IllegalMove(_("Only a version that is in use is answered. Choose the one in use."))
    made = _make(held, country, about, by)
    earlier = sets.filter(version__questionnaire=held.questionnaire_id, state=AnswerState.SUBMITTED)
    source = earlier.order_by("-version__number").first()
    if source is not None:
        _copy(source, made)
    after = {"topic": about, "version": held.number} | ({"copied_from": source.ref} if source else {})
    record("answers.started", on=made, by=by, after=after)
    return made


@transaction.atomic
def ask_for_answers(
    *,
    version: QuestionnaireVersion,
    country: str,
    topic: str,
    readers: Iterable[str],
    teams: Iterable[Team] = (),
    reuse: bool = True,
    by: User,
) -> AnswerSet:
    """The set that a review takes from one country, shared with the countries of the review and their teams.

    A submitted set is taken as it is only where the person who asks may read it; of one that is another country's own
    affair, that country gets a copy to submit, so that nothing is read without its will.
    """
    submitted = AnswerSet.objects.visible_to(by).filter(
        version=version, country=country, topic=clean(topic)[:200], state=AnswerState.SUBMITTED
    )
    found = submitted.first() if reuse else None
    answer_set = found or start_answers(version=version, country=country, topic=topic, by=by)
    for reader in sorted(set(readers) - {country}):
        _share, is_new = AnswerShare.objects.get_or_create(answer_set=answer_set, country=reader)
        if is_new:
            record("answers.shared", on=answer_set, by=by, after={"country": reader})
    give_to_teams(answer_set=answer_set, teams=teams, by=by)
    return answer_set


@transaction.atomic
def give_to_teams(*, answer_set: AnswerSet, teams: Iterable[Team], by: User) -> None:
    """Let the experts of these teams work with the answers; from the first team on, no other expert of its country."""
    there = set(answer_set.teams.values_list("pk", flat=True))
    new = [team for team in teams if team.pk not in there]
    if new:
        answer_set.teams.add(*new)
        after = {"teams": ", ".join(str(team) for team in new)}
        record("answers.given_to_teams", on=answer_set, by=by, after=after)


@transaction.atomic
def save_answer(
    *, answer_set: AnswerSet, question: Question, value: str, note: str, revision: int, by: User
) -> Answer:
    """Save one answer. No answer with a remark says that nothing is known or that there is no such thing.

    Saving what stands there already writes nothing.

    Args:
        revision: that of the answer the person started from; 0 where there was none.

    Raises:
        Conflict: somebody else saved this answer meanwhile; `.current` is theirs.
        IllegalMove: the set is submitted.
        ValidationError: by field.
    """
    hold_open(answer_set)
    if question.version_id != answer_set.version_id:
        raise ValidationError(_("This question is not in the version that is answered here."))
    values = _fit(question, value, note)
    current = Answer.objects.filter(answer_set=answer_set, question=question).first()
    if current is None:
        made = Answer.objects.create(answer_set=answer_set, question=question, by=by, **values)
        _told(made, {}, values, by)
        return made
    before = {name: getattr(current, name) for name in values}
    if before == values:
        return current
    if revision == current.revision or not any(before.values()):  # nothing is lost over an empty answer
        save_revision(current, revision=current.revision, by=by, at=timezone.now(), **values)
        _told(current, before, values, by)
        return current
    raise Conflict(current)


@transaction.atomic
def submit_answers(*, answer_set: AnswerSet, by: User) -> AnswerSet:
    """Hand the answers in: those they are shared with read them, and they never change again.

    What a correction changed counts as said now; what it left as it was keeps its day.

    Raises:
        IllegalMove: nothing is answered, or the set is submitted already.
    """
    hold_open(answer_set)
    if not answer_set.answers.exclude(value="", note="").exists():
        raise IllegalMove(_("No question is answered yet. Answer at least one, then submit."))
    now = timezone.now()
    previous = answer_set.previous
    if previous is not None:
        touched = [one.after.question.pk for one in changes_between(previous, answer_set)]
        answer_set.answers.filter(question__in=touched).update(at=now)
    move(answer_set, AnswerState.SUBMITTED, transitions=ANSWER_TRANSITIONS, submitted_by=by, submitted_at=now)
    if previous is not None:
        _share_as(previous, answer_set)  # also with whoever joined while the correction was written
    if previous is not None and previous.state == AnswerState.SUBMITTED:
        move(previous, AnswerState.SUPERSEDED, transitions=ANSWER_TRANSITIONS)
        record("answers.superseded", on=previous, by=by, after={"by": answer_set.ref})
    record("answers.submitted", on=answer_set, by=by)
    return answer_set


@transaction.atomic
def correct_answers(*, answer_set: AnswerSet, by: User) -> AnswerSet:
    """A new set in work with the same answers, evidence and readers; the submitted one stands until this is submitted.

    Raises:
        IllegalMove: the set is not submitted, or was replaced.
    """
    held = AnswerSet.objects.select_for_update(of=("self",)).select_related("version").get(pk=answer_set.pk)
    if following := AnswerSet.objects.filter(previous=held, state=AnswerState.DRAFT).first():
        return following
    if held.state != AnswerState.SUBMITTED:
        raise IllegalMove(_("Only submitted answers are corrected. Look for the newest set of answers."))
    made = _make(held.version, held.country, held.topic, by, previous=held)
    _copy(held, made)
    _share_as(held, made)
    record("answers.correction_started", on=made, by=by, after={"corrects": held.ref})
    return made


def hold_open(answer_set: AnswerSet) -> None:
    """Hold the set's row, so that it cannot be submitted while an answer is saved.

    Raises:
        IllegalMove: it is submitted.
    """
    held = AnswerSet.objects.select_for_update().only("state").get(pk=answer_set.pk)
    if held.state != AnswerState.DRAFT:
        raise IllegalMove(
            _("These answers are submitted, so they cannot change. Start a correction; nothing was saved.")
        )


def _make(
    version: QuestionnaireVersion, country: str, topic: str, by: User, *, previous: AnswerSet | None = None
) -> AnswerSet:
    return AnswerSet.objects.create(
        ref=make_ref(country.lower(), version.questionnaire.purpose.replace("_", "-"), topic),
        version=version,
        country=country,
        topic=topic,
        previous=previous,
        created_by=by,
    )


def _copy(source: AnswerSet, target: AnswerSet) -> None:
    """Answers and evidence to the same questions; to those of another version only where they say the same."""
    asked = {question.key: question for question in Question.objects.filter(version=target.version_id)}
    for answer, evidence in rows_of(source).values():
        question = asked.get(answer.question.key)
        if question is None or _meaning(question) != _meaning(answer.question):
            continue
        made = Answer.objects.create(
            answer_set=target, question=question, value=answer.value, note=answer.note, by=answer.by
        )
        Answer.objects.filter(pk=made.pk).update(at=answer.at)
        Evidence.objects.bulk_create(
            Evidence(answer=made, title=one.title, stored=one.stored, link=one.link, by=answer.by)
            for one in evidence
        )


def _share_as(source: AnswerSet, target: AnswerSet) -> None:
    """Let the readers of one set read the other."""
    AnswerShare.objects.bulk_create(
        [AnswerShare(answer_set=target, country=one.country) for one in source.shares.all()],
        ignore_conflicts=True,
    )
    target.teams.add(*source.teams.all())


def _meaning(question: Question) -> tuple[str, ...]:
    """What an answer answers; the heading, the hint and the gap code do not matter to it."""
    return tuple(getattr(question, name) for name in FIELDS if name in ("text", "kind", "unit", "choices"))


def _fit(question: Question, value: str, note: str) -> dict[str, str]:
    remark = clean(note)
    if len(remark) > LONGEST:
        raise ValidationError({"note": _("This remark is too long. Shorten it, or add a file as evidence.")})
    try:
        return {"value": stored(question.kind, question.choice_list, value), "note": remark}
    except Unfit as unfit:
        raise ValidationError({"value": str(unfit)}) from unfit


def _told(answer: Answer, before: dict[str, str], after: dict[str, str], by: User) -> None:
    names = {"value": "answer", "note": "remark"}
    changes = [name for name in after if before.get(name, "") != after[name]]
    record(
        "answers.saved",
        on=answer.answer_set,
        by=by,
        before={names[name]: before[name] for name in changes if before.get(name)},
        after={"question": answer.question.text[:120]} | {names[name]: after[name] for name in changes},
    )
