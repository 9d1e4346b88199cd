"""Reports of the first releases survive the migrations that came after them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE = [("reports", "0002_paper_review"), ("corridors", "0002_milestones")]
AFTER = [("reports", "0007_milestones_of_sent_reports")]
#: One statement fills all rows, so that a full database takes no longer than a small one.
REPORTS = 300


def migrate(to: list[tuple[str, str]]) -> Any:
    """Bring the database to a state and give its models."""
    MigrationExecutor(connection).migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


@pytest.fixture
def before(transactional_db: None) -> Iterator[Any]:
    """The models before reports spoke of more than a corridor; afterwards everything is up to date again."""
    yield migrate(BEFORE)
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
    call_command("flush", verbosity=0, interactive=False)


def office(apps: Any) -> Any:
    organisation = apps.get_model("accounts", "Organisation").objects.create(
        name="Department", short_name="D", country="TH", kind="government"
    )
    return apps.get_model("accounts", "User").objects.create(
        email="office@mrs.example.org", title="Office", organisation=organisation, role="coordinator"
    )


def full(apps: Any) -> Any:
    """Two corridors of two pilots with many reports in every state of then, each with two versions."""
    by = office(apps)
    area = apps.get_model("standards", "SkillArea").objects.create(slug="a", title="A")
    corridors = []
    for place, (receiving, sending) in enumerate((("TH", "KH"), ("KH", "LA"))):
        pilot = apps.get_model("corridors", "Pilot").objects.create(
            ref=f"p{place}",
            title=f"Pilot {place}",
            lead_country=receiving,
            starts_on=date(2019, 3, 1),
            ends_on=date(2019, 7, 31),
        )
        corridors.append(
            apps.get_model("corridors", "Corridor").objects.create(
                ref=f"c{place}",
                pilot=pilot,
                receiving_country=receiving,
                sending_country=sending,
                skill_area=area,
                priority="primary",
            )
        )
    states = ["draft", "internal_check", "country_reply", "ilo_review", "returned", "accepted", "published"]
    sent = datetime(2019, 7, 12, 20, 0, tzinfo=UTC)  # the next day in Bangkok
    report = apps.get_model("reports", "Report")
    made = report.objects.bulk_create(
        report(
            ref=f"r{number}",
            number=f"MRS-TEST-{number:04d}",
            corridor=corridors[number % 2],
            kind="gap_analysis",
            state=states[number % len(states)],
            created_by=by,
            sent_by=by if number % len(states) > 2 else None,
            sent_at=sent if number % len(states) > 2 else None,
        )
        for number in range(REPORTS)
    )
    version = apps.get_model("reports", "ReportVersion")
    version.objects.bulk_create(
        version(report=one, number=number, snapshot={"number": one.number}, snapshot_hash="0", created_by=by)
        for one in made
        for number in (1, 2)
    )
    return corridors


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_every_report_speaks_of_what_its_corridor_says_and_nothing_frozen_changes(before: Any) -> None:
    full(before)

    now = migrate(AFTER)

    reports = now.get_model("reports", "Report").objects.select_related("corridor__pilot")
    assert reports.count() == REPORTS
    for one in reports:
        corridor = one.corridor
        assert (one.pilot_id, one.receiving_country, one.sending_country, one.language) == (
            corridor.pilot_id,
            corridor.receiving_country,
            corridor.sending_country,
            "en",
        )
        assert (one.due_on, one.supersedes_id, one.withdrawal_asked_at) == (None, None, None)
    versions = now.get_model("reports", "ReportVersion").objects
    assert versions.filter(snapshot_hash="0").count() == 2 * REPORTS
    reached = now.get_model("corridors", "Milestone").objects.order_by("pk")
    assert reached.count() == reports.exclude(sent_at=None).count() > 0
    first = reached.get(subject="MRS-TEST-0003")
    assert (first.title, first.reached_on, first.country) == (
        "Gap analysis report MRS-TEST-0003, version 2",
        date(2019, 7, 13),
        "LA",
    )
