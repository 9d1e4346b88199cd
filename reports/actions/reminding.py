"""Reminders by mail: once before the day by which somebody is asked to answer, once after it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.audit import record
from reports import life
from reports.models import Reminder
from reports.queries.reminding import Asked, asked_on
from reports.states import ReminderStage

logger = logging.getLogger(__name__)

#: Nobody gets mail before this hour of the portal's own day.
FROM_HOUR = 7
#: A process that claimed a mail and has not sent it within this time has died.
CLAIM = timedelta(minutes=15)
#: What could not be sent for so long is no longer sent; the home page says it anyway.
KEEP_TRYING = timedelta(hours=48)


def send_reminders(now: datetime) -> int:
    """Send what is due, one mail to a person; what was sent is never sent again. Returns the number of mails.

    Two processes may do this at once: the row is written once, and its sending is claimed. A mail server that does
    not answer ends the round; the next one goes on. A mail that it refuses does not keep the others waiting.
    """
    local = timezone.localtime(now)
    if local.hour < FROM_HOUR:
        return 0
    _write(asked_on(local.date()), now)
    sent = 0
    for person in User.objects.filter(pk__in=_open(now).values("person"), is_active=True).order_by("pk"):
        mine = _claim(person, now)
        if not mine:
            continue
        try:
            mail_of(person, mine).send()
        except (SMTPRecipientsRefused, SMTPDataError):
            logger.exception(
                "A reminder was refused; the others are sent, and the next round tries this one again"
            )
            _let_go(mine)
            continue
        except (OSError, SMTPException):
            logger.exception("A reminder could not be sent; the next round tries again")
            _let_go(mine)
            return sent
        _settle(mine, now)
        sent += 1
    return sent


def unsent(now: datetime) -> list[Asked]:
    """What `send_reminders` would remind of at this moment, without writing anything."""
    done = set(
        Reminder.objects.exclude(sent_at=None).values_list("report_id", "person_id", "due_on", "stage")
    )
    return [
        one
        for one in asked_on(timezone.localtime(now).date())
        if (one.report.pk, one.person.pk, one.due_on, str(one.stage)) not in done
    ]


def mail_of(person: User, reminders: Iterable[Reminder]) -> EmailMessage:
    """One mail about all of a person's reports: numbers, days and addresses, nothing of what a report says."""
    reminders = list(reminders)
    with translation.override(settings.LANGUAGE_CODE):
        number = len(reminders)
        subject = ngettext(
            "%(number)d report waits for an answer", "%(number)d reports wait for an answer", number
        )
        lines = [_("Reports in MRS Portal that wait for an answer:"), ""]
        for one in reminders:
            lines += [_line(one), f"  {_address(one)}", ""]
        lines.append(_("You get this mail once before the day and once after it. No answer to it is read."))
    host = urlsplit(settings.PORTAL_ADDRESS).hostname or "localhost"
    return EmailMessage(
        subject=f"MRS Portal: {subject % {'number': number}}",
        body="\n".join(lines),
        to=[person.email],
        headers={
            "Message-ID": f"<reminder-{reminders[0].pk}-{number}@{host}>",  # the same if it is sent twice
            "Auto-Submitted": "auto-generated",
        },
    )


def _line(reminder: Reminder) -> str:
    day = formats.date_format(reminder.due_on, "j F Y")
    words = _("%(number)s (%(state)s): asked for by %(day)s")
    if reminder.stage == ReminderStage.OVERDUE:
        words = _("%(number)s (%(state)s): was asked for by %(day)s and is overdue")
    report = reminder.report
    return words % {"number": report.number, "state": report.get_state_display(), "day": day}


def _address(reminder: Reminder) -> str:
    path = reverse("reports:detail", kwargs={"ref": reminder.report.ref})
    return f"{settings.PORTAL_ADDRESS.rstrip('/')}{path}"


def _write(asked: Iterable[Asked], now: datetime) -> None:
    """A row for each person, report, day and stage; the unique constraint has the last word."""
    Reminder.objects.bulk_create(
        (
            Reminder(report=one.report, person=one.person, due_on=one.due_on, stage=one.stage, made_at=now)
            for one in asked
        ),
        ignore_conflicts=True,
    )


def _open(now: datetime) -> QuerySet[Reminder]:
    """Not sent, not being sent, and still true: the report waits for the same day."""
    rows = Reminder.objects.filter(sent_at=None, made_at__gt=now - KEEP_TRYING)
    rows = rows.filter(Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM))
    return rows.filter(report__due_on=F("due_on"), report__state__in=life.DATED)


def _claim(person: User, now: datetime) -> list[Reminder]:
    """The person's open rows, now ours; nobody else sends them for a while."""
    with transaction.atomic():
        keys = list(
            _open(now).filter(person=person).select_for_update(of=("self",)).values_list("pk", flat=True)
        )
        Reminder.objects.filter(pk__in=keys).update(claimed_at=now)
    rows = Reminder.objects.filter(pk__in=keys).select_related("report").order_by("due_on", "pk")
    return list(rows)


def _let_go(reminders: Iterable[Reminder]) -> None:
    """What could not be sent is nobody's again."""
    Reminder.objects.filter(pk__in=[one.pk for one in reminders]).update(claimed_at=None)


@transaction.atomic
def _settle(reminders: Iterable[Reminder], now: datetime) -> None:
    for one in reminders:
        Reminder.objects.filter(pk=one.pk).update(sent_at=now)
        after = {"to": one.person.title, "due_on": one.due_on.isoformat()}
        record("report.reminded", on=one.report, by=None, after=after)
