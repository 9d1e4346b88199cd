"""What the portal holds about one person: found by looking at every table, so that no new one is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazily

from accounts.models import Invitation, User
from core.models import AuditLine, Mail

#: Lines and rows of one kind that a file of one's own data holds at most: with all of them it stays below 10 MB.
MOST_LINES = 20_000
MOST_CHANGES = 5_000
MOST_ROWS = 1_000
_WHEN = ("at", "created_at", "added_at", "made_at")
#: What somebody is who stands in a column of this name.
_PARTS: dict[str, Promise] = {
    "accepted_by": lazily("who accepted it"),
    "added_by": lazily("who added it"),
    "answered_by": lazily("who answered"),
    "by": lazily("who did it"),
    "changed_by": lazily("who changed it last"),
    "closed_by": lazily("who closed it"),
    "completed_by": lazily("who completed it"),
    "created_by": lazily("who began it"),
    "decided_by": lazily("who decided"),
    "person": lazily("whom it is about"),
    "released_by": lazily("who released it"),
    "reported_by": lazily("who reported it"),
    "removed_by": lazily("who removed it"),
    "sent_by": lazily("who sent it"),
    "settled_by": lazily("who settled it"),
    "submitted_by": lazily("who submitted it"),
    "user": lazily("whose it is"),
}

#: The sign-in library's rows, whose own names say nothing to their owner.
_KINDS: dict[str, Promise] = {
    "account.EmailAddress": lazily("E-mail"),
    "mfa.Authenticator": lazily("Second factor"),
    "usersessions.UserSession": lazily("Session"),
}


@dataclass(frozen=True)
class Trace:
    """Rows of one kind in which a person stands: what they are, as what the person stands there, how many."""

    what: str
    part: str
    number: int
    goes: bool  # when the person's data are erased; otherwise it stays under the words of the office


def erasure_asked_at(person: User) -> datetime | None:
    """Since when the person's wish to be erased waits; None without a wish, or when it was taken back."""
    lines = AuditLine.objects.filter(subject_type="accounts.user", subject_id=str(person.pk))
    last = lines.filter(event__startswith="person.erasure_").order_by("-id").first()
    return last.at if last and last.event == "person.erasure_asked" and not person.erased_at else None


def asking_for_erasure() -> list[tuple[User, datetime]]:
    """(person, since when) of everybody whose wish waits, the oldest first."""
    asked = AuditLine.objects.filter(event="person.erasure_asked", subject_type="accounts.user")
    keys = {int(key) for key in asked.values_list("subject_id", flat=True)}
    found = []
    for person in User.objects.filter(pk__in=keys, erased_at=None).select_related("organisation"):
        since = erasure_asked_at(person)
        if since:
            found.append((person, since))
    return sorted(found, key=lambda one: one[1])


def traces_of(person: User) -> list[Trace]:
    """Where the person stands, kind by kind; kinds without a row are left out."""
    found = [
        Trace(_words(relation.related_model), _part(relation.field), rows.count(), _goes(relation))
        for relation, rows in _relations(person)
    ]
    found.append(
        Trace(_("History line"), _("who did it"), AuditLine.objects.filter(by=person).count(), False)
    )
    return [trace for trace in found if trace.number]


def rows_that_go(person: User) -> list[QuerySet[Any]]:
    """What belongs to nobody but the person; the rest stays under the words of the office."""
    return [rows for relation, rows in _relations(person) if _goes(relation)]


def own_data(person: User, *, most_lines: int = MOST_LINES) -> dict[str, Any]:
    """Everything that names the person, as plain values for a file.

    Names of drafts and texts that the person worked on are the country's, not part of this; only that, when and as
    what the person stood there.
    """
    return {
        "account": _account(person),
        "teams": [
            {"team": str(one.team), "function": str(one.get_function_display())}
            for one in person.memberships.select_related("team")
        ],
        "invitations": [_invitation(one) for one in Invitation.objects.filter(accepted_by=person)],
        "mails": [
            _mail(one) for one in Mail.objects.filter(person=person).order_by("created_at")[:MOST_ROWS]
        ],
        "changes_of_the_account": [_line(one) for one in _lines_about(person)[:MOST_CHANGES]],
        "number_of_acts": acts_of(person).count(),
        "acts": [_act(one) for one in acts_of(person)[:most_lines]],
        "rows": [_rows(relation, rows) for relation, rows in _relations(person) if rows.exists()],
    }


def acts_of(person: User) -> QuerySet[AuditLine]:
    """History lines of what the person did, newest first."""
    return AuditLine.objects.filter(by=person).order_by("-id")


def _lines_about(person: User) -> QuerySet[AuditLine]:
    lines = AuditLine.objects.filter(subject_type="accounts.user", subject_id=str(person.pk))
    return lines.order_by("-id")


def _account(person: User) -> dict[str, Any]:
    names = (
        "email",
        "title",
        "role",
        "is_active",
        "created_at",
        "last_login",
        "language",
        "time_zone",
        "muted",
    )
    acting = ("acting_role", "acting_from", "acting_until")
    shown = {name: _plain(getattr(person, name)) for name in (*names, *acting)}
    return shown | {"organisation": str(person.organisation), "acting_for": str(person.acting_for or "")}


def _invitation(one: Invitation) -> dict[str, Any]:
    return {"email": one.email, "at": _plain(one.created_at), "accepted_at": _plain(one.accepted_at)}


def _mail(one: Mail) -> dict[str, Any]:
    return {"kind": one.kind, "to": one.to, "at": _plain(one.created_at), "state": one.state}


def _line(one: AuditLine) -> dict[str, Any]:
    return _act(one) | {"before": one.before, "after": one.after}


def _act(one: AuditLine) -> dict[str, Any]:
    return {"at": _plain(one.at), "event": one.event, "kind": one.subject_type}


def _rows(relation: Any, rows: QuerySet[Any]) -> dict[str, Any]:
    model = relation.related_model
    when = next((name for name in _WHEN if name in {field.name for field in model._meta.fields}), "")
    times = [_plain(value) for value in rows.values_list(when, flat=True)[:MOST_ROWS]] if when else []
    part = _part(relation.field)
    return {"kind": _words(model), "as": part, "number": rows.count(), "at": times}


def _relations(person: User) -> Iterator[tuple[Any, QuerySet[Any]]]:
    """Every table with a column that points at people, and its rows for this person; not the history."""
    for relation in User._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.related_model is AuditLine:
            continue
        if getattr(relation.related_model, "_meta", None) is None:
            continue
        manager = relation.related_model._base_manager
        yield relation, manager.filter(**{relation.field.name: person.pk})


def _goes(relation: Any) -> bool:
    return relation.on_delete is models.CASCADE


def _words(model: Any) -> str:
    text = str(_KINDS.get(model._meta.label) or model._meta.verbose_name)
    return text[:1].upper() + text[1:]


def _part(field: Any) -> str:
    return str(_PARTS.get(field.name) or str(field.verbose_name).replace("_", " "))


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
