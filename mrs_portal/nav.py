"""The main navigation: which entries a person sees follows from their role."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import Home, can
from accounts.models import User
from accounts.permissions import Permission
from accounts.states import OrganisationKind, Role
from mrs_portal.history.queries import OwnHistory


@dataclass(frozen=True)
class NavItem:
    """One entry: words, address, whether the present page belongs to it."""

    label: Promise
    url: str
    current: bool


Entry = tuple[Promise, str, tuple[str, ...]]

_KEPT = ("people", "invitations", "offices", "teams")
#: (words, URL name, first path segments that belong to the entry)
_CONTENT: tuple[Entry, ...] = (
    (_("Home"), "home", ("",)),
    (_("Corridors"), "corridors:list", ("corridors", "c", "pilots")),
    (_("Standards"), "standards:list", ("standards", "corridors/editions")),
    (_("Benchmarks"), "benchmarking:list", ("benchmarks",)),
    (_("Gaps"), "benchmarking:gap-list", ("benchmarks/gaps", "chain")),
    (_("Questionnaires"), "questionnaires:list", ("questionnaires",)),
    (_("Missions"), "missions:list", ("missions",)),
    (_("Reports"), "reports:list", ("reports",)),
)
_HISTORY: Entry = (_("History"), "history", ("history",))
#: For those who look after the accounts of their own country.
_PEOPLE: Entry = (_("People"), "accounts:people", tuple(f"accounts/{part}" for part in _KEPT))
_OBSERVER = ("home", "standards:list", "reports:list")
_ADMINISTRATION: tuple[Entry, ...] = (
    (_("Home"), "home", ("",)),
    (_("People"), "accounts:people", tuple(f"accounts/{part}" for part in _KEPT)),
    (_("Reference data"), "standards:areas", ("standards/reference",)),
    (_("Administration"), "administration:home", ("administration", "jobs")),
)


def nav_items(user: User, path: str) -> list[NavItem]:
    """The entries for this person; the one with the longest fitting prefix is current."""
    entries = _ADMINISTRATION if user.role == Role.ADMINISTRATOR else _CONTENT
    if can(user, Permission.PEOPLE_SEE, Home()) and entries is _CONTENT:
        entries = (*_CONTENT, _PEOPLE)
    if user.organisation.kind == OrganisationKind.OBSERVER:
        entries = tuple(entry for entry in _CONTENT if entry[1] in _OBSERVER)
    if can(user, Permission.HISTORY_READ, OwnHistory()):
        entries = (*entries, _HISTORY)
    current = max(entries, key=lambda entry: max(_fit(prefix, path) for prefix in entry[2]))
    items = []
    for label, name, prefixes in entries:
        fits = name == current[1] and any(_fit(prefix, path) > 0 for prefix in prefixes)
        items.append(NavItem(label, reverse(name), fits))
    return items


def _fit(prefix: str, path: str) -> int:
    """Length of the prefix plus one when the path lies below it, else 0; the empty prefix is the home page only."""
    if not prefix:
        return 1 if path == "/" else 0
    return len(prefix) + 1 if path.startswith(f"/{prefix}/") else 0
