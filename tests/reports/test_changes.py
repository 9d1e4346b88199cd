"""A report that takes the place of another one says what changed: on the page, in the snapshot, on the control page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from benchmarking.models import GapFinding, Judgement
from reports import actions
from reports.documents import gap_analysis as paper
from reports.documents.changes import changes_between, counted
from reports.documents.codec import from_plain, sha256_of, to_plain
from reports.documents.html import html_of
from reports.documents.kinds import document_from
from reports.models import Report
from reports.states import ReportState
from tests.conftest import World
from tests.reports.paper_sample import sample
from tests.reports.world import requested

AsUser = Callable[[User], Client]


def test_two_equal_documents_differ_in_nothing() -> None:
    changes = changes_between(
        sample(), replace(sample(), version=9, generated_at="2020-01-01T00:00:00+07:00")
    )

    assert changes is not None
    assert changes.groups == ()
    assert counted(changes).startswith("Editions, conclusion, ratings and gaps are the same")


def test_ratings_gaps_conclusion_and_editions_are_compared() -> None:
    old = sample()
    section = old.sections[0]
    other = "N" if section.rows[0].rating != "N" else "F"
    rows = (replace(section.rows[0], rating=other), *section.rows[1:])
    new = replace(
        old,
        sections=(replace(section, rows=rows), *old.sections[1:]),
        gaps=old.gaps[1:],
        editions=(replace(old.editions[0], label="2030"), *old.editions[1:]),
        conclusion=paper.Conclusion(label="comparable", reason="r"),
    )

    changes = changes_between(old, new)

    assert changes is not None
    found = {group.title: group.rows for group in changes.groups}
    assert [row.after for row in found["Ratings of lines"]] == [
        {"N": "not covered", "F": "fully covered"}[other]
    ]
    assert [(row.what.split()[0], row.after) for row in found["Gaps"]] == [(old.gaps[0].ref, "")]
    assert "2030" in found["Editions"][0].after
    assert found["Conclusion and figures"][0].after == "comparable"


def test_a_line_that_only_moved_to_another_number_is_no_change() -> None:
    old = sample()
    section = old.sections[0]
    rows = tuple(replace(row, number=f"9.{row.number}") for row in section.rows)

    changes = changes_between(old, replace(old, sections=(replace(section, rows=rows), *old.sections[1:])))

    assert changes is not None
    assert changes.groups == ()


def test_a_long_list_is_cut_and_says_how_much_is_left_out() -> None:
    old = sample()
    gap = old.gaps[0]
    many = tuple(replace(gap, ref=f"G{place}") for place in range(1000, 1100))

    changes = changes_between(replace(old, gaps=()), replace(old, gaps=many))

    assert changes is not None
    (group,) = changes.groups
    assert (len(group.rows), group.total, group.left_out) == (40, 100, 60)


def test_a_snapshot_from_before_keeps_its_hash() -> None:
    plain = to_plain(sample())

    assert "changes" not in plain
    assert sha256_of(to_plain(from_plain(paper.GapAnalysis, plain))) == sha256_of(plain)


@pytest.mark.django_db
def test_the_next_report_is_frozen_and_printed_with_what_changed(small_world: World, as_user: AsUser) -> None:
    first = requested(small_world)
    Report.objects.update(state=ReportState.PUBLISHED)
    Judgement.objects.filter(rating="P").update(rating="F")
    GapFinding.objects.update(severity="major")

    second = requested(small_world, done=False)

    assert second != first
    document = document_from(second.kind, second.versions.get().snapshot)
    assert document.changes is not None  # type: ignore[attr-defined]
    page = html_of(document)
    assert "Compared with MRS-TH-KH-7112-GA-01, version 1." in page
    assert "partly covered" in page
    Report.objects.filter(pk=second.pk).update(state=ReportState.ACCEPTED)
    browser = as_user(small_world.cast.coordinator)
    check = browser.get(reverse("reports:move", kwargs={"ref": second.ref})).content.decode()
    assert "MRS-TH-KH-7112-GA-01 is published now" in check
    assert "Ratings of lines" in check
    actions.move(report=second, to=ReportState.PUBLISHED, by=small_world.cast.coordinator)
    assert Report.objects.get(pk=second.pk).supersedes == first
    old_page = browser.get(reverse("reports:detail", kwargs={"ref": first.ref})).content.decode()
    assert "A newer report takes its place" in old_page


@pytest.mark.django_db
def test_the_first_report_of_a_corridor_says_nothing_of_changes(small_world: World) -> None:
    assert "changes" not in requested(small_world).versions.get().snapshot
