"""Links in mails that lead one person to one page for a time, and end.

A link opens nothing by itself: whoever follows it has to be signed in as the person it was written to, and the page
behind it asks for their rights as ever. What the signature adds: a mail that is passed on, or found years later, does
not tell which addresses exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import Http404
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from accounts.models import User

LIFETIME = timedelta(hours=72)
#: Below this address the links are followed (mrs_portal.urls).
PATH = "/from-mail/"


@dataclass(frozen=True)
class MailedLink:
    """Where a link leads, and whether its time is over."""

    path: str
    expired: bool


def link_for(person: User, path: str) -> str:
    """The address to write into a mail to `person`; `path` is a page of the portal, such as /reports/R-1/."""
    token = _signer().sign_object({"person": person.pk, "path": path})
    return f"{settings.PORTAL_ADDRESS.rstrip('/')}{PATH}{token}/"


def followed_link(user: User, token: str) -> MailedLink:
    """What a link that this person follows stands for.

    Raises:
        Http404: the link was not written by this portal, or to somebody else.
    """
    expired = False
    try:
        try:
            said = _signer().unsign_object(token, max_age=LIFETIME)
        except SignatureExpired:
            expired = True
            said = _signer().unsign_object(token)
    except (BadSignature, ValueError) as fault:
        raise Http404 from fault
    if said.get("person") != user.pk or not url_has_allowed_host_and_scheme(said["path"], allowed_hosts=None):
        raise Http404
    return MailedLink(said["path"], expired)


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="mrs.mailed-link")
