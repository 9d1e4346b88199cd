"""Verbs on the paper review: begin it, sum it up, release it, correct it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from benchmarking.models import PaperReview
from core import countries
from core.audit import changed, record
from core.conflicts import save_revision
from core.states import IllegalMove
from core.text import clean
from corridors.models import Corridor
from questionnaires import actions as questionnaires
from questionnaires.models import AnswerSet, QuestionnaireVersion
from questionnaires.queries import current_version
from questionnaires.states import AnswerState, Purpose

LONGEST_SUMMARY = 5000


@transaction.atomic
def start_review(*, corridor: Corridor, by: User) -> PaperReview:
    """Begin the corridor's paper review on the check-list that is in use; the one there is where it was begun before.

    The check-list is that of the country that leads the pilot. Where it has none yet, the standard one is put in use.

    Raises:
        IllegalMove: the lead country has no check-list in use.
    """
    held = _hold_corridor(corridor)
    there = PaperReview.objects.filter(corridor=held).first()
    if there is not None:
        return there
    answers = questionnaires.start_answers(
        version=_check_list(held.pilot.lead_country, by),
        country=held.receiving_country,
        topic=topic_of(held),
        by=by,
    )
    questionnaires.give_to_teams(answer_set=answers, teams=held.teams.all(), by=by)
    review = PaperReview.objects.create(corridor=held, answers=answers, created_by=by)
    record("paper_review.started", on=review, by=by)
    return review


@transaction.atomic
def write_summary(*, review: PaperReview, text: str, revision: int, by: User) -> PaperReview:
    """Sum the review up in words.

    Raises:
        Conflict: somebody else saved since.
        IllegalMove: it is released.
        ValidationError: by field.
    """
    summary = clean(text)
    if len(summary) > LONGEST_SUMMARY:
        raise ValidationError({"summary": _("This summary is too long. Shorten it.")})
    held = _hold(review)
    if held.released_at:
        raise IllegalMove(_("The paper review is released. Start a correction to change its summary."))
    saved = save_revision(review, revision=revision, summary=summary)
    record(
        "paper_review.summed_up", on=saved, by=by, **changed({"summary": held.summary}, {"summary": summary})
    )
    return saved


@transaction.atomic
def release_review(*, review: PaperReview, by: User) -> PaperReview:
    """Hand the findings in and show them to the sending side and the ILO.

    Raises:
        IllegalMove: it is released already, no item is answered, or the findings were corrected meanwhile.
    """
    held = _hold(review)
    if held.released_at:
        raise IllegalMove(_("The paper review is released already."))
    answers = held.answers
    if answers.state == AnswerState.SUPERSEDED:
        raise IllegalMove(
            _("The findings were corrected meanwhile. Press “Correct” to take the newest ones.")
        )
    questionnaires.ask_for_answers(
        version=answers.version,
        country=answers.country,
        topic=answers.topic,
        readers=[held.corridor.sending_country],
        reuse=answers.state != AnswerState.DRAFT,
        by=by,
    )
    if answers.state == AnswerState.DRAFT:
        questionnaires.submit_answers(answer_set=answers, by=by)
    held.released_at, held.released_by = timezone.now(), by
    held.save(update_fields=["released_at", "released_by"])
    record(
        "paper_review.released",
        on=held,
        by=by,
        after={"readers": f"{countries.name_of(held.corridor.sending_country)}, ILO"},
    )
    return held


@transaction.atomic
def correct_review(*, review: PaperReview, by: User) -> PaperReview:
    """Take the review back to work on a copy of the findings; it is read by others again once it is released again.

    What was released stays where it was printed and in the answers that were handed in.

    Raises:
        IllegalMove: the findings are still in work.
    """
    held = _hold(review)
    newest = _newest(held.answers)
    if newest.state == AnswerState.SUBMITTED and newest.pk == held.answers_id:
        newest = questionnaires.correct_answers(answer_set=newest, by=by)
    if newest.pk == held.answers_id:
        raise IllegalMove(_("The findings are still in work, so there is nothing to correct yet."))
    held.answers = newest
    held.released_at = held.released_by = None
    held.save(update_fields=["answers", "released_at", "released_by"])
    record("paper_review.corrected", on=held, by=by)
    return held


def topic_of(corridor: Corridor) -> str:
    """What the findings are about: the corridor, for a desk review belongs to one corridor alone."""
    return f"{corridor}"[:200]


def _newest(answers: AnswerSet) -> AnswerSet:
    """The last correction of the answers, or they themselves."""
    while (
        following := AnswerSet.objects.filter(previous=answers).select_related("version").first()
    ) is not None:
        answers = following
    return answers


def _check_list(country: str, by: User) -> QuestionnaireVersion:
    version = current_version(country, Purpose.PAPER_REVIEW)
    if version is None:
        questionnaires.install_standard(country=country, by=by)
        version = current_version(country, Purpose.PAPER_REVIEW)
    if version is None:
        raise IllegalMove(
            _("%(country)s has no check-list in use. Put the questionnaire “Paper review” in use first.")
            % {"country": countries.name_of(country)}
        )
    return version


def _hold_corridor(corridor: Corridor) -> Corridor:
    rows = Corridor.objects.select_for_update(of=("self",), no_key=True).select_related("pilot", "skill_area")
    return rows.get(pk=corridor.pk)


def _hold(review: PaperReview) -> PaperReview:
    """The review's row, held until the transaction ends."""
    rows = PaperReview.objects.select_for_update(of=("self",)).select_related(
        "corridor__skill_area", "corridor__pilot", "answers__version__questionnaire"
    )
    return rows.get(pk=review.pk)
