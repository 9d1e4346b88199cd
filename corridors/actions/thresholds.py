"""The thresholds of a corridor: from which coverage a section is comparable, below which it is not."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.states import IllegalMove
from corridors.models import Corridor


@transaction.atomic
def set_thresholds(
    *,
    corridor: Corridor,
    comparable_from: Decimal,
    not_comparable_below: Decimal,
    seen: tuple[Decimal, Decimal],
    by: User,
) -> Corridor:
    """Set both thresholds, in percent with at most two decimals (product.md section 5).

    Args:
        seen: the values that the person saw, upper first; others mean that somebody was faster.

    Raises:
        IllegalMove: somebody set others in between.
        ValidationError: by field.
    """
    held = Corridor.objects.select_for_update(of=("self",), no_key=True).get(pk=corridor.pk)
    wanted = {"comparable_from": comparable_from, "not_comparable_below": not_comparable_below}
    faults = _faults(comparable_from, not_comparable_below)
    if faults:
        raise ValidationError({name: [str(sentence)] for name, sentence in faults.items()})
    before = {name: getattr(held, name) for name in wanted}
    if before == wanted:
        return held
    if (held.comparable_from, held.not_comparable_below) != seen:
        raise IllegalMove(
            _("Somebody has set other thresholds meanwhile. They are shown now; nothing of yours was saved.")
        )
    for name, value in wanted.items():
        setattr(held, name, value)
    held.save(update_fields=list(wanted))
    record(
        "corridor.thresholds",
        on=held,
        by=by,
        before={name: f"{value:.2f} %" for name, value in before.items()},
        after={name: f"{value:.2f} %" for name, value in wanted.items()},
    )
    return held


def _faults(upper: Decimal, lower: Decimal) -> dict[str, Promise]:
    faults: dict[str, Promise] = {}
    for name, value in (("comparable_from", upper), ("not_comparable_below", lower)):
        if not 0 <= value <= 100:
            faults[name] = _("A threshold lies between 0 and 100 percent.")
    if not faults and lower > upper:
        faults["not_comparable_below"] = _(
            "“Not comparable below” lies above “comparable from”. Change one of the two."
        )
    return faults
