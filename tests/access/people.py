"""The fourteen personas of the access matrix, by short name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from accounts import actions
from accounts.models import Team, User
from accounts.sessions import FACTOR
from accounts.states import Role
from tests.factories import people

#: Short name -> who that is. The order is the order of the columns.
WHO = {
    "kh": "focal point of Cambodia",
    "ekh": "national expert of Cambodia",
    "la": "focal point of Lao PDR",
    "mm": "focal point of Myanmar",
    "g1": "Thai expert of Group I (bricklaying)",
    "g2": "Thai expert of Group II (wiring)",
    "co": "Thai coordinator",
    "ilo": "ILO reviewer",
    "obs": "observer",
    "adm": "portal administrator",
    "dep": "expert of Cambodia, deputy of the focal point these days",
    "mx": "focal point of Cambodia before the second factor",
    "anon": "nobody is signed in",
    "off": "deactivated in an open session",
}
#: Who stands outside: for them nothing exists but what is public.
OUTSIDE = ("mx", "anon", "off")
SIGNED_IN = tuple(name for name in WHO if name not in OUTSIDE)

_ACCOUNTS = {
    "kh": ("Focal point, Cambodia", "mlvt", Role.FOCAL_POINT),
    "ekh": ("National expert, Cambodia", "mlvt", Role.EXPERT),
    "la": ("Focal point, Lao PDR", "sdi", Role.FOCAL_POINT),
    "mm": ("Focal point, Myanmar", "nssa", Role.FOCAL_POINT),
    "g1": ("Group I expert", "dsd", Role.EXPERT),
    "g2": ("Group II expert", "dsd", Role.EXPERT),
    "co": ("MRS coordinator", "dsd", Role.COORDINATOR),
    "ilo": ("ILO reviewer", "ilo", Role.REVIEWER),
    "obs": ("Observer, ASEAN Secretariat", "asec", Role.OBSERVER),
    "adm": ("Portal administrator", "portal", Role.ADMINISTRATOR),
    "dep": ("Deputy focal point, Cambodia", "mlvt", Role.EXPERT),
    "mx": ("New focal point, Cambodia", "mlvt", Role.FOCAL_POINT),
    "off": ("Former focal point, Cambodia", "mlvt", Role.FOCAL_POINT),
    # No personas, but needed where a second person has to decide.
    "co2": ("Second coordinator", "dsd", Role.COORDINATOR),
}


@dataclass(frozen=True)
class People:
    """Accounts by short name, the session of each, and the two Thai groups."""

    user: dict[str, User]
    session: dict[str, str]
    group_one: Team
    group_two: Team


def make() -> People:
    """Open the accounts, sign everybody in, then deactivate the one who left."""
    user = {
        name: people.person(name, title, organisation, role)
        for name, (title, organisation, role) in _ACCOUNTS.items()
    }
    session = {name: _sign_in(user[name], factor=name != "mx") for name in (*SIGNED_IN, "mx", "off")}
    _deputise(user["dep"], user["kh"])
    actions.deactivate(person=user["off"], by=user["adm"])
    return People(
        user=user,
        session=session,
        group_one=people.team("Group I", user["g1"]),
        group_two=people.team("Group II", user["g2"]),
    )


def _deputise(deputy: User, absent: User) -> None:
    """Yesterday, today and tomorrow the one stands in for the other."""
    today = timezone.localdate()
    deputy.acting_for, deputy.acting_role = absent, absent.role
    deputy.acting_from, deputy.acting_until = today - timedelta(1), today + timedelta(1)
    deputy.save()


def _sign_in(user: User, *, factor: bool) -> str:
    """The key of an open session, as django.contrib.auth.login leaves it, after or before the second factor."""
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if factor:
        store[FACTOR] = True
    store.save()
    return str(store.session_key)
