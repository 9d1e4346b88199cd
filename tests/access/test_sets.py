"""Whole sets: totals, searches, exports and mails hold exactly what their reader sees, for every persona."""

from __future__ import annotations

import io
import re
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from benchmarking.models import Benchmark, GapFinding
from core.models import Mail
from core.notices import REPORT_REMINDER
from corridors.models import Activity
from missions.models import Mission
from reports.actions import send_reminders
from reports.models import Report
from standards.models import Edition
from tests.access import oracle
from tests.access.browser import Browser, body, undone
from tests.access.people import SIGNED_IN
from tests.access.scene import Scene
from tests.access.test_lists import LISTS, links, rows

pytestmark = pytest.mark.django_db

#: Lists that are searched, and a model whose texts carry the name of the object.
SEARCHED: dict[str, type[Model]] = {
    "standards:list": Edition,
    "benchmarking:gap-list": GapFinding,
    "missions:list": Mission,
}


@pytest.mark.parametrize("page", [page for page in LISTS if page != "standards:list"])
def test_a_total_counts_exactly_what_the_person_sees(page: str, scene: Scene, visitor: Browser) -> None:
    model, _route, key = LISTS[page]
    wrong = {}
    for who in SIGNED_IN:
        response = visitor.ask(who, "GET", reverse(page))
        if response.status_code != 200 or "page" not in response.context:
            continue
        counted = response.context["page"].paginator.count
        wanted = len(rows(model, scene.by(who), key))
        if counted != wanted:
            wrong[who] = f"{counted}, and sees {wanted}"
    assert wrong == {}


@pytest.mark.parametrize("page", SEARCHED)
def test_a_search_finds_what_the_person_sees_and_nothing_else(
    page: str, scene: Scene, visitor: Browser
) -> None:
    """The word stands in one object only; searches that forgive slips find others like it, but never that one."""
    model, (_model, route, key) = SEARCHED[page], LISTS[page]
    named = {name: thing for name, thing in scene.things.items() if type(thing) is model}
    wrong = []
    for who in SIGNED_IN:
        person = scene.by(who)
        hidden = [name for name, thing in named.items() if not oracle.sees(person, thing)][:3]
        shown = [name for name, thing in named.items() if oracle.sees(person, thing)][:1]
        for name in hidden + shown:
            response = visitor.ask(who, "GET", f"{reverse(page)}?q={name}")
            found = links(body(response).decode(), route, key) & {one.ref for one in named.values()}
            foreign = {thing.ref for thing in named.values() if not oracle.sees(person, thing)}
            if found & foreign or (name in shown and named[name].ref not in found):
                wrong.append(f"{who} searches {name}: {sorted(found)}")
    assert not wrong, "\n".join(wrong)


def test_the_export_of_gaps_holds_exactly_the_gaps_that_the_person_sees(
    scene: Scene, visitor: Browser
) -> None:
    wrong = {}
    for who in SIGNED_IN:
        response = visitor.ask(who, "GET", reverse("benchmarking:gap-export"))
        content = b"".join(response.streaming_content) if response.streaming else response.content
        sheet: Any = load_workbook(io.BytesIO(content), read_only=True).active
        text = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
        said = {gap.ref for gap in GapFinding.objects.all() if gap.ref in text}
        if said != rows(GapFinding, scene.by(who)):
            wrong[who] = sorted(said ^ rows(GapFinding, scene.by(who)))
    assert wrong == {}


@pytest.mark.parametrize("model", [Activity, Benchmark, Report])
def test_the_home_page_names_no_object_of_others(model: type[Model], scene: Scene, visitor: Browser) -> None:
    every: Any = model._default_manager.all()
    wrong = []
    for who in SIGNED_IN:
        content = body(visitor.ask(who, "GET", reverse("home"))).decode()
        wrong += [
            f"{who}: {row}" for row in every if row.ref in content and not oracle.sees(scene.by(who), row)
        ]
    assert wrong == []


def test_mails_name_nothing_that_their_reader_does_not_see(scene: Scene) -> None:
    """PM-13: reminders of every report that waits, written to whoever is asked."""
    with undone():
        waiting = Report.objects.filter(state__in=("country_reply", "ilo_review"))
        waiting.update(due_on=timezone.localdate() + timedelta(1))
        send_reminders(timezone.make_aware(datetime.combine(timezone.localdate(), time(10))))
        mails = list(Mail.objects.filter(kind=REPORT_REMINDER).select_related("person__organisation"))
        foreign = [
            f"{mail.person}: {report.number}"
            for mail in mails
            for report in Report.objects.all()
            if f"{report.number} (" in mail.text and mail.person and not oracle.sees(mail.person, report)
        ]
        marks = {name for mail in mails for name in re.findall(r"\[\[(\w+)\]\]", mail.subject + mail.text)}

    assert len(mails) > 1
    assert foreign == []
    assert marks == set(), "a mail says that something waits, not what it says"
