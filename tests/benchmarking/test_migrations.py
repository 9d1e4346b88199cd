"""Judgements and releases of the first release survive the move to two views."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

FIRST = [("benchmarking", "0001_initial")]
NOW = [("benchmarking", "0003_what_was_there")]
WHEN = datetime.datetime(2019, 6, 28, 9, 0, tzinfo=datetime.UTC)


#: Apps whose tables stand as they are now: they know nothing of benchmarks.
_BELOW = ("core", "accounts", "standards", "corridors")


def migrate(to: list[tuple[str, str]]) -> Any:
    """Bring the database to a state and give its models."""
    MigrationExecutor(connection).migrate(to)
    loader = MigrationExecutor(connection).loader
    below = [node for node in loader.graph.leaf_nodes() if node[0] in _BELOW]
    return loader.project_state([*to, *below]).apps


@pytest.fixture
def first(transactional_db: None) -> Iterator[Any]:
    """The models of the first release on an empty database; afterwards everything is up to date again."""
    yield migrate(FIRST)
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
    call_command("flush", verbosity=0, interactive=False)


def _edition(apps: Any, area: Any, occupation: Any, user: Any, country: str) -> tuple[Any, list[Any]]:
    body = apps.get_model("standards", "StandardBody").objects.create(
        country=country, name=f"Board {country}", short_name="B"
    )
    standard = apps.get_model("standards", "Standard").objects.create(
        ref=f"{country}-s",
        body=body,
        country=country,
        skill_area=area,
        occupation=occupation,
        title="Bricklaying",
    )
    edition = apps.get_model("standards", "Edition").objects.create(
        ref=f"{country}-e", standard=standard, label="1", state="accepted", created_by=user
    )
    lines = [
        apps.get_model("standards", "Line").objects.create(
            edition=edition, position=place, kind="criterion", number=f"1.{place}", text=f"Line {place}"
        )
        for place in (1, 2, 3)
    ]
    return edition, lines


def _benchmark(apps: Any, *, released: bool) -> tuple[Any, list[Any], list[Any]]:
    """A Thai and a Cambodian edition of three lines each in a benchmark of the first release."""
    office = apps.get_model("accounts", "Organisation").objects.create(
        name="Department", short_name="D", country="TH", kind="government"
    )
    user = apps.get_model("accounts", "User").objects.create(
        email="office@mrs.example.org", title="Office", organisation=office, role="coordinator"
    )
    area = apps.get_model("standards", "SkillArea").objects.create(slug="a", title="A")
    occupation = apps.get_model("standards", "Occupation").objects.create(isco="7112", title="Bricklayers")
    pilot = apps.get_model("corridors", "Pilot").objects.create(
        ref="p", title="P", lead_country="TH", starts_on="2019-05-01", ends_on="2019-07-31"
    )
    corridor = apps.get_model("corridors", "Corridor").objects.create(
        ref="c",
        pilot=pilot,
        receiving_country="TH",
        sending_country="KH",
        skill_area=area,
        priority="primary",
    )
    receiving, wanted = _edition(apps, area, occupation, user, "TH")
    sending, offered = _edition(apps, area, occupation, user, "KH")
    benchmark = apps.get_model("benchmarking", "Benchmark").objects.create(
        ref="b", corridor=corridor, number=1, created_by=user, released_at=WHEN if released else None
    )
    benchmark.reference_editions.add(receiving)
    benchmark.sending_editions.add(sending)
    for line, rating in zip(wanted, ["F", "P", "N"], strict=True):
        made = apps.get_model("benchmarking", "Judgement").objects.create(
            benchmark=benchmark,
            line=line,
            rating=rating,
            difference=f"Difference {rating}",
            revision=3,
            by=user,
        )
        if rating != "N":
            made.counterparts.set(offered[:2])
    return benchmark, wanted, offered


@pytest.mark.parametrize("released", [True, pytest.param(False, marks=pytest.mark.long)])
def test_every_judgement_keeps_its_words_and_gets_its_first_known_version(first: Any, released: bool) -> None:
    """Rating, words and links stand in the version under the revision that the judgement had; releases stay."""
    benchmark, _wanted, offered = _benchmark(first, released=released)

    apps = migrate(NOW)

    found = apps.get_model("benchmarking", "JudgementVersion").objects.order_by("judgement__line__position")
    assert [(one.revision, one.values["rating"], one.values["difference"]) for one in found] == [
        (3, "F", "Difference F"),
        (3, "P", "Difference P"),
        (3, "N", "Difference N"),
    ]
    both = sorted(line.pk for line in offered[:2])
    assert [sorted(one.values["counterparts"]) for one in found] == [both, both, []]
    assert {one.by_id for one in found} == {benchmark.created_by_id}
    now = apps.get_model("benchmarking", "Benchmark").objects.get(pk=benchmark.pk)
    assert (now.released_at, now.receiving_done_at) == ((WHEN, WHEN) if released else (None, None))
    assert (now.blind, now.sending_done_at, now.sending_released_at) == (False, None, None)
    assert sorted(now.kinds) == ["attitude", "criterion", "knowledge", "skill"]
