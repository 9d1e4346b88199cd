"""Signing in as people do, for the tests of the way in."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from core.mails import send_due
from tests.factories import people

PASSWORD = people.PASSWORD
NEW = "plaster on wet walls"
SIGN_IN = "/accounts/sign-in/"


def sign_in(
    client: Client, email: str, password: str = PASSWORD, *, ip: str = "10.0.0.1", **extra: str
) -> Any:
    return client.post(SIGN_IN, {"login": email, "password": password, **extra}, REMOTE_ADDR=ip)


def is_in(client: Client) -> bool:
    return client.get("/accounts/sessions/").status_code == 200


def words(response: Any) -> str:
    """What a reader sees of the main part, without tokens."""
    text = re.sub(r'(csrfmiddlewaretoken" value=|"X-CSRFToken": )"[^"]*"', "", response.content.decode())
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


def two_factors(client: Client) -> tuple[str, list[str]]:
    """Set up the second factor in this browser as a person does: the key, and the recovery codes."""
    page = client.get("/accounts/second-factor/set-up/").content.decode()
    secret = re.search(r"<code>([\w ]+)</code>", page)[1].replace(" ", "")  # type: ignore[index]
    client.post("/accounts/second-factor/set-up/", {"code": code_at(secret, -1)})
    codes = client.get("/accounts/second-factor/codes/").content.decode()
    return secret, re.findall(r"<code>(\d+)</code>", codes)


def code_at(secret: str, steps: int = 0) -> str:
    """What a phone shows whose clock is that many half minutes off."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def address_in_mail(to: str) -> str:
    """Path of the link in the latest mail to the address."""
    send_due(timezone.now())
    text = [message.body for message in mail.outbox if message.to == [to]][-1]
    return re.search(rf"{re.escape(settings.PORTAL_ADDRESS)}(/\S+)", text)[1]  # type: ignore[index]


def open_in(count: int, person: User) -> list[Client]:
    clients = [Client(headers={"user-agent": f"Browser {number}"}) for number in range(count)]
    for client in clients:
        assert sign_in(client, person.email).status_code == 302
    return clients
