"""Inviting people: a link to one address, good once and for 72 hours.

The link's secret is in the mail alone; the database keeps its SHA-256. Opening the link changes nothing, because mail
scanners open every link; accepting needs a password and a POST (case A-20). An address that has an account with another
office already gets a mail that says so, and whoever invited learns nothing about it (case A-21).
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import rights
from accounts.actions.handing_over import close_old_account
from accounts.actions.people import create_person
from accounts.actions.taking_back import KIND, key_of, take_back
from accounts.models import Invitation, Organisation, Team, TeamMembership, User
from accounts.queries.kept import digest_of
from accounts.states import Role, TeamFunction
from core.audit import record
from core.mails import post
from core.models import AuditLine, Mail
from core.states import IllegalMove
from core.text import clean

#: Mails of invitations to one address, and invitations by one person, within an hour (trust.md, RL-2).
PER_ADDRESS, PER_SENDER = 5, 20


@transaction.atomic
def invite(
    *,
    email: str,
    title: str,
    organisation: Organisation,
    role: str,
    by: User,
    team: Team | None = None,
    function: str = "",
    takes_over: User | None = None,
) -> Invitation:
    """Send somebody the link with which they open their account.

    Args:
        title: office and function, by which people are shown.
        team: a working group of the office's country in which the person gets `function`.
        takes_over: whose work the invited person takes over; that account closes when the invitation is accepted.

    Raises:
        ValidationError: by field.
        IllegalMove: too many invitations within an hour.
    """
    _check(organisation, role, team, takes_over, by)
    _check_address(clean(email).lower(), organisation, by)
    secret, digest = _secret()
    invitation = Invitation(
        email=clean(email).lower(),
        title=clean(title),
        organisation=organisation,
        role=role,
        team=team,
        function=(function or TeamFunction.EXPERT) if team else "",
        takes_over=takes_over,
        secret_hash=digest,
        by=by,
        expires_at=_end(timezone.now()),
    )
    invitation.full_clean()
    _check_pace(invitation.email, by)
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError:  # the same address was invited at the same moment
        raise ValidationError({"email": _already_invited()}) from None
    after = {"organisation": str(organisation), "role": str(Role(role).label)}
    after |= {"team": str(team)} if team else {}
    after |= {"takes over": str(takes_over)} if takes_over else {}
    record("invitation.sent", on=invitation, by=by, after=after)
    _mail(invitation, secret)
    return invitation


@transaction.atomic
def send_again(*, invitation: Invitation, by: User | None) -> Invitation:
    """A new link for another 72 hours; the old one is dead at once.

    Args:
        by: who asked; None when the invited person did, on the page of the expired link.

    Raises:
        IllegalMove: it was accepted or withdrawn, the office is closed, or there were too many mails within an hour.
    """
    _check_pace(invitation.email, by)
    secret, digest = _secret()
    open_still = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not open_still.filter(organisation__is_active=True).exists() or not open_still.update(
        secret_hash=digest, expires_at=_end(timezone.now())
    ):
        raise IllegalMove(_("This invitation is no longer open. Send a new one."))
    invitation.refresh_from_db()
    record("invitation.sent_again", on=invitation, by=by)
    _mail(invitation, secret)
    return invitation


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> Invitation:
    """Take the invitation back; its link is dead at once.

    Raises:
        IllegalMove: it was accepted or withdrawn already.
    """
    if not take_back(invitation, by=by):
        raise IllegalMove(_("This invitation is no longer open; look at the list again."))
    return invitation


@transaction.atomic
def accept(*, secret: str, password_hash: str) -> User:
    """Open the account of whoever holds the link. Of two who accept at once, exactly one does.

    Args:
        password_hash: as `make_password` gives it; hashed outside, so that no lock waits for it.

    Raises:
        IllegalMove: the link is used, expired, withdrawn or unknown, or the address has an account by now.
    """
    now = timezone.now()
    digest = digest_of(secret)
    if not Invitation.objects.open_at(now).filter(secret_hash=digest).update(accepted_at=now):
        raise IllegalMove(_("This link is no longer valid. Ask for a new invitation."))
    invitation = Invitation.objects.select_related("organisation", "team", "takes_over").get(
        secret_hash=digest
    )
    if not invitation.organisation.is_active:
        raise IllegalMove(_("This office is closed in the portal. Ask whoever invited you."))
    try:
        person = create_person(
            email=invitation.email,
            title=invitation.title,
            organisation=invitation.organisation,
            role=invitation.role,
            password_hash=password_hash,
            by=invitation.by,
        )
    except (ValidationError, IntegrityError):
        raise IllegalMove(has_account()) from None
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=person)
    if invitation.team:
        TeamMembership.objects.create(team=invitation.team, user=person, function=invitation.function)
    record("invitation.accepted", on=invitation, by=person)
    if invitation.takes_over and invitation.takes_over.is_active:
        close_old_account(old=invitation.takes_over, new=person, by=invitation.by)
    return person


def has_account() -> str:
    """What the holder of a link reads whose address has an account."""
    return _("There is an account with this address already. Sign in with it; nothing was changed.")


def _secret() -> tuple[str, str]:
    secret = secrets.token_urlsafe(32)
    return secret, digest_of(secret)


def _end(start: datetime) -> datetime:
    return start + timedelta(hours=settings.INVITATION_HOURS)


def _check(office: Organisation, role: str, team: Team | None, takes_over: User | None, by: User) -> None:
    """Whether this person may give this role in this office; the form offers nothing else."""
    faults: dict[str, str] = {}
    if role not in rights.roles_for(by, office):
        faults["role"] = _("You cannot give this role in this office. Choose another role or office.")
    if not office.is_active:
        faults["organisation"] = _("This office is closed. Choose another one.")
    if team and team.country != office.country:
        faults["team"] = _("This team belongs to another country. Choose one of the office's country.")
    if takes_over and (
        takes_over.organisation.kind != office.kind
        or takes_over.organisation.country != office.country
        or not rights.may_keep(by, takes_over)
    ):
        faults["takes_over"] = _("You cannot hand over the work of this person. Choose somebody else.")
    elif takes_over and role != takes_over.role and rights.leaves_no_voice(takes_over, by):
        faults["role"] = _(
            "Nobody else speaks for the country in the role of this person. Whoever takes over needs the same role."
        )
    if faults:
        raise ValidationError(faults)


def _check_address(email: str, office: Organisation, by: User) -> None:
    """What may be told of the address: an account or an invitation that the person sees anyway."""
    if User.objects.visible_to(by).filter(email=email).exists():
        raise ValidationError(
            {"email": _("There is already an account with this address. Look at the list.")}
        )
    unanswered = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    if unanswered.filter(email=email, organisation=office).exists():
        raise ValidationError({"email": _already_invited()})


def _already_invited() -> str:
    return _("This address is invited to this office already. Send that invitation again instead.")


def _check_pace(email: str, by: User | None) -> None:
    since = timezone.now() - timedelta(hours=1)
    mails = Mail.objects.filter(kind=KIND, to=email, created_at__gte=since).count()
    sent = (
        AuditLine.objects.filter(event__startswith="invitation.sent", by=by, at__gte=since).count()
        if by
        else 0
    )
    if mails >= PER_ADDRESS or sent >= PER_SENDER:
        raise IllegalMove(_("Too many invitations were sent within an hour. Wait an hour and try again."))


def _mail(invitation: Invitation, secret: str) -> None:
    """The link; to somebody who has an account elsewhere, the news that nothing came of it."""
    key = key_of(invitation) + invitation.secret_hash[:16]
    with translation.override(settings.LANGUAGE_CODE):  # nobody knows yet which language the reader prefers
        text = _text(invitation, secret)
        post(to=invitation.email, kind=KIND, subject=_("Invitation to the MRS Portal"), text=text, key=key)


def _text(invitation: Invitation, secret: str) -> str:
    office = str(invitation.organisation)
    if User.objects.filter(email=invitation.email).exists():
        return _(
            "%(office)s has invited this address to the MRS Portal. There is an account with this address already, "
            "so the invitation has no effect and nothing was changed.\n\nIf you have moved to another office, ask the "
            "portal administrator to close your account first, and then for a new invitation."
        ) % {"office": office}
    link = settings.PORTAL_ADDRESS.rstrip("/") + reverse("accounts:invitation", kwargs={"secret": secret})
    end = timezone.localtime(invitation.expires_at, timezone.get_default_timezone())
    return _(
        "%(office)s invites you to the MRS Portal, where offices of four countries and the ILO work on the mutual "
        "recognition of skills.\n\nYour office and function: %(title)s\nYour role: %(role)s\n\n"
        "Open this page, check it and choose a password:\n%(link)s\n\n"
        "The link is for you alone, works once, and until %(end)s (Bangkok time). If you did not expect this mail, "
        "do nothing."
    ) % {
        "office": office,
        "title": invitation.title,
        "role": invitation.get_role_display(),
        "link": link,
        "end": date_format(end, "j F Y, H:i"),
    }
