"""Verbs on reviews of arrangements (steps 3 to 5): starting, rating question by question, the dimension, releasing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Side
from benchmarking.actions.gap_following import follow_arrangement
from benchmarking.models import ArrangementRating, ArrangementReview
from benchmarking.states import Comparability, GapCode
from core.audit import changed, known, record
from core.conflicts import Conflict, save_revision
from core.refs import make_ref
from core.states import IllegalMove
from core.text import clean
from corridors.models import Corridor
from questionnaires import actions as questionnaires
from questionnaires.models import Question
from questionnaires.queries import current_version
from questionnaires.queries.answers import newest_after
from questionnaires.states import STEP_OF

#: Purpose of the questionnaire that a step of the roadmap asks.
PURPOSE_OF: dict[str, str] = {step: str(purpose) for purpose, step in STEP_OF.items()}
DIFFERS = (Comparability.PARTLY, Comparability.NOT)
TEXTS = ("difference", "reason", "recommendation")


@transaction.atomic
def start_review(
    *, corridor: Corridor, step: str, reuse_receiving: bool = True, reuse_sending: bool = True, by: User
) -> ArrangementReview:
    """Ask both countries for their answers to the version in use, and set them side by side.

    What a country has submitted about the skill area is taken again where the person who starts may read it; Thailand's
    answers serve all its corridors. Answers are read by the two countries of this corridor and the ILO, once submitted.

    Raises:
        IllegalMove: the lead country has no questionnaire for the step, or a review of it is open.
    """
    held = (
        Corridor.objects.select_for_update(of=("self",), no_key=True)
        .select_related("pilot", "skill_area")
        .get(pk=corridor.pk)
    )
    earlier = ArrangementReview.objects.filter(corridor=held, step=step)
    if earlier.filter(released_at=None).exists():
        raise IllegalMove(_("A review of this step is open. Release it before the next one is started."))
    version = current_version(held.pilot.lead_country, PURPOSE_OF[step])
    if version is None:
        raise IllegalMove(
            _(
                "The lead country has no questionnaire for this step yet. Its coordinator takes one over under “Questionnaires”."
            )
        )
    countries = (held.receiving_country, held.sending_country)
    answers = [
        questionnaires.ask_for_answers(
            version=version,
            country=country,
            topic=held.skill_area.title,
            readers=countries,
            teams=held.teams.all(),
            reuse=reuse,
            by=by,
        )
        for country, reuse in zip(countries, (reuse_receiving, reuse_sending), strict=True)
    ]
    number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
    review = ArrangementReview.objects.create(
        ref=make_ref(held.sending_country, held.skill_area.title, f"step-{step}"),
        corridor=held,
        step=step,
        number=number,
        version=version,
        receiving_answers=answers[0],
        sending_answers=answers[1],
        created_by=by,
    )
    record("review.started", on=review, by=by, after={"step": step, "questionnaire": str(version)})
    return review


@transaction.atomic
def rate(
    *,
    review: ArrangementReview,
    question: Question,
    rating: str,
    difference: str,
    reason: str,
    substantial: bool,
    gap_code: str,
    recommendation: str,
    revision: int,
    by: User,
) -> ArrangementRating | None:
    """Save the rating of one question and let its gap follow (product.md section 5).

    Partly or not comparable and substantial is a gap; "no evidence" is an open question. An empty rating takes it back
    and keeps what was written. Saving what is stored already writes nothing, except that answers which changed since
    count as looked at. None where nothing was said and nothing stands there.

    Args:
        revision: the revision that the person started from; 0 where there was no rating.

    Raises:
        Conflict: somebody saved this question meanwhile; `.current` is theirs.
        ValidationError: by field.
    """
    ArrangementReview.objects.select_for_update(of=("self",)).only("pk").get(pk=review.pk)
    if question.version_id != review.version_id:
        raise ValidationError(_("This question is not in the questionnaire of this review."))
    values: dict[str, Any] = {
        "rating": rating,
        "difference": clean(difference),
        "reason": clean(reason),
        "substantial": substantial,
        "gap_code": gap_code if substantial else "",
        "recommendation": clean(recommendation),
    }
    if faults := faults_of(values):
        raise ValidationError({name: [str(sentence)] for name, sentence in faults.items()})
    current = ArrangementRating.objects.filter(review=review, question=question).first()
    if current is None:
        return _first(review, question, values, by)
    before = {name: getattr(current, name) for name in values}
    if before == values:
        ArrangementRating.objects.filter(pk=current.pk).update(at=timezone.now())
        return current
    if revision != current.revision:
        raise Conflict(current)
    save_revision(current, revision=revision, by=by, at=timezone.now(), **values)
    record("arrangement.changed", on=current, by=by, **changed(_told(before), _told(values)))
    follow_arrangement(rating=current, by=by)
    return current


def faults_of(values: dict[str, Any]) -> dict[str, Promise]:
    """What the rules have against these values: a sentence for each field, empty when nothing."""
    faults: dict[str, Promise] = {}
    rating = values["rating"]
    if rating and rating not in Comparability.values:
        faults["rating"] = _("Choose one of the ratings, or “not rated yet”.")
    if rating in DIFFERS and not values["difference"]:
        faults["difference"] = _(
            "Say in a sentence what differs. “Partly” and “not comparable” need a difference."
        )
    if values["substantial"] and rating not in DIFFERS:
        faults["substantial"] = _(
            "Only an arrangement rated partly or not comparable can differ substantially. No evidence is an open "
            "question, not a gap."
        )
    elif values["substantial"] and values["gap_code"] not in GapCode.values:
        faults["gap_code"] = _("Choose a gap code. A substantial difference becomes a gap with a code.")
    return faults


def _first(
    review: ArrangementReview, question: Question, values: dict[str, Any], by: User
) -> ArrangementRating | None:
    if not known(values):
        return None
    made = ArrangementRating.objects.create(review=review, question=question, by=by, **values)
    record("arrangement.rated", on=made, by=by, after=known(_told(values)))
    follow_arrangement(rating=made, by=by)
    return made


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """The values with the rating in words, as the history tells them."""
    labels = {str(value): str(label) for value, label in Comparability.choices}
    return values | {"rating": labels.get(values["rating"], "")}


@transaction.atomic
def rate_dimension(
    *, review: ArrangementReview, rating: str, reason: str, revision: int, by: User
) -> ArrangementReview:
    """The rating of the whole dimension, by people and with a reason; never a score.

    Raises:
        Conflict: somebody saved it meanwhile.
        ValidationError: by field.
    """
    values = {"rating": rating, "reason": clean(reason)}
    if rating not in Comparability.values:
        raise ValidationError({"rating": _("Choose one of the ratings.")})
    if not values["reason"]:
        raise ValidationError(
            {"reason": _("Say in a sentence or two why. The reason is printed with the rating.")}
        )
    current = ArrangementReview.objects.get(pk=review.pk)
    before = {name: getattr(current, name) for name in values}
    if before == values:
        return current
    save_revision(current, revision=revision, **values)
    record("review.rated", on=current, by=by, **changed(_told(before), _told(values)))
    return current


@transaction.atomic
def release_review(*, review: ArrangementReview, by: User) -> ArrangementReview:
    """Let the sending side and the ILO read the ratings and the gaps.

    Raises:
        IllegalMove: it is released already, a question is not rated, or the dimension is not.
    """
    held = ArrangementReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if held.released_at:
        raise IllegalMove(_("This review is released already. Later changes are seen at once."))
    rated = held.ratings.exclude(rating="").count()
    if rated < held.version.questions.count():
        raise IllegalMove(
            _("A question is not rated yet. Rate it first; “no evidence” says that it stays open.")
        )
    if not held.rating:
        raise IllegalMove(_("Rate the whole step with a reason first."))
    held.released_at, held.released_by = timezone.now(), by
    held.save(update_fields=["released_at", "released_by"])
    record("review.released", on=held, by=by)
    return held


@transaction.atomic
def take_newer(*, review: ArrangementReview, side: Side, by: User) -> ArrangementReview:
    """Compare with the correction that replaced the answers of one side. Ratings stay; what changed is flagged.

    Raises:
        IllegalMove: there is no newer submitted set for the same version.
    """
    held = ArrangementReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    name = "receiving_answers" if side == Side.RECEIVING else "sending_answers"
    old = getattr(held, name)
    newer = newest_after(old) if old else None
    if newer is None or newer.version_id != held.version_id:
        raise IllegalMove(_("There are no newer answers to take. Look at the page again."))
    setattr(held, name, newer)
    held.save(update_fields=[name])
    record("review.answers_taken", on=held, by=by, before={name: old.ref}, after={name: newer.ref})
    return held
