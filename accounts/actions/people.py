"""What is done to accounts."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import rights
from accounts.actions.ending import end_sessions
from accounts.actions.taking_back import hold_sent, take_back_beyond
from accounts.letters import tell
from accounts.models import Organisation, User
from accounts.states import GIVES, Role
from core.audit import record
from core.states import IllegalMove
from core.text import clean
from core.unique import save_checked


@transaction.atomic
def create_person(
    *,
    email: str,
    title: str,
    organisation: Organisation,
    role: str,
    password_hash: str,
    by: User | None,
) -> User:
    """Open an account. Whoever opens it tells the person the password on another way.

    Args:
        title: office and function; people are shown by these, not by name.
        password_hash: as `django.contrib.auth.hashers.make_password` gives it; make_password(None) for an account
            with which nobody signs in until a password is set.

    Raises:
        ValidationError: by field; the address is taken or none, or the role is unknown.
    """
    person = User(
        email=clean(email).lower(),
        title=clean(title),
        organisation=organisation,
        role=role,
        password=password_hash,
    )
    save_checked(person)
    after = {"organisation": str(organisation), "role": str(Role(role).label)}
    record("person.created", on=person, by=by, after=after)
    return person


@transaction.atomic
def change_role(*, person: User, role: str, by: User) -> User:
    """Give somebody another role in the same office; their sessions end, so that nothing old stays open, and so do
    invitations that they sent to roles which they can give no more.

    Raises:
        ValidationError: by field: the role does not fit the office, or `by` cannot give it.
        IllegalMove: they have the role, or nobody would be left to coordinate for the country.
    """
    sent = hold_sent(person)
    _hold(person, by)
    possible = rights.roles_for(by, person.organisation)
    if person.pk == by.pk:  # a deputy gives others what they hold for a time, not themselves
        possible &= GIVES.get(by.role, frozenset())
    if role not in possible or not rights.may_keep(by, person):
        raise ValidationError({"role": _("You cannot give this role in this office. Choose another one.")})
    if role == person.role:
        raise IllegalMove(_("%(person)s has this role already.") % {"person": person})
    _keep_a_voice(person, by)
    before = str(person.get_role_display())
    person.role = role
    person.save(update_fields=["role"])
    User.objects.filter(acting_for=person).update(
        acting_for=None, acting_role="", acting_from=None, acting_until=None
    )
    take_back_beyond(sent, GIVES.get(role, frozenset()), by=by)
    end_sessions(person)
    record(
        "person.role_changed",
        on=person,
        by=by,
        before={"role": before},
        after={"role": str(Role(role).label)},
    )
    tell(
        person,
        kind="account",
        subject=gettext_lazy("Your role in the MRS Portal has changed"),
        text=gettext_lazy(
            "Your role is now: %(role)s. You were signed out everywhere; sign in again to go on."
        ),
        values={"role": Role(role).label},
    )
    return person


@transaction.atomic
def retitle(*, person: User, title: str, by: User) -> User:
    """Correct the words for somebody's office and function.

    Raises:
        ValidationError: by field.
        IllegalMove: `by` does not look after accounts of this role.
    """
    if clean(title) != person.title and not rights.may_keep(by, person):
        raise IllegalMove(_not_kept())
    before = person.title
    person.title = clean(title)
    person.full_clean(exclude=["password"])
    person.save(update_fields=["title"])
    if before != person.title:
        record("person.retitled", on=person, by=by, before={"title": before}, after={"title": person.title})
    return person


@transaction.atomic
def deactivate(*, person: User, by: User) -> User:
    """Close an account: its sessions end at once, nobody signs in with it again, and the invitations that it sent end.

    Raises:
        IllegalMove: it is one's own account, it is closed already, `by` does not look after accounts of this role, or
            nobody would be left who speaks for the country (the administration may do that).
    """
    sent = hold_sent(person)
    _hold(person, by)
    if person.pk == by.pk:
        raise IllegalMove(_own_account(person))
    if not rights.may_keep(by, person):
        raise IllegalMove(_not_kept())
    _keep_a_voice(person, by)
    if not User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        raise IllegalMove(_("This account is already deactivated."))
    person.is_active = False
    take_back_beyond(sent, frozenset(), by=by)
    end_sessions(person)
    record("person.deactivated", on=person, by=by, before={"active": True}, after={"active": False})
    return person


@transaction.atomic
def reactivate(*, person: User, by: User) -> User:
    """Open a closed account again; the password stays as it was.

    Raises:
        IllegalMove: the account is open, its data were removed, its office is closed, or `by` does not look after
            accounts of this role.
    """
    if not rights.may_keep(by, person):
        raise IllegalMove(_not_kept())
    if person.erased_at or not person.organisation.is_active:
        raise IllegalMove(_("This account cannot be opened again. Send a new invitation."))
    if not User.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        raise IllegalMove(_("This account is already active."))
    person.is_active = True
    record("person.reactivated", on=person, by=by, before={"active": False}, after={"active": True})
    return person


def _hold(person: User, by: User) -> None:
    """Lock those who speak for the country, or who run the portal, in one order: two who remove each other at once
    cannot both succeed.

    Raises:
        IllegalMove: whoever asks was closed a moment ago.
    """
    if person.country:
        list(User.objects.voices_of(person.country).select_for_update(of=("self",)).order_by("pk"))
    elif person.is_administrator:
        lock_administrators()
    if not User.objects.filter(pk=by.pk, is_active=True).exists():
        raise IllegalMove(_("Your account was deactivated a moment ago."))


def lock_administrators() -> None:
    """Hold all active administrators until the transaction ends, so that of two who close each other one stays."""
    administrators = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
    list(administrators.select_for_update().order_by("pk").values_list("pk"))


def _not_kept() -> str:
    return _("You do not look after accounts with this role. Ask the portal administrator.")


def _own_account(person: User) -> str:
    if rights.is_last_coordinator(person) or rights.is_last_voice(person):
        return _(
            "Nobody else speaks for your country. Invite somebody first; they can then close your account."
        )
    if person.is_administrator:
        return _("You cannot deactivate your own account. Ask another administrator.")
    return _("You cannot deactivate your own account. Ask a colleague who looks after accounts.")


def _keep_a_voice(person: User, by: User) -> None:
    """Only the administration leaves a country without a coordinator or focal point, such as after a break-in."""
    if rights.leaves_no_voice(person, by):
        raise IllegalMove(
            _(
                "%(person)s is the last one who speaks for the country in this role. Invite somebody else first."
            )
            % {"person": person}
        )
