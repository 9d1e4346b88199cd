"""The pages of the history: whose they are, what they leave out, filters, files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.actions import invite
from accounts.models import Organisation, User
from core.audit import TAKEN, record
from core.models import AuditLine
from tests.conftest import Cast, World
from tests.factories import world

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PAGE = "/history/"


def page_of(browser: Client, query: str = "") -> str:
    """The history page as text."""
    answer = browser.get(f"{PAGE}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_focal_point_reads_acts_on_their_own_draft_and_no_neighbours(
    small_world: World, as_user: SignIn
) -> None:
    cast = small_world.cast
    own = world.edition("KH", by=cast.focal_kh, state="draft")
    other = world.edition("LA", by=cast.focal_la, state="draft")
    record("edition.changed", on=own, by=cast.expert_kh, after={"note": "ours, to be seen"})
    record("edition.changed", on=other, by=cast.focal_la, after={"note": "theirs, never seen"})

    page = page_of(as_user(cast.focal_kh))

    assert "ours, to be seen" in page
    assert "theirs" not in page
    assert other.ref not in page


def test_an_office_of_another_body_in_ones_country_is_not_ones_own(cast: Cast, as_user: SignIn) -> None:
    """The ILO has an office in Bangkok: its people and invitations are not told to the country."""
    office = Organisation.objects.create(name="ILO in Bangkok", short_name="ILO", country="TH", kind="ilo")
    User.objects.create_user(
        "reviewer.bkk@mrs.example.org", title="Reviewer in Bangkok", organisation=office, role="reviewer"
    )
    invite(
        email="x@mrs.example.org",
        title="Invited to the ILO",
        organisation=office,
        role="reviewer",
        by=cast.administrator,
    )

    page = page_of(as_user(cast.coordinator))

    assert "Invited to the ILO" not in page
    assert "Reviewer in Bangkok" not in page


def test_the_administrator_reads_who_and_when_but_neither_names_nor_values(
    small_world: World, as_user: SignIn
) -> None:
    cast = small_world.cast
    record("edition.changed", on=small_world.cambodian, by=cast.expert_kh, after={"note": "a secret value"})
    admin = as_user(cast.administrator)

    page = page_of(admin)

    assert "Details changed" in page
    assert str(cast.expert_kh) in page
    assert "secret" not in page
    assert str(small_world.cambodian) not in page
    for kind in ("xlsx", "csv"):
        assert b"secret" not in admin.get(f"/history/file/?format={kind}").content
    assert "Details changed</th>" not in page_of(admin, f"?q={small_world.cambodian.standard.title[:8]}")


@pytest.mark.parametrize("rows", [1, 10, 300])
def test_the_page_asks_the_same_number_of_questions(
    small_world: World, as_user: SignIn, rows: int, django_assert_max_num_queries: Any
) -> None:
    cast = small_world.cast
    for _row in range(rows):
        record("edition.changed", on=small_world.cambodian, by=cast.focal_kh, after={"note": "x"})
    browser = as_user(cast.focal_kh)

    with django_assert_max_num_queries(8):
        page_of(browser)


def test_the_filters_narrow_by_who_what_thing_and_days(small_world: World, as_user: SignIn) -> None:
    cast = small_world.cast
    for by, event, note in (
        (cast.expert_kh, "edition.changed", "first"),
        (cast.focal_kh, "edition.file_uploaded", "second"),
    ):
        record(event, on=small_world.cambodian, by=by, after={"note": note})
    old = record("edition.changed", on=small_world.cambodian, by=cast.focal_kh, after={"note": "third"})
    AuditLine.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=60))
    browser = as_user(cast.focal_kh)

    def notes(query: str) -> set[str]:
        page = page_of(browser, query)
        return {note for note in ("first", "second", "third") if f"<ins>{note}</ins>" in page}

    assert notes("") == {"first", "second"}
    assert notes("?days=all") == {"first", "second", "third"}
    assert notes("?days=90&event=edition.changed") == {"first", "third"}
    assert notes(f"?days=all&who={cast.expert_kh.ref}") == {"first"}
    assert notes("?days=all&kind=report") == set()
    assert notes("?q=National expert") == {"first"}
    assert notes("?days=-1&kind=nonsense&who=nobody&event=no.such&page=zzz&unknown=1") == {"first", "second"}


def test_since_my_last_visit_begins_with_the_sign_in_before_this_one(
    small_world: World, as_user: SignIn
) -> None:
    cast = small_world.cast
    AuditLine.objects.all().delete()
    moments = {"long ago": 30, "visit before": 20, "in between": 10, "this visit": 1}
    for words, hours in moments.items():
        event, note = ("person.signed_in", {}) if "visit" in words else ("edition.changed", {"note": words})
        on = cast.focal_kh if "visit" in words else small_world.cambodian
        line = record(event, on=on, by=cast.focal_kh, after=note)
        AuditLine.objects.filter(pk=line.pk).update(at=timezone.now() - timedelta(hours=hours))
    browser = Client()
    browser.force_login(cast.focal_kh)
    AuditLine.objects.filter(pk=AuditLine.objects.latest("pk").pk, event="person.signed_in").delete()

    page = page_of(browser, "?days=visit")

    assert "<ins>in between</ins>" in page
    assert "<ins>long ago</ins>" not in page


def test_the_files_hold_what_the_page_shows_and_no_formula(small_world: World, as_user: SignIn) -> None:
    cast = small_world.cast
    bad = '=HYPERLINK("http://evil.example","x")'
    line = record("edition.changed", on=small_world.cambodian, by=cast.focal_kh, after={"note": bad})
    AuditLine.objects.filter(pk=line.pk).update(by_text="+1-1", subject_text="@SUM(A1)")
    browser = as_user(cast.focal_kh)
    ask = "/history/file/?event=edition.changed&days=all"

    table = csv.reader(io.StringIO(browser.get(f"{ask}&format=csv").content.decode("utf-8-sig")))
    book = load_workbook(io.BytesIO(browser.get(ask).content))

    rows = [row for row in table if "edition.changed" in row]
    assert len(rows) == 1
    assert not [cell for cell in rows[0] if cell[:1] in ("=", "+", "-", "@")]
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert AuditLine.objects.filter(event=TAKEN, by=cast.focal_kh).count() == 2
    assert browser.get(f"{ask}&format=exe").status_code == 404


def test_the_whole_history_of_a_thing_is_paged_and_linked_from_its_page(
    small_world: World, as_user: SignIn
) -> None:
    cast, edition = small_world.cast, small_world.cambodian
    for number in range(60):
        record("edition.changed", on=edition, by=cast.focal_kh, after={"note": f"note {number:02d}"})
    browser = as_user(cast.focal_kh)
    address = reverse("history-of", kwargs={"kind": "edition", "ref": edition.ref})

    assert address in browser.get(reverse("standards:detail", args=[edition.ref])).content.decode()
    first, second = (browser.get(f"{address}?page={number}").content.decode() for number in (1, 2))
    assert "note 59" in first
    assert "note 00" in second
    assert "note 07" not in browser.get(f"{address}?q=nothing like that").content.decode()
    assert browser.get(reverse("history-of", kwargs={"kind": "nonsense", "ref": "x"})).status_code == 404


def test_the_history_of_a_person_tells_what_was_done_with_the_account_and_what_they_did(
    small_world: World, as_user: SignIn
) -> None:
    cast = small_world.cast
    record("person.deactivated", on=cast.expert_kh, by=cast.administrator)
    record("edition.changed", on=small_world.cambodian, by=cast.expert_kh, after={"note": "their act"})
    address = reverse("history-of", kwargs={"kind": "user", "ref": cast.expert_kh.ref})

    own = as_user(cast.focal_kh).get(address).content.decode()
    admin = as_user(cast.administrator).get(address).content.decode()

    assert "Account deactivated" in own
    assert "their act" in own
    assert "Account deactivated" in admin
    assert "their act" not in admin
    assert as_user(cast.focal_la).get(address).status_code == 404
    assert as_user(cast.expert_kh).get(address).status_code == 200


def test_a_deputy_stands_in_the_line_with_whom_they_stand_for(cast: Cast, as_user: SignIn) -> None:
    cast.expert_kh.on_behalf = str(cast.focal_kh)
    record("person.reactivated", on=cast.expert_kh, by=cast.expert_kh)

    assert f"{cast.expert_kh}, for {cast.focal_kh}" in page_of(as_user(cast.focal_kh))


def test_a_list_without_lines_says_so_and_leads_further_back(cast: Cast, as_user: SignIn) -> None:
    page = page_of(as_user(cast.focal_kh), "?q=nothing like that")

    assert "Nothing happened" in page
    assert "?days=all" in page


def test_the_owner_reads_who_took_a_copy_of_the_standard(small_world: World, as_user: SignIn) -> None:
    cast, edition = small_world.cast, small_world.cambodian
    assert as_user(cast.coordinator).get(reverse("standards:export", args=[edition.ref])).status_code == 200

    line = AuditLine.objects.get(event=TAKEN, subject_id=str(edition.pk))

    assert line.by == cast.coordinator
    assert line.after["file"] in page_of(as_user(cast.focal_kh), f"?event={TAKEN}")
    assert line.after["file"] not in page_of(as_user(cast.coordinator), f"?event={TAKEN}")
