"""Reminders by mail: once before the day by which somebody is asked to answer, once after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.audit import record
from core.links import link_for
from core.mails import post
from core.notices import REPORT_REMINDER, is_muted, wishes_address
from reports import life
from reports.models import Reminder
from reports.queries.reminding import Asked, asked_on
from reports.states import ReminderStage

#: Nobody gets mail before this hour of the portal's own day.
FROM_HOUR = 7
#: What could not be written for so long is no longer sent; the home page says it anyway.
KEEP_TRYING = timedelta(hours=48)


def send_reminders(now: datetime) -> int:
    """Write what is due, one mail to a person; what was written is never written again. Returns the number of mails.

    Two processes may do this at once: a person's rows are held while their mail is written (core.mails sends it).
    Whoever has switched these notices off gets none.
    """
    local = timezone.localtime(now)
    if local.hour < FROM_HOUR:
        return 0
    _write(asked_on(local.date()), now)
    people = User.objects.filter(pk__in=_open(now).values("person"), is_active=True).order_by("pk")
    return sum(_remind(person, now) for person in people if not is_muted(REPORT_REMINDER, person.muted))


@transaction.atomic
def _remind(person: User, now: datetime) -> int:
    """One mail about all that waits for this person, and the note that it was written; 1, or 0 when nothing waits."""
    mine = _held(person, now)
    if not mine:
        return 0
    subject, text = letter(person, mine)
    post(to=person.email, kind=REPORT_REMINDER, subject=subject, text=text, person=person)
    _settle(mine, now)
    return 1


def unsent(now: datetime) -> list[Asked]:
    """What `send_reminders` would remind of at this moment, without writing anything."""
    done = set(
        Reminder.objects.exclude(sent_at=None).values_list("report_id", "person_id", "due_on", "stage")
    )
    return [
        one
        for one in asked_on(timezone.localtime(now).date())
        if (one.report.pk, one.person.pk, one.due_on, str(one.stage)) not in done
        and not is_muted(REPORT_REMINDER, one.person.muted)
    ]


def letter(person: User, reminders: Iterable[Reminder]) -> tuple[str, str]:
    """Subject and text about all of a person's reports: numbers, days and addresses, nothing of what a report says."""
    reminders = list(reminders)
    with translation.override(person.language or settings.LANGUAGE_CODE):
        number = len(reminders)
        subject = ngettext(
            "%(number)d report waits for an answer", "%(number)d reports wait for an answer", number
        )
        lines = [_("Reports in MRS Portal that wait for an answer:"), ""]
        for one in reminders:
            lines += [_line(one), f"  {_address(one)}", ""]
        lines += [
            _("The links work for three days, for you alone. Afterwards sign in to find the reports."),
            _("You get this mail once before the day and once after it. No answer to it is read."),
            _("To get no more of them, change your notices: %(address)s") % {"address": wishes_address()},
        ]
    return f"MRS Portal: {subject % {'number': number}}", "\n".join(lines)


def _line(reminder: Reminder) -> str:
    day = formats.date_format(reminder.due_on, "j F Y")
    words = _("%(number)s (%(state)s): asked for by %(day)s")
    if reminder.stage == ReminderStage.OVERDUE:
        words = _("%(number)s (%(state)s): was asked for by %(day)s and is overdue")
    report = reminder.report
    return words % {"number": report.number, "state": report.get_state_display(), "day": day}


def _address(reminder: Reminder) -> str:
    return link_for(reminder.person, reverse("reports:detail", kwargs={"ref": reminder.report.ref}))


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
    """Not written to anybody yet, and still true: the report waits for the same day."""
    rows = Reminder.objects.filter(sent_at=None, made_at__gt=now - KEEP_TRYING)
    return rows.filter(report__due_on=F("due_on"), report__state__in=life.DATED)


def _held(person: User, now: datetime) -> list[Reminder]:
    """The person's open rows, held until the transaction ends."""
    rows = _open(now).filter(person=person).select_for_update(of=("self",))
    keys = list(rows.values_list("pk", flat=True))
    found = Reminder.objects.filter(pk__in=keys, sent_at=None).select_related("report", "person")
    return list(found.order_by("due_on", "pk"))


def _settle(reminders: Iterable[Reminder], now: datetime) -> None:
    for one in reminders:
        Reminder.objects.filter(pk=one.pk).update(sent_at=now)
        after = {"to": one.person.title, "due_on": one.due_on.isoformat()}
        record("report.reminded", on=one.report, by=None, after=after)
