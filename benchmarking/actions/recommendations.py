"""Verbs on the recommendations of a corridor: typed, in an order, printed in reports."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from benchmarking.models import Recommendation
from benchmarking.states import RecommendationKind
from core.audit import record
from core.conflicts import save_revision
from core.text import clean
from corridors.models import Corridor


@transaction.atomic
def add_recommendation(*, corridor: Corridor, kind: str, text: str, by: User) -> Recommendation:
    """Add a recommendation at the end. The same words of the same kind again are a second press of the button.

    Raises:
        ValidationError: by field.
    """
    rows = _hold(corridor)
    text = _checked(kind, text)
    again = next((row for row in rows if row.kind == kind and row.text == text), None)
    if again is not None:
        return again
    last = max((row.position for row in rows), default=-1)
    made = Recommendation.objects.create(corridor=corridor, kind=kind, text=text, position=last + 1, by=by)
    record("recommendation.added", on=made, by=by, after=_told(made))
    return made


@transaction.atomic
def change_recommendation(
    *, recommendation: Recommendation, kind: str, text: str, revision: int, by: User
) -> Recommendation:
    """Change kind and words.

    Raises:
        core.conflicts.Conflict: somebody saved in between.
        ValidationError: by field.
    """
    text = _checked(kind, text)
    before = _told(recommendation)
    if (recommendation.kind, recommendation.text) == (kind, text):
        return recommendation
    save = {"kind": kind, "text": text, "by": by, "at": timezone.now()}
    made = save_revision(recommendation, revision=revision, **save)
    record("recommendation.changed", on=made, by=by, before=before, after=_told(made))
    return made


@transaction.atomic
def move_recommendation(*, recommendation: Recommendation, up: bool, by: User) -> None:
    """One place up or down; at the end of the list nothing changes."""
    rows = _hold(recommendation.corridor)
    here = next((at for at, row in enumerate(rows) if row.pk == recommendation.pk), None)
    to = None if here is None else here + (-1 if up else 1)
    if here is None or to is None or not 0 <= to < len(rows):
        return
    rows[here], rows[to] = rows[to], rows[here]
    for position, row in enumerate(rows):
        if row.position != position:
            Recommendation.objects.filter(pk=row.pk).update(position=position)
    record(
        "recommendation.moved", on=recommendation, by=by, before={"place": here + 1}, after={"place": to + 1}
    )


@transaction.atomic
def delete_recommendation(*, recommendation: Recommendation, by: User) -> None:
    """Take a recommendation away; its words stay in the history. A second press changes nothing."""
    held = Recommendation.objects.select_for_update(of=("self",)).filter(pk=recommendation.pk).first()
    if held is None:
        return
    record("recommendation.deleted", on=held, by=by, before=_told(held))
    held.delete()


def _hold(corridor: Corridor) -> list[Recommendation]:
    """The corridor's recommendations in their order, while nobody else adds or moves one."""
    Corridor.objects.select_for_update(of=("self",), no_key=True).get(pk=corridor.pk)
    return list(Recommendation.objects.filter(corridor=corridor).order_by("position", "pk"))


def _checked(kind: str, text: str) -> str:
    text = clean(text)
    if kind not in RecommendationKind.values:
        raise ValidationError({"kind": _("Choose what kind of recommendation it is.")})
    if not text:
        raise ValidationError({"text": _("Write the recommendation in a sentence.")})
    return text


def _told(row: Recommendation) -> dict[str, str]:
    return {"kind": str(row.get_kind_display()), "text": row.text}
