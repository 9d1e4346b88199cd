"""The history tells nobody more than the pages of the things themselves do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db.models import Model

import benchmarking.queries.gaps
import benchmarking.queries.overview
import benchmarking.queries.reviews
import corridors.queries
import questionnaires.queries.answers
import questionnaires.queries.questions
import standards.queries.editions
from accounts.models import User
from benchmarking.models import ArrangementReview, Benchmark, GapFinding
from benchmarking.queries.sight import sight_of
from core import telling
from core.models import AuditLine
from corridors.models import Activity
from questionnaires.models import AnswerSet, Questionnaire
from reports.models import Report
from reports.queries.sheet import history_for as report_history
from standards.models import Edition
from tests.access import oracle
from tests.access.scene import Scene

pytestmark = pytest.mark.django_db

#: What the page of a thing tells a person of its history. Pages show the newest lines only; the scene has few.
PAGES: dict[type, Callable[[Any, User], Iterable[AuditLine]]] = {
    Edition: lambda one, user: standards.queries.editions.history_lines(
        one, owns=bool(user.country) and user.country == one.standard.country
    ),
    Activity: corridors.queries.history_for,
    Benchmark: lambda one, user: benchmarking.queries.overview.history_for(one, sight_of(user, one)),
    GapFinding: benchmarking.queries.gaps.history_for,
    ArrangementReview: benchmarking.queries.reviews.history_for,
    AnswerSet: questionnaires.queries.answers.history_for,
    Questionnaire: questionnaires.queries.questions.history_for,
    Report: report_history,
}
#: Told in the history and not on these pages: downloads have a list of their own there, readings a page.
ELSEWHERE = {"report.downloaded", "file.taken"}


#: Who stands differently towards the things; the others stand as one of these.
WHO = ("kh", "la", "g2", "co", "ilo", "obs", "adm")

Told = dict[tuple[str, str], dict[int, str]]


def told(user: User) -> Told:
    """Lines that the history tells the person, key -> event, by the thing that they are about."""
    found: Told = defaultdict(dict)
    lines = telling.told_to(user).exclude(event__in=ELSEWHERE)
    for pk, label, key, event in lines.values_list("pk", "subject_type", "subject_id", "event"):
        found[label, key][pk] = event
    return found


def key_of(thing: Model) -> tuple[str, str]:
    """How a thing stands in the lines about it."""
    return thing._meta.label_lower, str(thing.pk)


def things(scene: Scene) -> Iterable[tuple[str, Any]]:
    """Everything with a history."""
    return ((name, thing) for name, thing in scene.things.items() if isinstance(thing, Model))


@pytest.mark.parametrize("who", WHO)
def test_the_history_tells_of_a_thing_what_its_page_tells(scene: Scene, who: str) -> None:
    user = scene.by(who)
    found = told(user)
    different = []
    for name, thing in things(scene):
        page = PAGES.get(type(thing))
        if page is None or getattr(thing, "binned_at", None):
            continue
        seen = oracle.sees(user, thing)
        shown = {line.pk: line.event for line in page(thing, user)} if seen else {}
        extra = found[key_of(thing)].items() - shown.items()
        missing = shown.items() - found[key_of(thing)].items()
        if isinstance(thing, GapFinding | ArrangementReview):
            missing = set()  # the plan's rows and the ratings are told as things of their own
        if extra or missing:
            different.append(f"{name}: too much {sorted(extra)}, too little {sorted(missing)}")
    assert not different, "\n".join(different)


@pytest.mark.parametrize("who", WHO)
def test_no_line_is_told_about_a_thing_that_one_does_not_see(scene: Scene, who: str) -> None:
    user, found = scene.by(who), told(scene.by(who))
    hidden = [
        f"{name}: {set(found[key_of(thing)].values())}"
        for name, thing in things(scene)
        if found.get(key_of(thing)) and not oracle.sees(user, thing) and not _own(user, thing)
    ]
    assert not hidden, "\n".join(hidden)


def _own(user: User, thing: Any) -> bool:
    """A draft of one's own country in the bin, and one's own account, have pages of their own."""
    if isinstance(thing, Edition):
        return user.country == thing.standard.country
    return isinstance(thing, User)


def test_every_kind_of_thing_in_the_history_has_somebody_who_speaks_for_it(scene: Scene) -> None:
    assert telling.unspoken_for() == set()


def test_the_comparison_bites(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a teller that tells everything, the other country's draft shows."""
    kind = telling.kind_called("edition")
    assert kind is not None
    everything = telling.Kind(kind.model, lambda _user: telling.about(Edition.objects.all()), kind.route)
    monkeypatch.setitem(telling._KINDS, kind.label, everything)

    assert key_of(scene["la_draft"]) in told(scene.by("kh"))


def test_things_that_are_gone_are_told_to_the_country_that_began_them(scene: Scene) -> None:
    kh, la, expert = scene.by("kh"), scene.by("la"), scene.by("ekh")
    AuditLine.objects.create(
        event="edition.created",
        by=expert,
        by_text=str(expert),
        subject_type="standards.edition",
        subject_id="998877",
    )
    AuditLine.objects.create(
        event="edition.removed", by_text="MRS Portal", subject_type="standards.edition", subject_id="998877"
    )
    gone = {"subject_type": "standards.edition", "subject_id": "998877"}

    assert telling.told_to_office(kh).filter(**gone).count() == 2
    assert not telling.told_to_office(la).filter(**gone).exists()
    assert not telling.told_to(kh).filter(**gone).exists()
