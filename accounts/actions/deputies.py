"""Deputies: from one day to another somebody of the same country acts for a colleague. It ends by itself."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import rights
from accounts.letters import tell
from accounts.models import User
from core.audit import record
from core.states import IllegalMove

#: Longer than this is a hand-over.
LONGEST = timedelta(days=184)
KIND = "deputy"


@transaction.atomic
def appoint_deputy(*, person: User, deputy: User, since: date, until: date, by: User) -> User:
    """Let `deputy` act in the role of `person` from `since` to `until`, both days included; both get a mail.

    Raises:
        ValidationError: by field: not a colleague, the same role, days in disorder.
        IllegalMove: `by` may not decide this, or the deputy stands in for somebody already.
    """
    if not _may_decide(by, person) or (deputy.pk == by.pk and not rights.keeps_by_own_role(by, person)):
        raise IllegalMove(_("You cannot name this deputy for this person."))
    User.objects.select_for_update().filter(pk=deputy.pk).first()
    deputy.refresh_from_db()
    _check(person, deputy, since, until)
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    if deputy.acting_until and deputy.acting_until >= today:
        raise IllegalMove(
            _("%(deputy)s stands in for somebody already. Choose somebody else, or end that first.")
            % {"deputy": deputy}
        )
    deputy.acting_for, deputy.acting_role = person, person.role
    deputy.acting_from, deputy.acting_until = since, until
    deputy.save(update_fields=["acting_for", "acting_role", "acting_from", "acting_until"])
    record(
        "deputy.appointed",
        on=person,
        by=by,
        after={"deputy": str(deputy), "from": since.isoformat(), "until": until.isoformat()},
    )
    _tell(person, deputy, since, until)
    return deputy


@transaction.atomic
def end_deputy(*, deputy: User, by: User) -> User:
    """End it before its day; both get a mail.

    Raises:
        IllegalMove: there is nothing to end, or `by` may not decide this.
    """
    person = deputy.acting_for
    if person is None:
        raise IllegalMove(_("%(deputy)s stands in for nobody.") % {"deputy": deputy})
    if by.pk != deputy.pk and not _may_decide(by, person):
        raise IllegalMove(_("You cannot end this."))
    User.objects.filter(pk=deputy.pk).update(
        acting_for=None, acting_role="", acting_from=None, acting_until=None
    )
    deputy.refresh_from_db()
    record("deputy.ended", on=person, by=by, before={"deputy": str(deputy)})
    for one in (person, deputy):
        tell(
            one,
            kind=KIND,
            subject=gettext_lazy("A deputy's time is over"),
            text=gettext_lazy("%(deputy)s no longer acts for %(person)s in the MRS Portal."),
            values={"deputy": deputy, "person": person},
        )
    return deputy


def _may_decide(by: User, person: User) -> bool:
    """The person, or who looks after the account; but no deputy about the one they act for: nobody lengthens their own time."""
    return by.pk == person.pk or (rights.may_keep(by, person) and by.acting_for_id != person.pk)


def _check(person: User, deputy: User, since: date, until: date) -> None:
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    faults: dict[str, str] = {}
    if not rights.deputies_for(person).filter(pk=deputy.pk).exists():
        faults["deputy"] = _("A deputy is a colleague of the same country or body, in another role.")
    if until < since:
        faults["until"] = _("The last day lies before the first one.")
    elif until < today:
        faults["until"] = _("The last day lies in the past.")
    elif until - since > LONGEST:
        faults["until"] = _("A deputy acts for half a year at most. For longer, hand the work over.")
    if faults:
        raise ValidationError(faults)


def _tell(person: User, deputy: User, since: date, until: date) -> None:
    days = {"since": _Day(since), "until": _Day(until)}
    for one in (person, deputy):
        tell(
            one,
            kind=KIND,
            subject=gettext_lazy("A deputy in the MRS Portal"),
            text=gettext_lazy(
                "From %(since)s to %(until)s %(deputy)s acts for %(person)s in the MRS Portal. It ends by itself after "
                "the last day. What is done in this time is noted in the history as done for %(person)s."
            ),
            values={"person": person, "deputy": deputy, **days},
        )


class _Day:
    """A day that is written out in the language of the moment."""

    def __init__(self, day: date) -> None:
        self._day = day

    def __str__(self) -> str:
        return date_format(self._day, "j F Y")
