"""The check page: what the portal says of a number and digits, and that it tells nobody of what they may not see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.models import User
from core.files import store
from reports.documents.codec import to_plain
from reports.models import Report, ReportFile
from reports.states import FileFormat, ReportState
from tests.conftest import World
from tests.reports.paper_sample import sample
from tests.reports.test_reading import frozen, version

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
UNKNOWN = "The portal cannot confirm this check number"


def asked(browser: Client, **query: str) -> str:
    return browser.get(f"{reverse('reports:check')}?{urlencode(query)}").content.decode()


def main_of(page: str) -> str:
    return page.split("<main", 1)[1].split("</main>", 1)[0]


def digits_of(report: Report) -> str:
    return report.versions.latest("number").snapshot_hash


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ReportState.PUBLISHED, "Confirmed: this is the published report, and it is current"),
        (ReportState.ILO_REVIEW, "Confirmed: this is the newest version, not published yet"),
        (ReportState.SUPERSEDED, "Confirmed, but a newer report has taken its place"),
        (ReportState.WITHDRAWN, "This report was withdrawn"),
    ],
)
def test_the_page_says_what_it_is_and_whether_it_is_current(
    small_world: World, as_user: AsUser, state: str, words: str
) -> None:
    report = frozen(small_world, state=state)
    Report.objects.update(withdrawn_at=timezone.now(), withdrawal_reason="Two lines were mixed up.")

    page = asked(as_user(small_world.cast.focal_kh), number=report.number, hash=digits_of(report))

    assert words in page
    assert report.number in page
    assert "All 64 digits" in page
    assert ("Two lines were mixed up." in page) is (state == ReportState.WITHDRAWN)


@pytest.mark.parametrize(
    "written",
    [
        lambda digits: digits.upper(),
        lambda digits: " ".join(digits[place : place + 8] for place in range(0, 64, 8)),
        lambda digits: f"{digits[:40]}\n{digits[40:]}",
        lambda digits: f"{digits[:40]}\u200b{digits[40:]}",
        lambda digits: f"SHA-256: {digits}",
        lambda digits: digits.translate({ord(str(value)): chr(0xFF10 + value) for value in range(10)}),
    ],
)
def test_digits_are_known_as_a_copy_gives_them(
    small_world: World, as_user: AsUser, written: Callable[[str], str]
) -> None:
    report = frozen(small_world, state=ReportState.PUBLISHED)

    page = asked(as_user(small_world.cast.observer), hash=written(digits_of(report)))

    assert "it is current" in page


def test_the_beginning_is_enough_and_the_page_says_that_it_was_only_that(
    small_world: World, as_user: AsUser
) -> None:
    report = frozen(small_world, state=ReportState.PUBLISHED)

    page = asked(as_user(small_world.cast.observer), hash=digits_of(report)[:16])

    assert "The first 16 digits are those of the content" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter the check number that is printed in the report."),
        ("abc", "or at least the first 12"),
        ("g" * 64, "only the digits 0 to 9 and the letters a to f"),
        ("a" * 65, "64 digits; this one has 65"),
    ],
)
def test_what_is_no_check_number_is_refused_with_a_sentence_and_stays(
    small_world: World, as_user: AsUser, typed: str, sentence: str
) -> None:
    browser = as_user(small_world.cast.observer)

    answer = browser.get(reverse("reports:check"), {"hash": typed})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode()
    assert browser.get(reverse("reports:check")).status_code == 200


def test_an_older_version_leads_to_the_newest(small_world: World, as_user: AsUser) -> None:
    report = frozen(small_world)
    first = digits_of(report)
    version(report, 2, {**to_plain(sample("KH")), "version": 7})

    page = asked(as_user(small_world.cast.focal_kh), hash=first)

    assert "Confirmed, but there is a newer version" in page
    assert "Version 2 is the newest." in page


def test_what_a_person_may_not_see_gives_the_answer_of_what_does_not_exist(
    small_world: World, as_user: AsUser
) -> None:
    report = frozen(small_world)
    nothing = "0123456789abcdef" * 4

    for person in (small_world.cast.focal_la, small_world.cast.observer, small_world.cast.administrator):
        browser = as_user(person)
        hidden = asked(browser, number=report.number, hash=digits_of(report))
        absent = asked(browser, number=report.number, hash=nothing)
        assert UNKNOWN in hidden
        assert main_of(hidden).replace(digits_of(report), nothing) == main_of(absent)


def test_a_version_that_stayed_at_home_is_unknown_outside(small_world: World, as_user: AsUser) -> None:
    report = frozen(small_world)
    kept = version(report, 2, {**to_plain(sample("KH")), "version": 7}, released=False)

    outside = asked(as_user(small_world.cast.focal_kh), number=report.number, hash=kept.snapshot_hash)
    inside = asked(as_user(small_world.cast.coordinator), number=report.number, hash=kept.snapshot_hash)

    assert "These digits are not those of this report" in outside
    assert "Version 2" not in outside
    assert "Confirmed" in inside


def test_everybody_is_told_that_what_they_hold_was_withdrawn(small_world: World, as_user: AsUser) -> None:
    report = frozen(small_world, state=ReportState.WITHDRAWN)
    Report.objects.update(withdrawn_at=timezone.now(), withdrawal_reason="Two lines were mixed up.")

    page = asked(as_user(small_world.cast.observer), number=report.number, hash=digits_of(report))

    assert "This report was withdrawn" in page
    assert "Two lines were mixed up." in page
    assert reverse("reports:read", kwargs={"ref": report.ref}) not in page


def test_the_digits_of_another_report_are_told_apart_from_its_number(
    small_world: World, as_user: AsUser
) -> None:
    one = frozen(small_world, state=ReportState.PUBLISHED)
    other = frozen(small_world, sample("LA"), state=ReportState.PUBLISHED)

    page = asked(as_user(small_world.cast.observer), number=one.number, hash=digits_of(other))

    assert "The check number belongs to another report" in page
    assert other.number in page


def test_the_digits_of_a_file_are_known_too_but_not_of_a_withdrawn_one_outside(
    small_world: World, as_user: AsUser
) -> None:
    report = frozen(small_world, state=ReportState.PUBLISHED)
    stored = store(b"%PDF-1.7 paper", name="r.pdf", content_type="application/pdf", by=None)
    ReportFile.objects.create(version=report.versions.get(), format=FileFormat.PDF, stored=stored)
    browser = as_user(small_world.cast.observer)

    assert "The digits are those of the PDF file" in asked(browser, hash=stored.sha256)

    Report.objects.update(state=ReportState.WITHDRAWN)
    assert UNKNOWN in asked(browser, hash=stored.sha256)
