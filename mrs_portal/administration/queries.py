"""Reads for the administrator: names, states and counts, no content."""

from __future__ import annotations

import platform
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import django
from django.db import connection
from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import Home, can
from accounts.models import User
from accounts.permissions import Permission
from accounts.queries.own_data import asking_for_erasure
from core.events import work_named
from core.models import Job, JobState, Mail, MailState
from core.queries import history_state
from core.readiness import Reading, readings
from core.summary import Waiting
from core.text import clean
from mrs_portal.models import RetentionRun
from mrs_portal.version import VERSION

#: A clock of the database that is this far from ours makes times untrue.
CLOCK = timedelta(seconds=2)


class JobInHand(Home):
    """One piece of background work in the hands of the administration."""

    def __init__(self, job: Job) -> None:
        self.job = job


class MailInHand(Home):
    """One mail in the hands of the administration."""

    def __init__(self, mail: Mail) -> None:
        self.mail = mail


class PersonInHand(Home):
    """One person whose data are to be erased."""

    def __init__(self, person: User) -> None:
        self.person = person


def _runs_the_portal(user: User) -> bool:
    return can(user, Permission.PORTAL_RUN, Home())


def jobs(user: User, *, query: str = "", state: str = "", work: str = "", days: str = "") -> QuerySet[Job]:
    """Background jobs, newest first: names and states, no content."""
    if not _runs_the_portal(user):
        return Job.objects.none()
    found = Job.objects.select_related("by")
    if query:
        words = clean(query)
        found = found.filter(
            Q(name__in=work_named(words)) | Q(by__title__icontains=words) | Q(failure__icontains=words)
        )
    if state:
        found = found.filter(state=state)
    if work:
        found = found.filter(name=work)
    if days:
        found = found.filter(created_at__gte=timezone.now() - timedelta(days=int(days)))
    return found.order_by("-created_at", "pk")


@dataclass(frozen=True)
class Queue:
    """How the background work stands: what waits and since when, what runs, what failed in the last week."""

    waiting: int
    oldest: datetime | None
    running: int
    failed: int


def queue() -> Queue:
    """The figures over the list of jobs, in one query."""
    week = timezone.now() - timedelta(days=7)
    found = Job.objects.aggregate(
        waiting=Count("pk", filter=Q(state=JobState.QUEUED)),
        oldest=Min("created_at", filter=Q(state=JobState.QUEUED)),
        running=Count("pk", filter=Q(state=JobState.RUNNING)),
        failed=Count("pk", filter=Q(state=JobState.FAILED, ended_at__gte=week)),
    )
    return Queue(**found)


def mails(user: User, *, query: str = "", state: str = "", kind: str = "") -> QuerySet[Mail]:
    """Mails without their texts, newest first."""
    if not _runs_the_portal(user):
        return Mail.objects.none()
    found = Mail.objects.select_related("person").defer("text")
    if query:
        words = clean(query)
        found = found.filter(Q(to__icontains=words) | Q(person__title__icontains=words))
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    return found.order_by("-created_at", "pk")


def job_in_hand(user: User, pk: str) -> JobInHand:
    """The job with this number.

    Raises:
        Http404: there is none, or the user does not run the portal.
    """
    found = jobs(user).filter(pk=_number(pk)).first()
    if found is None:
        raise Http404
    return JobInHand(found)


def mail_in_hand(user: User, pk: str) -> MailInHand:
    """The mail with this number.

    Raises:
        Http404: there is none, or the user does not run the portal.
    """
    found = mails(user).filter(pk=_number(pk)).first()
    if found is None:
        raise Http404
    return MailInHand(found)


def person_in_hand(user: User, ref: str) -> PersonInHand:
    """The person with this reference.

    Raises:
        Http404: there is none, or the user does not run the portal.
    """
    found = User.objects.select_related("organisation").filter(ref=ref).first()
    if found is None or not _runs_the_portal(user):
        raise Http404
    return PersonInHand(found)


def _number(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def health() -> list[Reading]:
    """Every part of the portal, those of `readyz` first, then the history, the clock and retention."""
    return [*readings(), _history(), _clock(), _retention()]


def _history() -> Reading:
    state = history_state()
    if state.checked_at is None:
        value = _("not checked yet; %(place)d lines sealed") % {"place": state.place}
    elif state.whole:
        value = _("whole when last checked; %(place)d lines sealed") % {"place": state.place}
    else:
        value = state.told
    return Reading("history", _("Chain of the history"), state.is_well, value)


def _clock() -> Reading:
    """The database's clock beside that of this machine."""
    # One of two words: CURRENT_TIMESTAMP of PostgreSQL is when the transaction began.
    clock = "clock_timestamp()" if connection.vendor == "postgresql" else "CURRENT_TIMESTAMP"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {clock}")
        told = cursor.fetchone()[0]
    now = timezone.now()
    if isinstance(told, str):  # SQLite: whole seconds, on this machine
        told, now = datetime.fromisoformat(told).replace(tzinfo=UTC), now.replace(microsecond=0)
    apart = abs(now - told)
    return Reading("clock", _("Clock of the database"), apart <= CLOCK, f"{apart.total_seconds():.1f} s")


def _retention() -> Reading:
    last = RetentionRun.objects.first()
    if last is None:
        return Reading("retention", _("Retention"), True, _("not run yet"))
    ok = not last.failed and timezone.now() - last.at < timedelta(days=2)
    value = ", ".join(last.failed) or timezone.localtime(last.at).strftime("%Y-%m-%d %H:%M")
    return Reading("retention", _("Retention"), ok, value)


def versions() -> list[tuple[str, str]]:
    """(what, version) of the portal and what it stands on."""
    server = sqlite3.sqlite_version
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            server = str(cursor.fetchone()[0])
    return [
        ("MRS Portal", VERSION),
        ("Django", django.get_version()),
        ("Python", platform.python_version()),
        (connection.display_name, server),
    ]


def waiting_for_the_administrator() -> list[Waiting]:
    """What an administrator should look at: wishes to be erased, failed work, mails that nobody took."""
    found = [
        Waiting(
            _("%(person)s asks to be erased") % {"person": person},
            reverse("administration:erase", kwargs={"ref": person.ref}),
            since=since,
        )
        for person, since in asking_for_erasure()
    ]
    failed = queue().failed
    if failed:
        words = ngettext("%(number)d job failed in 7 days", "%(number)d jobs failed in 7 days", failed)
        found.append(Waiting(words % {"number": failed}, f"{reverse('jobs')}?state=failed"))
    lost = Mail.objects.filter(state=MailState.FAILED).count()
    if lost:
        words = ngettext("%(number)d mail was given up", "%(number)d mails were given up", lost)
        found.append(Waiting(words % {"number": lost}, f"{reverse('administration:mails')}?state=failed"))
    return found
