"""The post: a mail is a row first, written in the transaction of the act that it tells of, and sent outside requests.

A mail server that is away keeps nothing waiting and loses nothing: tries after 1, 5, 15 minutes, then every hour, for
two days. A worker that dies between sending and noting it can send one mail twice, under the same Message-ID.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.models import Mail, MailState
from core.notices import NOTICES, is_muted, wishes_address

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)

#: Waits between two tries; the last one is repeated.
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
KEEP_TRYING = timedelta(hours=48)
#: So long a mail belongs to the process that took it up.
CLAIM = timedelta(minutes=2)
#: Mails taken up in one round.
ROUND = 50


def post(
    *, to: str, kind: str, subject: str, text: str, person: User | None = None, key: str = ""
) -> Mail | None:
    """Write a mail in the caller's transaction; it leaves within seconds after commit.

    Args:
        to: one address. Several people get a mail each, so that nobody reads who else got it.
        kind: what it is about, such as "invitation"; the word that the list of mails shows and that notices go by.
        subject: one line; line ends in it become spaces.
        text: plain text. No words of a standard, a judgement or a report, and no other person's address.
        key: news of the same key is written once for ever; the second time gives None.

    A kind that the person has switched off (core.notices) is not written and gives None.
    """
    if person is not None and is_muted(kind, person.muted):
        return None
    mail = Mail(
        to=to, kind=kind, subject=" ".join(subject.split())[:255], text=text, person=person, key=key or None
    )
    try:
        with transaction.atomic():
            mail.save()
    except IntegrityError:
        if not key:
            raise
        return None
    return mail


def send_due(now: datetime) -> int:
    """Send what is due, at most 50 mails over one connection; how many went out. Runs beside itself without harm."""
    sent = 0
    connection: BaseEmailBackend | None = None
    for mail in _claimed(now):
        try:
            connection = connection or get_connection()
            connection.send_messages([_message(mail, connection)])
        except (OSError, SMTPException) as failure:
            logger.warning("Mail %s was not taken: %s", mail.pk, type(failure).__name__)
            _put_off(mail, now, failure)
            connection = None
        except ValueError as failure:  # an address or a subject of which no header can be made, now or ever
            logger.warning("Mail %s cannot be sent: %s", mail.pk, type(failure).__name__)
            Mail.objects.filter(pk=mail.pk).update(
                state=MailState.FAILED, failure=_("No mail can be sent to this address.")
            )
        else:
            Mail.objects.filter(pk=mail.pk).update(state=MailState.SENT, sent_at=now, text="", failure="")
            sent += 1
    if connection is not None:
        connection.close()
    return sent


def _claimed(now: datetime) -> Iterator[Mail]:
    due = Mail.objects.filter(state=MailState.WAITING, next_at__lte=now)
    for pk in list(due.order_by("next_at", "created_at").values_list("pk", flat=True)[:ROUND]):
        mail = Mail.objects.get(pk=pk)
        if due.filter(pk=pk).update(next_at=now + CLAIM, tries=mail.tries + 1):
            mail.tries += 1
            yield mail


def _message(mail: Mail, connection: BaseEmailBackend) -> EmailMessage:
    host = urlsplit(settings.PORTAL_ADDRESS).hostname or "localhost"
    headers = {"Message-ID": f"<{mail.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    if mail.kind in NOTICES:
        headers["List-Unsubscribe"] = f"<{wishes_address()}>"
    return EmailMessage(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        headers=headers,
        connection=connection,
    )


def _put_off(mail: Mail, now: datetime, failure: Exception) -> None:
    """Try again later, or give up after two days."""
    row = Mail.objects.filter(pk=mail.pk)
    if now - mail.created_at > KEEP_TRYING:
        row.update(state=MailState.FAILED, failure=_("The mail server did not take it for two days."))
        return
    pause = PAUSES[min(mail.tries, len(PAUSES)) - 1]
    row.update(next_at=now + pause, failure=type(failure).__name__)
