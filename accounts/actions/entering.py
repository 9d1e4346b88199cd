"""What keepers of accounts do for somebody who cannot get in."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import rights
from accounts.entrance import brakes
from accounts.entrance.mails import tell
from accounts.models import User
from accounts.sessions import end_sessions
from core.audit import record
from core.states import IllegalMove


@transaction.atomic
def lift_pause(*, person: User, by: User) -> User:
    """Let somebody sign in at once whose account is paused after wrong passwords (case A-07).

    Raises:
        IllegalMove: `by` does not look after accounts of this role.
    """
    _may_help(person, by)
    brakes.lift(person.email)
    record("person.pause_lifted", on=person, by=by)
    return person


@transaction.atomic
def remove_factor(*, person: User, by: User) -> User:
    """Remove the second factor of somebody who has lost phone and recovery codes; all their sessions end.

    The person is told by mail and sets it up anew at the next sign-in where the role needs one.

    Raises:
        IllegalMove: there is none, it is one's own account, or `by` does not look after accounts of this role.
    """
    _may_help(person, by)
    if person.pk == by.pk:
        raise IllegalMove(_("Remove your own second factor on the page of your account."))
    if not Authenticator.objects.filter(user=person).delete()[0]:
        raise IllegalMove(_("This account has no second factor."))
    EmailAddress.objects.filter(user=person, verified=False).delete()
    end_sessions(person)
    record("person.factor_removed", on=person, by=by)
    tell(person, "mfa/email/totp_deactivated")
    return person


def _may_help(person: User, by: User) -> None:
    if not rights.may_keep(by, person):
        raise IllegalMove(_("You do not look after accounts with this role. Ask the portal administrator."))
