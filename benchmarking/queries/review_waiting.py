"""What reviews of arrangements tell the home page and the corridor."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, Side, held_by
from benchmarking.models import ArrangementReview
from benchmarking.queries.reviews import STEPS
from core.summary import Fact, Waiting
from corridors.models import Corridor
from questionnaires.states import AnswerState


def waiting_for(user: User) -> list[Waiting]:
    """Reviews whose answers are both there, for those who rate them."""
    if not held_by(user.roles, Side.RECEIVING, Permission.ARRANGEMENT_RATE) or not user.country:
        return []
    ready = (
        ArrangementReview.objects.visible_to(user)
        .filter(released_at=None, corridor__receiving_country=user.country)
        .exclude(Q(receiving_answers=None) | Q(sending_answers=None))
        .exclude(receiving_answers__state=AnswerState.DRAFT)
        .exclude(sending_answers__state=AnswerState.DRAFT)
        .select_related("corridor__skill_area", "sending_answers")
    )
    return [
        Waiting(
            _("Rate step %(step)s: %(corridor)s") % {"step": each.step, "corridor": each.corridor},
            reverse("benchmarking:review", kwargs={"ref": each.ref}),
            _("Both countries have answered."),
            since=each.sending_answers.submitted_at if each.sending_answers else None,
        )
        for each in ready.order_by("created_at")
    ]


def summary(corridor: Corridor, user: User) -> list[Fact]:
    """How many of steps 3 to 5 are rated as a whole, as far as this person sees them."""
    seen = ArrangementReview.objects.visible_to(user).filter(corridor=corridor).exclude(rating="")
    done = len(set(seen.values_list("step", flat=True)))
    url = reverse("benchmarking:reviews", kwargs={"ref": corridor.ref})
    value = _("%(done)s of %(all)s") % {"done": done, "all": len(STEPS)}
    return [Fact(_("Steps 3 to 5 rated"), value, url)]
