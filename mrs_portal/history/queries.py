"""Reads of the history across all apps: one's own country's, one thing's, one person's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.access import Home
from accounts.models import User
from accounts.permissions import Side
from accounts.queries.people import visible_account
from accounts.states import OrganisationKind
from core import telling
from core.models import AuditLine
from core.telling import Kind
from core.text import clean

#: Days that the filter offers; no days: everything.
DAYS = ("1", "7", "30", "90", "365")
STANDARD_DAYS = "30"
SINCE_VISIT = "visit"
EVERYTHING = "all"
#: People in the filter at most; the search finds the others.
_PEOPLE = 300
#: A page number beyond this many lines finds nothing more: narrow the filter, or take the file.
COUNTED = 5_000


class OwnHistory(Home):
    """The scope of the history page: one's own country, the ILO's, or the running of the portal."""

    def sides_of(self, user: User) -> frozenset[Side]:
        """As Home, and REVIEWING for the ILO."""
        return frozenset({Side.REVIEWING}) if user.is_ilo else super().sides_of(user)


def own_history(_user: User) -> OwnHistory:
    """Loader of the history page."""
    return OwnHistory()


@dataclass(frozen=True)
class Wanted:
    """What the filter asks for; "" filters nothing, for `days` it means the last thirty."""

    query: str = ""
    who: str = ""
    event: str = ""
    kind: str = ""
    days: str = ""


@dataclass(frozen=True)
class Row:
    """One line as a page shows it. `url` is the thing's own page, `whole_url` its whole history; "" for none."""

    line: AuditLine
    kind: str
    has_content: bool
    url: str = ""
    whole_url: str = ""


def lines_for(user: User, wanted: Wanted) -> QuerySet[AuditLine]:
    """What the person may read of the history, filtered, newest first."""
    found = _everything(user).filter(_asked(wanted))
    if wanted.query:
        found = found.filter(_search(wanted.query, _without_content(user)))
    since = _since(user, wanted.days)
    if since is not None:
        found = found.filter(at__gte=since)
    return found.order_by("-pk")


def _everything(user: User) -> QuerySet[AuditLine]:
    return telling.lines() if _is_portal(user) else telling.told_to_office(user)


def _is_portal(user: User) -> bool:
    return user.organisation.kind == OrganisationKind.PORTAL


def _asked(wanted: Wanted) -> Q:
    asked = Q()
    if wanted.who:
        asked &= Q(by__ref=wanted.who)
    if wanted.event:
        asked &= Q(event=wanted.event)
    if wanted.kind:
        kind = telling.kind_called(wanted.kind)
        asked &= Q(subject_type=kind.label) if kind else telling.NOTHING
    return asked


def _search(query: str, hidden: Q) -> Q:
    """Words in who acted, or in the name of the thing where the reader may know it."""
    words = clean(query)
    named = Q(subject_text__icontains=words)
    return Q(by_text__icontains=words) | Q(behalf_text__icontains=words) | (named & ~hidden)


def _without_content(user: User) -> Q:
    """Lines of which the person reads who, when and what, but not about which thing and with which values."""
    if not _is_portal(user):
        return telling.NOTHING
    running = [kind.label for kind in telling.kinds() if kind.keeps_running]
    return ~Q(subject_type__in=running)


def _since(user: User, days: str) -> datetime | None:
    """The moment from which on lines are shown; None for all."""
    if days == EVERYTHING:
        return None
    if days == SINCE_VISIT:
        return last_visit(user)
    return timezone.now() - timedelta(days=int(days or STANDARD_DAYS))


def last_visit(user: User) -> datetime | None:
    """When the person signed in the time before this one; None when this is the first."""
    mine = AuditLine.objects.filter(subject_type=User._meta.label_lower, subject_id=str(user.pk))
    signed_in = mine.filter(event="person.signed_in").order_by("-pk").values_list("at", flat=True)
    return next(iter(signed_in[1:2]), None)


def people_for(user: User) -> list[tuple[str, str]]:
    """(ref, office and function) of the people of one's own house, for the filter."""
    people = User.objects.select_related(None)
    if not _is_portal(user):
        people = (
            people.filter(organisation__country=user.country, organisation__kind=OrganisationKind.GOVERNMENT)
            if user.country
            else people.filter(organisation=user.organisation_id)
        )
    return [(ref, title) for ref, title in people.order_by("title").values_list("ref", "title")[:_PEOPLE]]


def rows_of(lines: Iterable[AuditLine], user: User) -> list[Row]:
    """The lines with the pages of what they are about: one query for each kind of thing among them."""
    shown = list(lines)
    portal = _is_portal(user)
    open_to = [line for line in shown if not portal or _keeps_running(line)]
    refs = telling.addresses_of(open_to)
    return [_row(line, refs, has_content=not portal or _keeps_running(line), portal=portal) for line in shown]


def _keeps_running(line: AuditLine) -> bool:
    kind = telling.kind_of(line.subject_type)
    return kind.keeps_running if kind else line.subject_type.startswith(("core.", "portal."))


def _row(line: AuditLine, refs: dict[tuple[str, str], str], *, has_content: bool, portal: bool) -> Row:
    kind = telling.kind_of(line.subject_type)
    ref = refs.get((line.subject_type, line.subject_id), "")
    if kind is None or not ref:
        return Row(line, kind.words if kind else "", has_content)
    whole = reverse("history-of", kwargs={"kind": kind.slug, "ref": ref})
    return Row(
        line, kind.words, has_content, "" if portal else reverse(kind.route, kwargs={"ref": ref}), whole
    )


# --- One thing, one person -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Thing:
    """Something with a page and a history."""

    kind: Kind
    object: Model

    @property
    def name(self) -> str:
        """As people know it."""
        return str(self.object)

    @property
    def is_person(self) -> bool:
        """Whether it is an account: then the history tells also what the person did."""
        return isinstance(self.object, User)

    def url_for(self, user: User) -> str:
        """Its page; one's own account is one's profile."""
        if self.object == user:
            return reverse("accounts:profile")
        return reverse(self.kind.route, kwargs={"ref": getattr(self.object, "ref")})  # noqa: B009


def visible_thing(user: User, kind: str, ref: str) -> Thing:
    """The thing with this reference.

    Raises:
        Http404: there is none, or the person may not see it.
    """
    known = telling.kind_called(kind)
    if known is None or not known.route:
        raise Http404
    if known.model is User:
        return Thing(known, user if ref == user.ref else visible_account(user, ref).person)
    manager: Any = known.model._default_manager
    found = manager.visible_to(user).filter(ref=ref).first()
    if found is None:
        raise Http404
    return Thing(known, found)


def _told_about(thing: Thing, user: User) -> QuerySet[AuditLine]:
    label = thing.kind.label
    return telling.told_to(user, [thing.kind]).filter(subject_type=label, subject_id=str(thing.object.pk))


def lines_about(thing: Thing, user: User, wanted: Wanted) -> QuerySet[AuditLine]:
    """The thing's history as far as the person may read it; of a person also what they did. Newest first."""
    found = _told_about(thing, user)
    if thing.is_person:
        found = telling.told_to(user).filter(Q(by=thing.object) | Q(pk__in=found.values("pk")))
    if wanted.event:
        found = found.filter(event=wanted.event)
    if wanted.query:
        found = found.filter(_search(wanted.query, telling.NOTHING))
    since = _since(user, wanted.days or EVERYTHING)
    if since is not None:
        found = found.filter(at__gte=since)
    return found.order_by("-pk")
