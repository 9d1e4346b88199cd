"""Lists, the home page and the figures of a corridor: exactly what the oracle says, for every persona."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model
from django.urls import resolve, reverse

import benchmarking.queries
import corridors.queries
import missions.queries
import reports.queries
from accounts.models import User
from benchmarking.models import Benchmark, GapFinding
from core.summary import Fact
from corridors.models import Activity, Corridor, Pilot
from missions.models import Mission, Observation
from questionnaires.models import AnswerSet
from reports.models import Report
from standards.models import Edition, LineComment
from tests.access import oracle
from tests.access.browser import Browser, body, outcome
from tests.access.people import SIGNED_IN
from tests.access.scene import Scene

pytestmark = pytest.mark.django_db

#: List page -> (model, route of the rows, key in their addresses).
LISTS: dict[str, tuple[type[Model], str, str]] = {
    "standards:list": (Edition, "standards:detail", "ref"),
    "corridors:list": (Corridor, "corridor", "ref"),
    "benchmarking:list": (Benchmark, "benchmarking:detail", "ref"),
    "benchmarking:gap-list": (GapFinding, "benchmarking:gap", "ref"),
    "questionnaires:list": (AnswerSet, "questionnaires:answer", "ref"),
    "missions:list": (Mission, "missions:detail", "ref"),
    "reports:list": (Report, "reports:detail", "ref"),
    "accounts:people": (User, "accounts:person", "ref"),
}
_ADDRESS = re.compile(r'(?:href|action|hx-get|hx-post)="(/[^"#?]*)[^"]*"')


def links(content: str, route: str, key: str) -> set[str]:
    """Keys of the objects that a page links to by this route."""
    found = set()
    for path in set(_ADDRESS.findall(content)):
        match = resolve(path) if not path.startswith("/static/") else None
        if match and match.view_name == route:
            found.add(str(match.kwargs[key]))
    return found


def rows(model: type[Model], person: User, key: str = "ref", **wanted: Any) -> set[str]:
    """Keys of all rows that the person sees, by the oracle."""
    every: Any = model._default_manager.filter(**wanted)
    return {str(getattr(row, key)) for row in every if oracle.sees(person, row)}


@pytest.mark.parametrize("page", LISTS)
@pytest.mark.parametrize("who", SIGNED_IN)
def test_a_list_shows_exactly_what_the_person_sees(
    page: str, who: str, scene: Scene, visitor: Browser
) -> None:
    model, route, key = LISTS[page]

    answer = visitor.ask(who, "GET", reverse(page))
    wanted = rows(model, scene.by(who), key)
    if (
        outcome(answer) == "403"
    ):  # who gets this stands in the table of rights: experts see no list of accounts
        assert page == "accounts:people"
        wanted = set()

    assert links(body(answer).decode(), route, key) == wanted


@pytest.mark.parametrize("who", SIGNED_IN)
def test_a_plan_shows_exactly_the_rows_that_the_person_sees(who: str, scene: Scene, visitor: Browser) -> None:
    for pilot in ("pilot", "away"):
        page = visitor.ask(who, "GET", reverse("corridors:plan", kwargs={"ref": scene[pilot].ref}))
        wanted = rows(Activity, scene.by(who), pilot=scene[pilot])

        assert links(body(page).decode(), "corridors:activity", "ref") == wanted


@pytest.mark.parametrize("who", SIGNED_IN)
def test_the_home_page_shows_the_persons_corridors_and_pilots(
    who: str, scene: Scene, visitor: Browser
) -> None:
    content = body(visitor.ask(who, "GET", reverse("home"))).decode()

    for model, route in ((Corridor, "corridor"), (Pilot, "pilot")):
        assert links(content, route, "ref") == rows(model, scene.by(who))


@pytest.mark.parametrize("who", SIGNED_IN)
def test_what_waits_on_the_home_page_can_be_opened(who: str, scene: Scene, visitor: Browser) -> None:
    """No task leads to a page that the person may not open."""
    content = body(visitor.ask(who, "GET", reverse("home"))).decode()
    closed = {}
    for path in set(_ADDRESS.findall(content)):
        if path.startswith("/static/") or resolve(path).view_name == "account_logout":
            continue
        status = visitor.ask(who, "GET", path).status_code
        if status not in (200, 302, 303):
            closed[path] = status

    assert closed == {}


@pytest.mark.parametrize("who", SIGNED_IN)
@pytest.mark.parametrize("name", ["th_kh", "th_la", "th_mm", "th_kh_wiring", "kh_la"])
def test_a_corridor_page_links_to_exactly_what_the_person_sees(
    name: str, who: str, scene: Scene, visitor: Browser
) -> None:
    one, person = scene[name], scene.by(who)
    if not oracle.sees(person, one):
        return
    content = body(visitor.ask(who, "GET", reverse("corridor", kwargs={"ref": one.ref}))).decode()
    sides = [one.receiving_country, one.sending_country]
    area = {"standard__skill_area": one.skill_area, "standard__country__in": sides}

    assert links(content, "standards:detail", "ref") == rows(Edition, person, **area)
    assert links(content, "benchmarking:detail", "ref") == rows(Benchmark, person, corridor=one)
    assert links(content, "missions:detail", "ref") == rows(Mission, person, corridors=one)
    assert links(content, "reports:detail", "ref") == rows(Report, person, corridor=one)


# --- Figures ---------------------------------------------------------------------------------------------

SUMMARIES: tuple[Callable[[Corridor, User], list[Fact]], ...] = (
    corridors.queries.summary,
    benchmarking.queries.summary,
    missions.queries.summary,
    reports.queries.summary,
)


@pytest.mark.parametrize("who", SIGNED_IN)
def test_the_figures_of_a_corridor_count_only_what_the_person_sees(who: str, scene: Scene) -> None:
    person = scene.by(who)
    for one in Corridor.objects.all():
        if not oracle.sees(person, one):
            continue
        facts = {str(fact.label): fact for summary in SUMMARIES for fact in summary(one, person)}
        gaps = sum(int(fact.value) for label, fact in facts.items() if label in _GAP_TILES)
        reports_seen = rows(Report, person, corridor=one)

        assert gaps == len(rows(GapFinding, person, corridor=one)), (who, one)
        assert facts["Observations"].value == str(len(rows(Observation, person, corridor=one)))
        assert facts["Activities done"].value.split()[-1] == str(len(rows(Activity, person, corridor=one)))
        assert ("Latest report" in facts) == bool(reports_seen)
        if reports_seen:
            assert facts["Latest report"].hint.endswith(f": {len(reports_seen)}")


_GAP_TILES = ("Gaps still to be closed", "Gaps closed", "Gaps kept or dismissed")


@pytest.mark.parametrize("who", SIGNED_IN)
@pytest.mark.parametrize("name", ["kh_accepted", "th_accepted"])
def test_the_comments_of_an_edition_are_exactly_the_threads_that_the_person_sees(
    name: str, who: str, scene: Scene, visitor: Browser
) -> None:
    one, person = scene[name], scene.by(who)
    if not oracle.sees(person, one):
        return
    page = visitor.ask(who, "GET", reverse("standards:comments", kwargs={"ref": one.ref}) + "?show=all")
    content = body(page).decode()

    assert set(re.findall(r"#thread-(\d+)", content)) == rows(
        LineComment, person, "pk", edition=one, thread=None
    )
