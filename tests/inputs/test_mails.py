"""What is put into a mail, a server that is away, and a worker that dies between sending and noting it (M-01 to M-07)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from core import mails
from core.models import Mail, MailState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_waits(db: None) -> None:
    """What other tests left in the outbox is not looked at."""
    Mail.objects.all().delete()


def _post(**changed: Any) -> Mail:
    values = {
        "to": "focal.kh@mrs.example.org",
        "kind": "invitation",
        "subject": "Welcome",
        "text": "Good day",
    }
    made = mails.post(**(values | changed))
    assert made is not None
    return made


@pytest.mark.parametrize(
    "subject",
    [
        "Report\r\nBcc: everybody@elsewhere.example.org",
        "ភ្នំពេញ " * 80,
        '"quotes" <and> signs',
        "\u202eturned",
        "x" * 2_000,
        "\tтaб\x0b\x0c",
    ],
)
def test_odd_names_of_recipients_and_subjects_make_one_sound_header(subject: str) -> None:
    _post(subject=subject)

    assert mails.send_due(timezone.now()) == 1
    sent = mail.outbox[0].message()
    assert sent["Bcc"] is None
    assert sent["To"] == "focal.kh@mrs.example.org"
    assert "\n" not in str(mail.outbox[0].subject)
    head = sent.as_bytes().partition(b"\n\n")[0]
    assert b"everybody@elsewhere" not in b"".join(
        line for line in head.splitlines() if not line.lower().startswith((b"subject", b" "))
    )


@pytest.mark.parametrize(
    "to", ["a@mrs.example.org\r\nBcc: c@elsewhere.example.org", "a@mrs.example.org, c@elsewhere.example.org"]
)
def test_a_broken_address_reaches_nobody_and_holds_up_nobody(to: str) -> None:
    _post(to=to)
    _post(to="observer@mrs.example.org")

    mails.send_due(timezone.now())

    reached = [one for message in mail.outbox for one in message.recipients()]
    assert "observer@mrs.example.org" in reached
    assert not any("\n" in one for one in reached)


class Away:
    """A mail server that takes nothing, as a backend of Django's."""

    def __init__(self, *_args: Any, **_options: Any) -> None:
        """Opening is not tried before sending."""

    def send_messages(self, _messages: Any) -> int:
        """Nobody answers."""
        raise ConnectionRefusedError("nobody there")

    def close(self) -> None:
        """Nothing is open."""


def test_a_server_that_is_away_is_tried_again_and_nothing_is_lost(settings: Any) -> None:
    """After 1, 5, 15 and 60 minutes, then hourly for two days; then it is given up and waits for the administrator."""
    settings.EMAIL_BACKEND = "tests.inputs.test_mails.Away"
    made, start = _post(), timezone.now()
    waits = []
    now = start
    for _ in range(5):
        assert mails.send_due(now) == 0
        row = Mail.objects.get(pk=made.pk)
        waits.append(row.next_at - now)
        assert row.text == "Good day"
        assert mails.send_due(now + timedelta(seconds=30)) == 0
        now = row.next_at
    assert waits == [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 60)]

    mails.send_due(start + timedelta(hours=49))
    assert Mail.objects.get(pk=made.pk).state == MailState.FAILED


def test_the_same_news_is_written_once_and_a_lost_worker_sends_it_under_the_same_name() -> None:
    made = _post(key="report-7-due")
    assert (
        mails.post(to="focal.kh@mrs.example.org", kind="x", subject="x", text="x", key="report-7-due") is None
    )
    now = timezone.now()
    mails.send_due(now)
    # the worker died after the server had taken it: the row still waits, its claim runs out
    Mail.objects.filter(pk=made.pk).update(state=MailState.WAITING, text="Good day", next_at=now)
    mails.send_due(now + timedelta(minutes=3))
    mails.send_due(now + timedelta(minutes=9))

    assert len(mail.outbox) == 2
    assert len({message.message()["Message-ID"] for message in mail.outbox}) == 1


def test_everybody_gets_a_mail_of_their_own() -> None:
    for office in ("focal.kh", "coordinator.th", "reviewer"):
        _post(to=f"{office}@mrs.example.org")

    mails.send_due(timezone.now())

    assert [len(message.recipients()) for message in mail.outbox] == [1, 1, 1]
    assert all(message.message()["Cc"] is None for message in mail.outbox)
