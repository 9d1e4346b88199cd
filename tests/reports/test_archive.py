"""Several reports as one archive: only what the person may have, under the names of the files, each recorded."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.files import store
from core.models import AuditLine, StoredFile
from reports import actions
from reports.models import Report, ReportFile, ReportVersion
from reports.queries.archive import MOST_BYTES, MOST_REPORTS, chosen
from reports.states import ReportState
from tests.conftest import World
from tests.reports.world import requested

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
ARCHIVE = "reports:archive"


def ready(world: World, report: Report, *formats: str) -> Report:
    """The newest version in these formats; the PDF besides is still awaited."""
    version = report.versions.order_by("-number").first()
    assert version is not None
    for format in formats:
        file = actions.request_file(version=version, format=format, by=world.cast.coordinator)
        name = f"MRS_TH-KH_bricklaying_gap-analysis_v{version.number}_2019-07-12.{format}"
        stored = store(f"{report.number} {format}".encode(), name=name, content_type="x/y", by=None)
        actions.settle_file(file=file, stored=stored, pages=1, by=None)
    return report


def reports(world: World, count: int, state: str = ReportState.PUBLISHED) -> list[Report]:
    """Reports on one corridor, each with its PDF and its workbook."""
    made: list[Report] = []
    for number in range(count):
        report = requested(world, done=not number)
        Report.objects.filter(pk=report.pk).update(state=state)
        report.versions.update(released_at=timezone.now())
        made.append(ready(world, report, "pdf", "xlsx"))
    return made


def taken(browser: Client, *chosen: Report, formats: tuple[str, ...] = ("pdf", "xlsx")) -> zipfile.ZipFile:
    answer = browser.post(reverse(ARCHIVE), {"report": [one.ref for one in chosen], "format": formats})
    assert answer.status_code == 200, answer.content[:500]
    assert 'filename="MRS_reports_' in answer["Content-Disposition"]
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_archive_holds_the_ready_files_of_the_chosen_reports_under_their_names(
    small_world: World, as_user: AsUser
) -> None:
    first, second = reports(small_world, 2)

    archive = taken(as_user(small_world.cast.observer), first, second)

    plain = "MRS_TH-KH_bricklaying_gap-analysis_v1_2019-07-12"
    names = [plain + ".pdf", plain + ".xlsx"]
    again = [f"{plain}_{second.number}.pdf", f"{plain}_{second.number}.xlsx"]
    assert archive.namelist() == [*names, *again, "SHA256SUMS.txt"]
    assert archive.read(names[0]) == f"{first.number} pdf".encode()
    assert archive.read(again[1]) == f"{second.number} xlsx".encode()
    for line in archive.read("SHA256SUMS.txt").decode().splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest


def test_every_file_of_an_archive_is_a_download_in_the_history_of_its_report(
    small_world: World, as_user: AsUser
) -> None:
    first, second = reports(small_world, 2)

    taken(as_user(small_world.cast.observer), first, second, formats=("pdf",))

    lines = AuditLine.objects.filter(event="report.downloaded").order_by("pk")
    assert [line.subject_id for line in lines] == [str(first.pk), str(second.pk)]
    assert {line.by for line in lines} == {small_world.cast.observer}
    assert all(line.after["in_archive"] and line.after["format"] == "PDF" for line in lines)


def test_what_the_person_does_not_see_is_passed_over_as_if_it_were_not_there(
    small_world: World, as_user: AsUser
) -> None:
    shown, hidden = reports(small_world, 2)
    Report.objects.filter(pk=hidden.pk).update(state=ReportState.DRAFT)
    browser = as_user(small_world.cast.observer)

    page = browser.get(
        reverse(ARCHIVE), {"report": [shown.ref, hidden.ref, "no-such-thing"]}
    ).content.decode()
    archive = taken(browser, shown, hidden)

    assert shown.number in page
    assert hidden.number not in page
    assert len(archive.namelist()) == 3
    assert browser.post(reverse(ARCHIVE), {"report": [hidden.ref], "format": "pdf"}).status_code == 404


def test_the_version_is_the_newest_that_the_person_sees(small_world: World, as_user: AsUser) -> None:
    report = reports(small_world, 1, ReportState.COUNTRY_REPLY)[0]
    first = report.versions.get()
    ReportVersion.objects.create(
        report=report, number=2, snapshot=first.snapshot, snapshot_hash="0" * 64, created_by=first.created_by
    )
    ready(small_world, report, "pdf")

    inside = taken(as_user(small_world.cast.coordinator), report)
    outside = taken(as_user(small_world.cast.focal_kh), report)

    assert [name for name in inside.namelist() if "_v2_" in name] == inside.namelist()[:1]
    assert [name for name in outside.namelist() if "_v1_" in name] == outside.namelist()[:2]


@pytest.mark.parametrize(
    "state", [ReportState.DRAFT, ReportState.ILO_REVIEW, ReportState.PUBLISHED, ReportState.WITHDRAWN]
)
def test_what_an_archive_offers_is_what_the_pages_of_the_reports_offer(
    small_world: World, state: str
) -> None:
    report = reports(small_world, 1, state)[0]
    report.refresh_from_db()
    cast = small_world.cast
    for person in (
        cast.coordinator,
        cast.expert_one,
        cast.expert_two,
        cast.focal_kh,
        cast.focal_la,
        cast.reviewer,
        cast.observer,
    ):
        seen = Report.objects.visible_to(person).filter(pk=report.pk).exists()
        version = (
            ReportVersion.objects.visible_to(person, report).order_by("-number").first() if seen else None
        )
        offered = {row.version for row in chosen(person, [report.ref])} - {None}
        assert offered == ({version} - {None}), (person, state)


def test_nothing_chosen_leads_back_to_the_library_with_a_sentence(
    small_world: World, as_user: AsUser
) -> None:
    answer = as_user(small_world.cast.coordinator).get(reverse(ARCHIVE))

    assert (answer.status_code, answer["Location"]) == (303, reverse("reports:list"))
    assert "Tick the reports" in " ".join(str(one) for one in get_messages(answer.wsgi_request))


def test_no_format_or_one_that_is_not_ready_is_a_sentence_and_the_choice_stays(
    small_world: World, as_user: AsUser
) -> None:
    report = reports(small_world, 1)[0]
    browser = as_user(small_world.cast.observer)

    none = browser.post(reverse(ARCHIVE), {"report": report.ref})
    docx = browser.post(reverse(ARCHIVE), {"report": report.ref, "format": "docx"})

    assert (none.status_code, docx.status_code) == (422, 422)
    assert "Choose at least one format." in none.content.decode()
    assert "is ready in these formats" in docx.content.decode()
    assert f'name="report" value="{report.ref}"' in docx.content.decode()
    assert not AuditLine.objects.filter(event="report.downloaded").exists()


def test_an_archive_of_too_many_reports_or_bytes_is_refused_with_what_to_do(
    small_world: World, as_user: AsUser
) -> None:
    report = reports(small_world, 1)[0]
    browser = as_user(small_world.cast.observer)
    StoredFile.objects.update(size=MOST_BYTES)  # two files
    big = browser.post(reverse(ARCHIVE), {"report": report.ref, "format": ["pdf", "xlsx"]})
    assert big.status_code == 422
    assert "Choose fewer reports or formats" in big.content.decode()

    for number in range(MOST_REPORTS):
        Report.objects.create(
            ref=f"copy-{number}",
            number=f"COPY-{number}",
            pilot=report.pilot,
            corridor=report.corridor,
            receiving_country="TH",
            sending_country="KH",
            kind=report.kind,
            state=ReportState.PUBLISHED,
            created_by=report.created_by,
        )
    refs = Report.objects.values_list("ref", flat=True)
    many = browser.post(reverse(ARCHIVE), {"report": list(refs), "format": "pdf"})
    assert many.status_code == 422
    assert f"at most {MOST_REPORTS} reports" in many.content.decode()


def test_a_file_that_is_gone_from_the_store_is_a_sentence_and_records_nothing(
    small_world: World, as_user: AsUser
) -> None:
    first, second = reports(small_world, 2)
    gone = ReportFile.objects.select_related("stored").get(version__report=second, format="pdf").stored
    assert gone is not None
    storages["private"].delete(gone.path)

    answer = as_user(small_world.cast.observer).post(
        reverse(ARCHIVE), {"report": [first.ref, second.ref], "format": "pdf"}
    )

    assert answer.status_code == 422
    assert "missing from the store" in answer.content.decode()
    assert not AuditLine.objects.filter(event="report.downloaded").exists()


def test_the_page_asks_as_often_for_ten_reports_as_for_one(small_world: World, as_user: AsUser) -> None:
    made = reports(small_world, 10)
    browser = as_user(small_world.cast.focal_kh)

    def asked(*some: Report) -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse(ARCHIVE), {"report": [one.ref for one in some]})
        return len(queries)

    asked(made[0])
    assert asked(made[0]) == asked(*made)
