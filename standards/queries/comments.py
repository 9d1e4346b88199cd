"""Questions and remarks about single lines, as far as the person sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Side
from core import countries
from core.text import clean
from standards.models import Edition, Line, LineComment
from standards.queries.editions import visible_edition

_WORDS = 6  # of a search


@dataclass(frozen=True)
class Talk:
    """How much is said about one line."""

    open: int
    all: int


def talks_of(edition: Edition, user: User) -> dict[UUID, Talk]:
    """Threads on each line of an edition that the person sees, in one query."""
    seen = LineComment.objects.visible_to(user).threads().filter(edition=edition)
    counted = (
        seen.order_by().values("line_key").annotate(all=Count("pk"), open=Count("pk", Q(settled_at=None)))
    )
    return {row["line_key"]: Talk(row["open"], row["all"]) for row in counted}


@dataclass(frozen=True)
class SpokenLine:
    """One line of an edition as a place to talk. `line` is None when a draft has lost it since."""

    edition: Edition
    key: UUID
    line: Line | None
    said: str  # what the line says, or said

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the edition."""
        return self.edition.sides_of(user)


def visible_line(user: User, ref: str, key: UUID) -> SpokenLine:
    """The line behind an address; one that a draft has lost is there as long as the person sees a thread on it.

    Raises:
        Http404: the edition does not exist for the person, or the line does not.
    """
    edition = visible_edition(user, ref)
    line = edition.lines.filter(key=key).first()
    if line is not None:
        return SpokenLine(edition, key, line, f"{line.number} {line.text}".strip())
    thread = LineComment.objects.visible_to(user).threads().filter(edition=edition, line_key=key).last()
    if thread is None:
        raise Http404
    return SpokenLine(edition, key, None, thread.line_text)


def visible_thread(user: User, ref: str, pk: int) -> LineComment:
    """The thread behind an address.

    Raises:
        Http404: it does not exist for the person.
    """
    seen = LineComment.objects.visible_to(user).threads().filter(edition__ref=ref, pk=pk)
    found = seen.select_related("edition__standard").first()
    if found is None:
        raise Http404
    return found


def threads_on(line: SpokenLine, user: User) -> list[LineComment]:
    """The threads on one line with their answers, open ones first."""
    found = _threads(line.edition, user).filter(line_key=line.key)
    return sorted(found, key=lambda one: (one.settled_at is not None, one.pk))


def threads_of(edition: Edition, user: User, *, show: str = "open", q: str = "") -> QuerySet[LineComment]:
    """All threads on an edition that the person sees.

    Args:
        show: "open", "settled" or anything else for both.
        q: words that all stand in the line or in what was said.
    """
    found = _threads(edition, user)
    if show in ("open", "settled"):
        found = found.filter(settled_at__isnull=show == "open")
    for word in clean(q).split()[:_WORDS]:
        answers = LineComment.objects.filter(thread=OuterRef("pk"), text__icontains=word)
        found = found.filter(Q(text__icontains=word) | Q(line_text__icontains=word) | Q(Exists(answers)))
    return found.order_by("-pk")


def _threads(edition: Edition, user: User) -> QuerySet[LineComment]:
    answers = LineComment.objects.select_related("by__organisation").order_by("pk")
    found = LineComment.objects.visible_to(user).threads().filter(edition=edition)
    return found.select_related("by__organisation", "settled_by").prefetch_related(
        Prefetch("answers", answers)
    )


def asked_by(thread: LineComment) -> str:
    """Whose thread it is, in words."""
    return countries.name_of(thread.country) if thread.country else _("ILO")


def may_settle(user: User, thread: LineComment, edition: Edition) -> bool:
    """Whether the person's country asked, or owns the edition (the right to comment is another question)."""
    return user.country in (thread.country, edition.country)


def told(talks: Mapping[UUID, Talk]) -> Talk:
    """All lines together."""
    return Talk(sum(one.open for one in talks.values()), sum(one.all for one in talks.values()))
