"""Open sessions: when they end, who ends them, and what they know about how somebody signed in.

A session ends after 30 minutes in which its person did nothing (10 on a public computer) and 12 hours after sign-in.
What it knows stands in the session's own row, so that an ordinary page costs no query more.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from accounts.models import User
from core.audit import record

SIGNED_IN_AT = "signed_in_at"  # seconds since 1970, as the two below
SEEN_AT = "seen_at"
PUBLIC = "public_computer"  # ticked at sign-in
FACTOR = "second_factor"  # passed, or set up, since sign-in
ENDED = "session_ended"  # why the session before this one ended: "idle" or "absolute"
WRITE_EVERY = 60  # seconds: activity is written at most once a minute

View = Callable[..., HttpResponseBase]


def begin(session: SessionBase) -> None:
    """Note the time of sign-in."""
    session[SIGNED_IN_AT] = session[SEEN_AT] = int(time.time())


def idle_limit(session: SessionBase) -> int:
    """Seconds without activity after which a session ends."""
    return int(settings.SESSION_IDLE_PUBLIC if session.get(PUBLIC) else settings.SESSION_IDLE)


def seconds_left(session: SessionBase) -> int | None:
    """Until the session ends if nothing happens; None for a session that notes no times."""
    seen, began = session.get(SEEN_AT), session.get(SIGNED_IN_AT)
    if seen is None or began is None:
        return None
    ends = min(seen + idle_limit(session), began + settings.SESSION_ABSOLUTE)
    return max(int(ends - time.time()), 0)


def why_ended(session: SessionBase) -> str:
    """ "idle" or "absolute" when the session is over, else ""."""
    if seconds_left(session) != 0:
        return ""
    over = time.time() >= session[SIGNED_IN_AT] + settings.SESSION_ABSOLUTE
    return "absolute" if over else "idle"


def touch(session: SessionBase, *, at_once: bool = False) -> None:
    """Note activity, at most once a minute, in a copy read just now: two tabs do not undo each other's changes."""
    seen = session.get(SEEN_AT)
    now = int(time.time())
    if seen is None or session.session_key is None or (not at_once and now - seen < WRITE_EVERY):
        return
    fresh = SessionStore(session.session_key)
    if SEEN_AT not in fresh:
        return  # ended meanwhile
    fresh[SEEN_AT] = now
    try:
        fresh.save()
    except UpdateError:
        return
    session._session[SEEN_AT] = now  # type: ignore[attr-defined]  # known here too, without a second write
    UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())


def needs_second_factor(user: User) -> bool:
    """Whether the person's role, or the one they stand in for, signs in with a second factor here."""
    return bool(settings.SECOND_FACTOR_ROLES) and not user.roles.isdisjoint(settings.SECOND_FACTOR_ROLES)


def sign_in(request: HttpRequest, person: User) -> HttpResponse:
    """Sign somebody in who has just shown by other means who they are, such as by the link of an invitation.

    Returns the way on (the start page, or `next`); the session is a new one and counts as signed in just now.
    """
    record_authentication(request, person, method="invitation")
    adapter = get_adapter(request)
    adapter.login(request, person)
    answer: HttpResponse = adapter.post_login(
        request, person, email_verification="none", signal_kwargs=None, email=person.email, signup=False,
        redirect_url=None,
    )  # fmt: skip
    return answer


def end_sessions(person: User, *, but: str = "") -> int:
    """Sign the person out everywhere, at once; returns how many sessions were open.

    Args:
        but: key of the session that goes on, such as the one in which the password was changed.
    """
    UserSession.objects.filter(user=person).exclude(session_key=but).delete()
    ended = 0
    for session in Session.objects.filter(expire_date__gte=timezone.now()).exclude(pk=but).iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
            ended += 1
    return ended


@transaction.atomic
def end_others(*, by: User, here: str) -> int:
    """End all of one's own sessions but the one in hand; returns how many ended."""
    ended = end_sessions(by, but=here)
    record("person.sessions_ended", on=by, by=by, after={"sessions": ended})
    return ended


@transaction.atomic
def end_one(session: UserSession, *, by: User) -> None:
    """End one of one's own sessions; it is over at its next request."""
    session.end()
    record("person.session_ended", on=by, by=by)


def end_oldest(person: User) -> int:
    """End what is more than five open sessions, the oldest first; returns how many ended."""
    keys = list(
        UserSession.objects.filter(user=person).order_by("-created_at", "-pk").values_list("session_key", flat=True)
    )  # fmt: skip
    open_keys = set(Session.objects.filter(pk__in=keys).values_list("pk", flat=True))
    too_many = [key for key in keys if key in open_keys][settings.SESSIONS_AT_ONCE :]
    Session.objects.filter(pk__in=too_many).delete()
    UserSession.objects.filter(session_key__in=[*too_many, *(set(keys) - open_keys)]).delete()
    return len(too_many)


def recently_signed_in(view: View) -> View:
    """Before acts with weight: whoever gave password or code longer than ten minutes ago gives it again.

    What was sent is kept meanwhile and goes on afterwards; stands under the guard of accounts.access.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise_if_reauthentication_required(request, app="accounts")
        return view(request, *args, **kwargs)

    return asked
