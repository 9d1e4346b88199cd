"""Accounts that nobody uses: warned of, closed, and in the end without a person's data."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils import formats, translation
from django.utils.translation import gettext as _

from accounts.actions.ending import end_sessions
from accounts.actions.erasing import erase_person, others_administer
from accounts.actions.people import lock_administrators
from accounts.models import User
from core import mails
from core.audit import record
from core.models import AuditLine, Mail


def unused_since(moment: datetime) -> QuerySet[User]:
    """Accounts whose last sign-in, opening and reactivation all lie before this moment, with `last_used`."""
    again = AuditLine.objects.filter(
        event="person.reactivated",
        subject_type="accounts.user",
        subject_id=Cast(OuterRef("pk"), CharField()),
    ).order_by("-id")
    used = Greatest(
        Coalesce(F("last_login"), F("created_at")),
        Coalesce(Subquery(again.values("at")[:1]), F("created_at")),
        F("created_at"),
    )
    return User.objects.filter(erased_at=None).annotate(last_used=used).filter(last_used__lt=moment)


def warn_unused(*, since: datetime, closes_on: datetime, dry_run: bool) -> int:
    """Tell people whose account will be closed, once for each time of not using it; how many."""
    told = 0
    for person in unused_since(since).filter(is_active=True).order_by("pk"):
        used = person.last_used  # type: ignore[attr-defined]  # annotated
        key = f"unused-{person.pk}-{used:%Y%m%d}"
        with translation.override(person.language or settings.LANGUAGE_CODE):
            words = {
                "day": formats.date_format(closes_on, "j F Y"),
                "address": settings.PORTAL_ADDRESS.rstrip("/"),
            }
            text = _(
                "Your account has not been used for a long time. It will be closed about %(day)s. If you still need "
                "it, sign in before that day: %(address)s"
            )
            subject = _("MRS Portal: your account will be closed")
        if Mail.objects.filter(key=key).exists():
            continue
        told += 1
        if not dry_run:
            mails.post(
                to=person.email,
                kind="account.unused",
                subject=subject,
                text=text % words,
                person=person,
                key=key,
            )
    return told


def disable_unused(*, since: datetime, dry_run: bool) -> int:
    """Close accounts that were not used since then, but never that of the last administrator; how many."""
    people = list(unused_since(since).filter(is_active=True).select_related("organisation"))
    if dry_run:
        return len(people) - _last_administrators(people)
    people.sort(key=lambda one: (one.last_used, one.pk))  # type: ignore[attr-defined]  # annotated
    return sum(_close(person) for person in people)


def _last_administrators(people: list[User]) -> int:
    """One, when closing all of these would leave the portal without an administrator."""
    keys = {person.pk for person in people}
    administrators = set(
        User.objects.filter(role="administrator", is_active=True).values_list("pk", flat=True)
    )
    return int(bool(administrators) and administrators <= keys)


@transaction.atomic
def _close(person: User) -> bool:
    lock_administrators()
    if not others_administer(person):
        return False
    if not User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        return False
    end_sessions(person)
    record("person.disabled_unused", on=person, by=None, before={"active": True}, after={"active": False})
    return True


def anonymise_unused(*, since: datetime, dry_run: bool) -> int:
    """Erase the data of people whose closed account was not used since then; how many."""
    people = unused_since(since).filter(is_active=False).order_by("pk")
    if dry_run:
        return people.count()
    number = 0
    for person in people:
        erase_person(person=person, by=None)
        number += 1
    return number
