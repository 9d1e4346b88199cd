"""A person's own data: asking for them to be erased, and erasing them.

What the office did stays: signatures, judgements, reports and the history belong to the country, and they name the
office and its function. What names the person (address, password, wishes, sessions, teams, mails) goes.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.actions.ending import end_sessions
from accounts.actions.people import lock_administrators
from accounts.models import Invitation, User
from accounts.queries.own_data import erasure_asked_at, rows_that_go
from accounts.states import Role
from core import chunks, mails
from core.audit import record
from core.models import Mail, PartialState, PartialUpload
from core.states import IllegalMove

#: Domain of the addresses that stand in for erased ones; it never exists (RFC 2606).
NOWHERE = "erased.invalid"


@transaction.atomic
def ask_erasure(*, by: User) -> None:
    """Note that a person wants their data erased, and tell the portal's administrators.

    Raises:
        IllegalMove: it was asked for already.
    """
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if erasure_asked_at(by):
        raise IllegalMove(_("You have asked for this already. The administrators know of it."))
    record("person.erasure_asked", on=by, by=by)
    for administrator in User.objects.filter(role=Role.ADMINISTRATOR, is_active=True):
        with translation.override(administrator.language or settings.LANGUAGE_CODE):
            mails.post(
                to=administrator.email,
                kind="erasure.asked",
                subject=_("MRS Portal: somebody asks for their data to be erased"),
                text=_(
                    "A person has asked for their data to be erased. See the page “Administration”: %(address)s"
                )
                % {"address": f"{settings.PORTAL_ADDRESS.rstrip('/')}/administration/"},
                person=administrator,
            )


@transaction.atomic
def withdraw_erasure(*, by: User) -> None:
    """Take the wish back.

    Raises:
        IllegalMove: nothing was asked for.
    """
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if not erasure_asked_at(by):
        raise IllegalMove(_("You have not asked for this, so there is nothing to take back."))
    record("person.erasure_withdrawn", on=by, by=by)


@transaction.atomic
def erase_person(*, person: User, by: User | None) -> User:
    """Remove what names the person. The account is closed for good; the office's acts stay.

    Args:
        by: the administrator; None when the account was unused for too long.

    Raises:
        IllegalMove: erased already, one's own account, or the last active administrator.
    """
    if person.is_administrator:
        lock_administrators()
    row = User.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=person.pk)
    if row.erased_at:
        raise IllegalMove(_("The data of this person were erased already."))
    if by is not None and row.pk == by.pk:
        raise IllegalMove(_("You cannot erase your own data. Ask another administrator."))
    if not others_administer(row):
        raise IllegalMove(_("This is the last administrator. Invite another one first."))
    address = row.email
    end_sessions(row)
    _wipe(row)
    _forget_address(row, address)
    gone = _remove_rows(row)
    record("person.erased", on=row, by=by, after={"rows_removed": gone})
    person.refresh_from_db()
    return person


def others_administer(person: User) -> bool:
    """Whether the portal keeps an active administrator without this person."""
    if person.role != Role.ADMINISTRATOR or not person.is_active:
        return True
    return User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=person.pk).exists()


def _wipe(row: User) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        words = f"{Role(row.role).label}, {row.organisation.short_name}"
    row.email = f"erased-{row.pk}@{NOWHERE}"
    row.title = words
    row.set_unusable_password()
    row.is_active = False
    row.language = row.time_zone = row.acting_role = ""
    row.muted = []
    row.acting_for = row.acting_from = row.acting_until = row.last_login = None
    row.erased_at = timezone.now()
    row.save()
    standing_in = User.objects.filter(acting_for=row)
    standing_in.update(acting_for=None, acting_role="", acting_from=None, acting_until=None)


def _forget_address(row: User, address: str) -> None:
    """The address in invitations and mails."""
    for invitation in Invitation.objects.filter(email__iexact=address):
        changes = {"email": f"erased-{invitation.pk}@{NOWHERE}"}
        if invitation.accepted_at is None and invitation.withdrawn_at is None:
            Invitation.objects.filter(pk=invitation.pk).update(**changes, withdrawn_at=timezone.now())
        else:
            Invitation.objects.filter(pk=invitation.pk).update(**changes)
    Mail.objects.filter(to__iexact=address).delete()
    Mail.objects.filter(person=row).delete()


def _remove_rows(row: User) -> int:
    """What hangs on the person alone: teams, own views, uploads under way, second factor, devices."""
    for upload in PartialUpload.objects.filter(by=row, state=PartialState.OPEN):
        chunks.give_up(upload=upload)
    return sum(rows.delete()[0] for rows in rows_that_go(row))
