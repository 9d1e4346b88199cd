"""The level-to-level table: proposals from reference data, ratings of their own, lines behind a cell, release."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from benchmarking.actions import levels as actions
from benchmarking.actions import open_benchmark
from benchmarking.models import LevelRow
from benchmarking.queries import levels as reads
from core.conflicts import Conflict
from core.models import AuditLine
from core.states import IllegalMove
from standards import actions as standards
from standards.models import FrameworkLevel, Line
from tests.conftest import World

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@dataclass
class Ladders:
    """Levels of three frameworks; the Cambodian level 2 is referenced to the region's level 2."""

    aqrf_two: FrameworkLevel
    aqrf_three: FrameworkLevel
    cqf_two: FrameworkLevel
    cqf_three: FrameworkLevel
    dsd_one: FrameworkLevel


@pytest.fixture
def ladders(db: None) -> Ladders:
    made = {}
    for short, country, labels in (("AQRF", "", "23"), ("CQF", "KH", "23"), ("DSD", "TH", "1")):
        framework = standards.add_framework(
            country=country,
            name=f"Framework {short}",
            short_name=short,
            source="Official text",
            as_of=date(2018, 11, 30),
            note="",
            by=None,
        )
        for label in labels:
            known = {}
            if (short, label) == ("CQF", "2"):
                known = {
                    "regional": made["AQRF2"],
                    "regional_source": "Referencing report, chapter 4",
                    "regional_as_of": date(2020, 5, 1),
                }
            made[short + label] = standards.add_level(framework=framework, label=label, by=None, **known)
    return Ladders(made["AQRF2"], made["AQRF3"], made["CQF2"], made["CQF3"], made["DSD1"])


@pytest.fixture
def row(small_world: World, ladders: Ladders) -> LevelRow:
    return actions.add_row(
        corridor=small_world.th_kh,
        sending_level=ladders.cqf_two,
        receiving_level=ladders.dsd_one,
        rating="partly",
        justification="Both work under guidance",
        by=small_world.cast.expert_one,
    )


def values(row: LevelRow, **changes: object) -> dict[str, object]:
    """What the form of a row holds, with changes."""
    held = LevelRow.objects.get(pk=row.pk)
    found: dict[str, object] = {
        name: getattr(held, name)
        for name in ("sending_level", "regional_level", "receiving_level", "rating", "justification")
    }
    return found | changes


def address(row: LevelRow, name: str, **more: str) -> str:
    return reverse(f"benchmarking:{name}", kwargs={"ref": row.corridor.ref, "row": row.pk, **more})


def open_bench(world: World) -> None:
    open_benchmark(
        corridor=world.th_kh,
        reference_editions=[world.thai],
        sending_editions=[world.cambodian],
        by=world.cast.expert_one,
    )


# --- What is known of the AQRF -------------------------------------------------------------------------------


def test_the_regional_level_is_proposed_with_its_source_and_date(
    row: LevelRow, small_world: World, as_user: SignIn
) -> None:
    page = as_user(small_world.cast.expert_one).get(
        reverse("benchmarking:levels", kwargs={"ref": row.corridor.ref})
    )
    text = " ".join(page.content.decode().split())

    assert "CQF 2 is referenced to AQRF 2." in text
    assert "Source: Referencing report, chapter 4. As of 1 May 2020." in text
    assert "DSD 1 is not referenced yet, as of 30 November 2018." in text
    assert "Take over AQRF 2" in text


def test_taking_over_fills_the_form_and_saves_nothing_by_itself(
    row: LevelRow, small_world: World, ladders: Ladders, as_user: SignIn
) -> None:
    page = as_user(small_world.cast.expert_one).get(address(row, "level-edit") + "?take=1")

    assert f'value="{ladders.aqrf_two.pk}" selected' in page.content.decode()
    assert LevelRow.objects.get().regional_level is None


def test_nothing_is_proposed_where_the_two_sides_are_referenced_differently(
    row: LevelRow, ladders: Ladders
) -> None:
    FrameworkLevel.objects.filter(pk=ladders.dsd_one.pk).update(regional=ladders.aqrf_three)

    proposal = reads.proposal_of(LevelRow.objects.get(pk=row.pk))

    assert proposal.level is None
    assert proposal.differs


# --- Rows ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"sending_level": "aqrf_two"}, "sending_level", "this column's own frameworks"),
        ({"regional_level": "cqf_two"}, "regional_level", "this column's own frameworks"),
        ({"sending_level": None, "receiving_level": None}, "sending_level", "at least one of the two"),
        ({"justification": " "}, "justification", "what the rating rests on"),
        ({"receiving_level": None}, "rating", "where both sides have one"),
        ({"rating": "F"}, "rating", "one of the ratings"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_by_field(
    row: LevelRow, small_world: World, ladders: Ladders, changes: dict[str, object], field: str, says: str
) -> None:
    given = {
        name: getattr(ladders, str(value)) if name.endswith("level") and value else value
        for name, value in changes.items()
    }

    with pytest.raises(ValidationError) as refused:
        actions.add_row(corridor=small_world.th_kh, by=small_world.cast.expert_one, **values(row, **given))

    assert says in str(refused.value.message_dict[field])
    assert LevelRow.objects.count() == 1


def test_no_evidence_can_be_said_of_one_side_alone(small_world: World, ladders: Ladders) -> None:
    made = actions.add_row(
        corridor=small_world.th_kh,
        sending_level=ladders.cqf_three,
        rating="no_evidence",
        justification="No Thai level above 1 was sent",
        by=small_world.cast.coordinator,
    )

    assert made.get_rating_display() == "No evidence"


def test_what_was_typed_stays_when_a_row_is_refused(
    small_world: World, ladders: Ladders, as_user: SignIn
) -> None:
    page = as_user(small_world.cast.expert_one).post(
        reverse("benchmarking:level-add", kwargs={"ref": small_world.th_kh.ref}),
        {"sending_level": ladders.cqf_two.pk, "rating": "partly", "justification": "Read it twice"},
    )

    assert page.status_code == 422
    assert "Read it twice" in page.content.decode()
    assert "Levels are compared where both sides have one" in page.content.decode()
    assert not LevelRow.objects.exists()


def test_two_people_on_one_row_get_both_texts(row: LevelRow, small_world: World, as_user: SignIn) -> None:
    actions.edit_row(
        row=row,
        revision=1,
        by=small_world.cast.coordinator,
        **values(row, justification="Theirs"),
    )

    page = as_user(small_world.cast.expert_one).post(
        address(row, "level-edit"),
        {
            "sending_level": row.sending_level_id,
            "receiving_level": row.receiving_level_id,
            "rating": "not",
            "justification": "Mine",
            "revision": 1,
        },
    )

    assert page.status_code == 409
    assert "Mine" in page.content.decode()
    assert "Theirs" in page.content.decode()
    assert LevelRow.objects.get().justification == "Theirs"
    with pytest.raises(Conflict):
        actions.edit_row(row=row, revision=1, by=small_world.cast.expert_one, **values(row))


def test_rows_change_places_and_stay_at_the_ends(row: LevelRow, small_world: World) -> None:
    by = small_world.cast.expert_one
    second = actions.add_row(corridor=small_world.th_kh, by=by, **values(row, justification="Second"))

    actions.move_row(row=second, up=True, by=by)
    actions.move_row(row=second, up=True, by=by)

    assert list(small_world.th_kh.level_rows.values_list("pk", flat=True)) == [second.pk, row.pk]
    assert AuditLine.objects.filter(event="level_row.moved").count() == 1


def test_a_row_is_deleted_after_a_check_page_but_not_once_it_is_released(
    row: LevelRow, small_world: World, as_user: SignIn
) -> None:
    browser = as_user(small_world.cast.expert_one)
    second = actions.add_row(
        corridor=small_world.th_kh, by=small_world.cast.expert_one, **values(row, rating="", justification="")
    )

    assert "cannot be undone" in browser.get(address(second, "level-delete")).content.decode()
    browser.post(address(second, "level-delete"))
    actions.release_rows(corridor=small_world.th_kh, by=small_world.cast.coordinator)

    assert list(LevelRow.objects.all()) == [row]
    assert [line.event for line in reads.history_for(small_world.th_kh)].count("level_row.deleted") == 1
    with pytest.raises(IllegalMove, match="cannot be deleted"):
        actions.delete_row(row=row, by=small_world.cast.coordinator)


# --- Release -------------------------------------------------------------------------------------------------


def test_the_other_side_reads_a_row_from_its_release_on(
    row: LevelRow, small_world: World, as_user: SignIn
) -> None:
    cast = small_world.cast
    incomplete = actions.add_row(
        corridor=small_world.th_kh, by=cast.expert_one, **values(row, rating="", justification="")
    )
    url = reverse("benchmarking:levels", kwargs={"ref": small_world.th_kh.ref})

    before = [as_user(person).get(url).content.decode() for person in (cast.focal_kh, cast.reviewer)]
    released = actions.release_rows(corridor=small_world.th_kh, by=cast.coordinator)
    after = [as_user(person).get(url).content.decode() for person in (cast.focal_kh, cast.reviewer)]

    assert all("No row to see yet" in page for page in before)
    assert released == (1, 1)
    assert all("Both work under guidance" in page for page in after)
    assert all(f"row-{incomplete.pk}" not in page and "History</h2>" not in page for page in after)
    assert as_user(cast.focal_kh).get(address(incomplete, "level-edit")).status_code == 404


def test_nothing_is_released_while_no_row_is_complete(row: LevelRow, small_world: World) -> None:
    actions.edit_row(
        row=row, revision=1, by=small_world.cast.expert_one, **values(row, rating="", justification="")
    )

    with pytest.raises(IllegalMove, match="a rating and a justification"):
        actions.release_rows(corridor=small_world.th_kh, by=small_world.cast.coordinator)


def test_a_released_row_cannot_be_emptied(row: LevelRow, small_world: World) -> None:
    actions.release_rows(corridor=small_world.th_kh, by=small_world.cast.coordinator)
    row.refresh_from_db()

    with pytest.raises(ValidationError, match="cannot be left empty"):
        actions.edit_row(
            row=row, revision=1, by=small_world.cast.expert_one, **values(row, rating="", justification="")
        )


# --- The lines behind a cell ---------------------------------------------------------------------------------


def test_a_cell_opens_the_lines_that_support_it_with_links_into_their_edition(
    row: LevelRow, small_world: World, as_user: SignIn
) -> None:
    open_bench(small_world)
    line = small_world.thai.lines.get(number="1")
    browser = as_user(small_world.cast.expert_one)

    browser.post(address(row, "level-support", cell="receiving"), {"line": [line.pk]})
    page = browser.get(address(row, "level-cell", cell="receiving")).content.decode()

    assert "1 line that supports it" in " ".join(page.split())
    assert f"{reverse('standards:detail', args=[small_world.thai.ref])}?line={line.pk}#line-{line.pk}" in page


def test_lines_are_offered_from_the_editions_of_the_columns_own_country(
    row: LevelRow, small_world: World
) -> None:
    open_bench(small_world)
    by = small_world.cast.expert_one

    def countries(cell: str) -> set[str]:
        return {edition.standard.country for edition in reads.editions_for(by, row, cell)}

    assert countries("sending") == {"KH"}
    assert countries("receiving") == {"TH"}
    assert countries("regional") == {"TH", "KH"}


def test_a_line_of_a_foreign_edition_cannot_be_put_behind_a_cell(
    row: LevelRow, small_world: World, as_user: SignIn
) -> None:
    open_bench(small_world)
    foreign = small_world.cambodian.lines.first()
    assert foreign is not None

    page = as_user(small_world.cast.expert_one).post(
        address(row, "level-support", cell="receiving"), {"line": [foreign.pk, "x", "99999999999"]}
    )

    assert page.status_code == 422
    assert "Tick at least one line" in page.content.decode()
    assert not row.supports.exists()


def test_a_search_goes_through_all_kinds_of_line(row: LevelRow, small_world: World) -> None:
    open_bench(small_world)
    editions = reads.editions_for(small_world.cast.expert_one, row, "receiving")

    small_world.thai.lines.filter(number="1.2.2").update(kind="range")

    assert "range" not in {line.kind for line in reads.lines_to_choose(editions, "")}
    assert [line.number for line in reads.lines_to_choose(editions, "simple plan")] == ["1.2.2"]
    assert [line.number for line in reads.lines_to_choose(editions, "mortar ratios")] == ["1.1.2"]


@pytest.mark.parametrize(
    ("kind", "number", "text", "proposed"),
    [
        ("level", "1", "Bricklaying", True),
        ("level", "", "Bricklaying, level 1", True),
        ("level", "", "Bricklaying, level 10", False),
        ("level", "2", "Bricklaying", False),
        ("unit", "1", "Lay bricks", False),
    ],
)
def test_a_level_line_is_proposed_by_its_number_or_name(
    ladders: Ladders, kind: str, number: str, text: str, proposed: bool
) -> None:
    assert reads.names_level(Line(kind=kind, number=number, text=text), ladders.dsd_one) is proposed


def test_another_level_takes_the_lines_of_the_old_one_away(
    row: LevelRow, small_world: World, ladders: Ladders
) -> None:
    by = small_world.cast.expert_one
    line = small_world.cambodian.lines.first()
    assert line is not None
    actions.add_support(row=row, cell="sending", lines=[line], by=by)
    actions.add_support(row=row, cell="receiving", lines=[small_world.thai.lines.first()], by=by)  # type: ignore[list-item]

    actions.edit_row(row=row, revision=1, by=by, **values(row, sending_level=ladders.cqf_three))

    assert [one.cell for one in row.supports.all()] == ["receiving"]


def test_who_may_not_read_an_edition_is_not_told_its_lines(
    row: LevelRow, small_world: World, as_user: SignIn
) -> None:
    """The ILO reads what is released; the mark of a line in a Thai draft stays at home."""
    cast = small_world.cast
    line = small_world.thai.lines.get(number="1")
    actions.add_support(row=row, cell="receiving", lines=[line], by=cast.expert_one)
    actions.release_rows(corridor=small_world.th_kh, by=cast.coordinator)
    type(small_world.thai).objects.filter(pk=small_world.thai.pk).update(state="draft")

    page = as_user(cast.reviewer).get(address(row, "level-cell", cell="receiving")).content.decode()

    assert line.text not in page
    assert "0 lines that support it" in " ".join(page.split())


def test_the_table_takes_the_same_queries_for_any_number_of_rows(
    row: LevelRow, small_world: World, as_user: SignIn
) -> None:
    browser = as_user(small_world.cast.expert_one)
    url = reverse("benchmarking:levels", kwargs={"ref": small_world.th_kh.ref})
    browser.get(url)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get(url)
        counts.append(len(queries))
        for _more in range(5):
            actions.add_row(corridor=small_world.th_kh, by=small_world.cast.expert_one, **values(row))

    assert counts[0] == counts[1]


def test_a_row_that_was_released_meanwhile_cannot_be_emptied(row: LevelRow, small_world: World) -> None:
    """The page was opened before the release."""
    opened = LevelRow.objects.get(pk=row.pk)
    actions.release_rows(corridor=small_world.th_kh, by=small_world.cast.coordinator)
    with pytest.raises(ValidationError, match="released"):
        actions.edit_row(
            row=opened,
            revision=opened.revision,
            by=small_world.cast.coordinator,
            **values(opened, rating="", justification=""),
        )


def test_a_row_that_was_deleted_meanwhile_moves_nowhere(row: LevelRow, small_world: World) -> None:
    actions.delete_row(row=LevelRow.objects.get(pk=row.pk), by=small_world.cast.coordinator)
    actions.move_row(row=row, up=True, by=small_world.cast.coordinator)


def test_a_key_that_no_line_can_have_is_no_line(row: LevelRow, small_world: World, as_user: SignIn) -> None:
    open_bench(small_world)
    page = as_user(small_world.cast.coordinator)
    sent = {"line": ["9" * 5000, "9" * 30]}
    assert page.post(address(row, "level-support", cell="receiving"), sent).status_code == 422
