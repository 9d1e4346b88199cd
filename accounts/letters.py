"""Mails about accounts, in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from accounts.models import User
from core.mails import post


def tell(person: User, *, kind: str, subject: Promise, text: Promise, values: Mapping[str, object]) -> None:
    """Write a mail to somebody who has an account.

    Args:
        subject, text: lazy texts; `values` fill the gaps of the text and may be lazy themselves.
    """
    with translation.override(person.language or settings.LANGUAGE_CODE):
        post(
            to=person.email,
            kind=kind,
            subject=str(subject),
            text=str(text) % {name: str(value) for name, value in values.items()},
            person=person,
        )
