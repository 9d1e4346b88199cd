"""Data of the first release survive the migrations that came after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

FIRST = [("standards", "0001_initial")]
ROWS = [("standards", "0004_doubts_in_one_place")]


#: Apps whose tables stand as they are now: they know nothing of standards.
_BELOW = ("core", "accounts")


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


def draft(apps: Any) -> Any:
    """A Cambodian draft as the first release kept it."""
    organisation = apps.get_model("accounts", "Organisation").objects.create(
        name="Ministry", short_name="M", country="KH", kind="government"
    )
    user = apps.get_model("accounts", "User").objects.create(
        email="office@mrs.example.org", title="Office", organisation=organisation, role="focal_point"
    )
    area = apps.get_model("standards", "SkillArea").objects.create(slug="a", title="A")
    occupation = apps.get_model("standards", "Occupation").objects.create(isco="7112", title="Bricklayers")
    body = apps.get_model("standards", "StandardBody").objects.create(
        country="KH", name="Board", short_name="B"
    )
    standard = apps.get_model("standards", "Standard").objects.create(
        ref="kh-a", body=body, country="KH", skill_area=area, occupation=occupation, title="Bricklaying"
    )
    return apps.get_model("standards", "Edition").objects.create(
        ref="kh-a-1", standard=standard, label="1", created_by=user
    )


def reading(apps: Any, edition: Any) -> Any:
    """A reading with its doubts in a column, about two lines and about the whole file."""
    stored = apps.get_model("core", "StoredFile").objects.create(
        name="a.pdf", sha256="0" * 64, size=1, content_type="application/pdf"
    )
    source = apps.get_model("standards", "SourceFile").objects.create(ref="a", edition=edition, stored=stored)
    intake = apps.get_model("standards", "Intake").objects.create(
        ref="reading",
        edition=edition,
        source=source,
        state="read",
        created_by=edition.created_by,
        warnings=[
            {"code": "long_line", "params": {}, "page": 3, "line": 1},
            {"code": "number_gap", "params": {"before": "1", "after": "3"}, "page": None, "line": 0},
            {"code": "no_criteria", "params": {}, "page": None, "line": None},
        ],
    )
    lines = apps.get_model("standards", "IntakeLine").objects
    lines.create(intake=intake, position=0, kind="unit", text="Unit")
    lines.create(intake=intake, position=1, kind="criterion", number="1.1", text="ស៊ីម៉ង់ត៍", depth=1)
    line = apps.get_model("standards", "Line").objects
    line.create(edition=edition, position=0, kind="unit", text="Unit", content_hash="x")
    return intake


@pytest.mark.django_db(transaction=True)
def test_doubts_and_lines_of_an_open_reading_survive(first: Any) -> None:
    reading(first, draft(first))

    now = migrate(ROWS)

    intake = now.get_model("standards", "Intake").objects.get()
    doubts = intake.warnings.order_by("pk")
    assert [(one.code, one.line and one.line.position, one.page) for one in doubts] == [
        ("long_line", 1, 3),
        ("number_gap", 0, None),
        ("no_criteria", None, None),
    ]
    assert doubts[1].params == {"before": "1", "after": "3"}
    assert [(line.text, line.depth, line.kept) for line in intake.lines.order_by("position")] == [
        ("Unit", 0, True),
        ("ស៊ីម៉ង់ត៍", 1, True),
    ]
    assert intake.origin == "file"
    edition = intake.edition
    assert (edition.lines.get().text, edition.lines_revision, edition.binned_at) == ("Unit", 0, None)
    assert edition.standard.owner_id == intake.created_by.organisation_id


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_the_way_back_keeps_the_doubts(first: Any) -> None:
    reading(first, draft(first))
    before = first.get_model("standards", "Intake").objects.get().warnings
    migrate(ROWS)

    again = migrate(FIRST)

    intake = again.get_model("standards", "Intake").objects.get()
    assert sorted(map(str, intake.warnings)) == sorted(map(str, before))
    assert intake.lines.count() == 2
