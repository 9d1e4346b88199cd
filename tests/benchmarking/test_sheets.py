"""The spreadsheet of a benchmark: out, filled in without network, back in with a dry run; nothing is lost."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from benchmarking.exchange import form
from benchmarking.models import Benchmark, GapFinding, Judgement
from benchmarking.queries.sheets import codes_of
from core.models import AuditLine
from standards.models import Line
from tests.benchmarking import gap_world
from tests.benchmarking.desks import line, opened, rate, rate_all

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]
Fill = Callable[[Workbook], None]


def download(client: Client, benchmark: Benchmark, view: str = "") -> bytes:
    answer = client.get(
        reverse("benchmarking:sheet", args=[benchmark.ref]) + (f"?view={view}" if view else "")
    )
    assert answer.status_code == 200
    return answer.content


def row_of(book: Workbook, number: str) -> int:
    sheet = book[form.SHEET]
    at = form.COLUMNS.index(form.NUMBER) + 1
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, at).value == number)


def put(book: Workbook, number: str, **values: str) -> None:
    """Fill in a row: rating="P", gap_code="C4" and so on."""
    row = row_of(book, number)
    for name, value in values.items():
        column = form.COLUMNS.index(name.replace("_", " ").capitalize()) + 1
        book[form.SHEET].cell(row, column).value = value


def filled(content: bytes, **rows: dict[str, str]) -> bytes:
    """The file with rows filled in: n1_1_1={"rating": "F"}."""
    book = load_workbook(io.BytesIO(content))
    for number, values in rows.items():
        put(book, number.lstrip("n").replace("_", "."), **values)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def upload(client: Client, benchmark: Benchmark, content: bytes, name: str = "work.xlsx") -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("benchmarking:sheet-in", args=[benchmark.ref]), {"file": file})


def apply(client: Client, benchmark: Benchmark, shown: HttpResponse, *mine: str) -> HttpResponse:
    data = {"shown": shown.context["token"], "mine": mine}
    return client.post(reverse("benchmarking:sheet-in", args=[benchmark.ref]), data)


def sent(client: Client, benchmark: Benchmark, content: bytes) -> HttpResponse:
    """Uploaded and applied."""
    return apply(client, benchmark, upload(client, benchmark, content))


def stored(benchmark: Benchmark, number: str, view: str = "receiving") -> Judgement:
    return benchmark.judgements.get(line__number=number, view=view)


def numbers(rows: list[Any]) -> list[str]:
    return [one.line.number for one in rows]


# --- Out -----------------------------------------------------------------------------------------


def test_the_file_has_lines_codes_lists_and_locked_identity(small_world, as_user: SignIn) -> None:
    benchmark = opened(small_world)
    theirs = [line(small_world.cambodian, "2.1"), line(small_world.cambodian, "1.2")]
    rate(benchmark, line(small_world.thai, "1.1.1"), "P", by=small_world.cast.expert_one, counterparts=theirs)
    book = load_workbook(io.BytesIO(download(as_user(small_world.cast.expert_one), benchmark)))
    sheet = book[form.SHEET]
    assert [cell.value for cell in sheet[1]] == list(form.COLUMNS)
    assert sheet.max_row == 1 + 5
    row = {name: sheet.cell(2, at) for at, name in enumerate(form.COLUMNS, 1)}
    assert (row["Rating"].value, row["Counterparts"].value, row["Revision"].value) == ("P", "1.2; 2.1", "1")
    assert sheet.protection.sheet
    assert row["Line"].protection.locked
    assert not row["Difference"].protection.locked
    assert sheet.column_dimensions["A"].hidden
    assert {str(rule.formula1)[:6] for rule in sheet.data_validations.dataValidation} >= {'"F,P,N', '"yes,n'}
    assert [one.value for one in book[form.THEIRS]["A"]][1:4] == ["CON-01", "1", "1.1"]
    assert book[form.BASE].sheet_state == "hidden"


def test_words_that_look_like_formulas_stay_words(small_world, as_user: SignIn) -> None:
    benchmark = opened(small_world)
    words = '=HYPERLINK("http://example.org","a")'
    rate(benchmark, line(small_world.thai, "1.1.1"), "P", by=small_world.cast.expert_one, difference=words)
    client = as_user(small_world.cast.expert_one)
    content = download(client, benchmark)
    cell = load_workbook(io.BytesIO(content))[form.SHEET].cell(2, form.COLUMNS.index("Difference") + 1)
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", words, True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
    assert upload(client, benchmark, content).context["found"].same == 5


def test_the_hidden_view_is_in_no_file(small_world, as_user: SignIn) -> None:
    benchmark = opened(small_world)
    Benchmark.objects.filter(pk=benchmark.pk).update(invited_at=gap_world.RELEASED)
    secret = "Only for the team."
    by = small_world.cast.expert_one
    rate(benchmark, line(small_world.thai, "1.1.1"), "P", by=by, difference=secret)
    book = load_workbook(
        io.BytesIO(download(as_user(small_world.cast.focal_kh), benchmark, "receiving"))
    )  # falls back on the own view
    assert book[form.BASE]["B3"].value == "sending"
    assert all(secret != cell.value for row in book[form.SHEET] for cell in row)


def test_numbers_that_are_there_twice_get_codes(small_world) -> None:
    lines = [Line(pk=at, number=number) for at, number in enumerate(["1.1", "2", "1.1", "", "", "a;b#c"], 1)]
    assert codes_of(lines) == {1: "1.1#1", 2: "2", 3: "1.1#2", 4: "#1", 5: "#2", 6: "a b c"}


# --- In ------------------------------------------------------------------------------------------


def test_what_was_filled_in_is_shown_and_then_saved(small_world, as_user: SignIn) -> None:
    benchmark = opened(small_world)
    client = as_user(small_world.cast.expert_one)
    content = filled(
        download(client, benchmark),
        n1_1_1={"rating": "f", "counterparts": "1.1, 2.1"},
        n1_2_1={
            "rating": "P",
            "counterparts": "2.1",
            "difference": "No tolerance.",
            "substantial": "yes",
            "gap_code": "C4",
        },
    )
    shown = upload(client, benchmark, content)
    assert shown.status_code == 200
    found = shown.context["found"]
    assert (numbers(found.changes), found.conflicts, found.faults, found.same) == (
        ["1.1.1", "1.2.1"],
        [],
        [],
        3,
    )
    assert [(one.label, one.old, one.new) for one in found.changes[0].fields] == [
        ("Rating", "not compared yet", "F – Fully covered"),
        ("Counterparts", "", "1.1; 2.1"),
    ]
    assert not benchmark.judgements.exists()
    apply(client, benchmark, shown)
    assert stored(benchmark, "1.1.1").counterparts.count() == 2
    gap = GapFinding.objects.get()
    assert gap.judgement == stored(benchmark, "1.2.1")
    assert AuditLine.objects.filter(event="benchmark.sheet_taken").get().after["lines"] == 2


def test_the_same_file_twice_changes_nothing(small_world, as_user: SignIn) -> None:
    benchmark = opened(small_world)
    client = as_user(small_world.cast.expert_one)
    content = filled(download(client, benchmark), n1_1_1={"rating": "N", "difference": "Missing."})
    sent(client, benchmark, content)
    revision = stored(benchmark, "1.1.1").revision
    again = upload(client, benchmark, content)
    assert (again.context["found"].changes, again.context["found"].same) == ([], 5)
    sent(client, benchmark, content)
    assert stored(benchmark, "1.1.1").revision == revision
    assert stored(benchmark, "1.1.1").versions.count() == 1
    assert AuditLine.objects.filter(event="benchmark.sheet_taken").count() == 1


def test_a_line_changed_meanwhile_is_a_conflict_with_mine_theirs_and_base(
    small_world, as_user: SignIn
) -> None:
    benchmark = opened(small_world)
    by, of = small_world.cast.coordinator, line(small_world.thai, "1.1.1")
    rate(benchmark, of, "P", by=by, difference="First.")
    client = as_user(small_world.cast.expert_one)
    content = filled(
        download(client, benchmark),
        n1_1_1={"difference": "Mine."},
        n1_2_2={"rating": "N", "difference": "Not there."},
    )
    rate(benchmark, of, "P", by=by, difference="Theirs.", revision=1)
    shown = upload(client, benchmark, content)
    conflict = shown.context["found"].conflicts[0]
    assert [(one.label, one.base, one.old, one.new) for one in conflict.fields] == [
        ("Difference", "First.", "Theirs.", "Mine.")
    ]
    left = apply(client, benchmark, shown)
    assert stored(benchmark, "1.1.1").difference == "Theirs."
    assert stored(benchmark, "1.2.2").rating == "N"
    assert numbers(left.context["found"].conflicts) == ["1.1.1"]
    assert f"?line={of.pk}&amp;view=receiving" in left.text
    apply(client, benchmark, left, f"{of.pk}:2")
    assert (stored(benchmark, "1.1.1").difference, stored(benchmark, "1.1.1").revision) == ("Mine.", 3)
    assert [one.values["difference"] for one in stored(benchmark, "1.1.1").versions.all()] == [
        "First.",
        "Theirs.",
        "Mine.",
    ]


def test_a_chosen_conflict_is_not_saved_over_somebody_who_was_faster_still(
    small_world, as_user: SignIn
) -> None:
    benchmark = opened(small_world)
    by, of = small_world.cast.coordinator, line(small_world.thai, "1.1.1")
    client = as_user(small_world.cast.expert_one)
    content = filled(download(client, benchmark), n1_1_1={"rating": "P", "difference": "Mine."})
    rate(benchmark, of, "P", by=by, difference="Theirs.")
    shown = upload(client, benchmark, content)
    rate(benchmark, of, "P", by=by, difference="Newer still.", revision=1)
    left = apply(client, benchmark, shown, f"{of.pk}:1")
    assert stored(benchmark, "1.1.1").difference == "Newer still."
    assert numbers(left.context["found"].conflicts) == ["1.1.1"]


def test_a_row_that_was_not_touched_never_conflicts(small_world, as_user: SignIn) -> None:
    benchmark = opened(small_world)
    client = as_user(small_world.cast.expert_one)
    rate(benchmark, line(small_world.thai, "1.1.1"), "F", by=small_world.cast.coordinator, reason="Same.")
    content = download(client, benchmark)
    for number, revision in (("1.1.1", 1), ("1.1.2", 0)):
        rate(
            benchmark,
            line(small_world.thai, number),
            "P",
            by=small_world.cast.coordinator,
            revision=revision,
        )
    found = upload(client, benchmark, content).context["found"]
    assert (found.changes, found.conflicts, found.same) == ([], [], 5)


@pytest.mark.parametrize(
    ("values", "cell", "word"),
    [
        ({"rating": "G"}, "I2", "F, P or N"),
        ({"rating": "P"}, "K2", "what is missing"),
        ({"rating": "N", "difference": "x", "counterparts": "1.1"}, "J2", "found no counterpart"),
        ({"rating": "P", "difference": "x", "counterparts": "9.9"}, "J2", "no sending line “9.9”"),
        ({"rating": "P", "difference": "x", "substantial": "maybe"}, "L2", "yes or no"),
        ({"rating": "P", "difference": "x", "substantial": "yes"}, "M2", "gap code"),
        ({"rating": "P", "difference": "x", "substantial": "yes", "gap_code": "Z9"}, "M2", "no gap code"),
        ({"rating": "P", "difference": "=1+1"}, "K2", "formula"),
        ({"rating": "P", "difference": "x" * 4001}, "K2", "4000"),
        ({"revision": "7", "rating": "F"}, "B2", "hidden revision"),
        ({"key": "999999", "rating": "F"}, "A2", "no line that this benchmark"),
        ({"key": "", "rating": "F"}, "A2", "belongs to no line"),
    ],
)
def test_wrong_entries_are_told_with_their_cell(small_world, as_user: SignIn, values, cell, word) -> None:
    benchmark = opened(small_world)
    client = as_user(small_world.cast.expert_one)
    content = filled(
        download(client, benchmark), n1_1_1=values, n1_1_2={"rating": "F", "reason": "Covered by 1.1."}
    )
    shown = upload(client, benchmark, content)
    found = shown.context["found"]
    assert [(one.at, word in one.sentence) for one in found.faults] == [(cell, True)]
    assert cell in shown.text
    apply(client, benchmark, shown)
    assert [one.line.number for one in benchmark.judgements.all()] == ["1.1.2"]  # the sound row is saved


def test_a_line_that_stands_twice_is_told(small_world, as_user: SignIn) -> None:
    benchmark = opened(small_world)
    client = as_user(small_world.cast.expert_one)
    book = load_workbook(io.BytesIO(download(client, benchmark)))
    sheet = book[form.SHEET]
    for column in (1, 2):
        sheet.cell(3, column).value = sheet.cell(2, column).value
    stream = io.BytesIO()
    book.save(stream)
    found = upload(client, benchmark, stream.getvalue()).context["found"]
    assert ["twice" in one.sentence for one in found.faults] == [True]


def test_rows_may_be_sorted_and_left_out(small_world, as_user: SignIn) -> None:
    benchmark = opened(small_world)
    client = as_user(small_world.cast.expert_one)
    book = load_workbook(
        io.BytesIO(filled(download(client, benchmark), n1_3_1={"rating": "N", "difference": "Not there."}))
    )
    book[form.SHEET].delete_rows(2, 3)
    stream = io.BytesIO()
    book.save(stream)
    found = upload(client, benchmark, stream.getvalue()).context["found"]
    assert (numbers(found.changes), found.faults) == (["1.3.1"], [])


# --- Rights and states ---------------------------------------------------------------------------


def test_a_file_of_another_benchmark_or_view_is_not_taken(small_world, as_user: SignIn) -> None:
    benchmark = opened(small_world)
    Benchmark.objects.filter(pk=benchmark.pk).update(invited_at=gap_world.RELEASED)
    expert, focal = as_user(small_world.cast.expert_one), as_user(small_world.cast.focal_kh)
    theirs = download(focal, benchmark)
    answer = upload(expert, benchmark, theirs)
    assert answer.status_code == 422
    assert "which your side does not write" in answer.text
    book = load_workbook(io.BytesIO(download(expert, benchmark)))
    book[form.BASE]["B2"].value = "th-kh-another"
    stream = io.BytesIO()
    book.save(stream)
    assert "of another benchmark" in upload(expert, benchmark, stream.getvalue()).text


def test_the_sending_side_fills_in_its_own_view(small_world, as_user: SignIn) -> None:
    benchmark = opened(small_world)
    Benchmark.objects.filter(pk=benchmark.pk).update(invited_at=gap_world.RELEASED)
    client = as_user(small_world.cast.focal_kh)
    sent(
        client, benchmark, filled(download(client, benchmark), n1_1_1={"rating": "F", "counterparts": "1.1"})
    )
    assert stored(benchmark, "1.1.1", "sending").by == small_world.cast.focal_kh


def test_a_completed_benchmark_takes_nothing(small_world, as_user: SignIn) -> None:
    benchmark = opened(small_world)
    client = as_user(small_world.cast.expert_one)
    rate_all(benchmark, small_world)
    content = filled(download(client, benchmark), n1_1_1={"rating": "N", "difference": "Missing."})
    shown = upload(client, benchmark, content)
    Benchmark.objects.filter(pk=benchmark.pk).update(
        state="completed", conclusion="comparable", released_at=gap_world.RELEASED
    )
    assert apply(client, benchmark, shown).status_code == 422
    assert upload(client, benchmark, content).status_code == 422
    assert stored(benchmark, "1.1.1").rating == "F"


def test_what_was_shown_to_one_person_is_not_applied_by_another(small_world, as_user: SignIn) -> None:
    benchmark = opened(small_world)
    client = as_user(small_world.cast.expert_one)
    content = filled(download(client, benchmark), n1_1_1={"rating": "N", "difference": "Missing."})
    shown = upload(client, benchmark, content)
    other = as_user(small_world.cast.coordinator)
    assert apply(other, benchmark, shown).status_code == 422
    assert (
        client.post(reverse("benchmarking:sheet-in", args=[benchmark.ref]), {"shown": "x:y"}).status_code
        == 422
    )
    assert not benchmark.judgements.exists()


def test_who_only_reads_takes_the_file_but_sends_none(small_world, as_user: SignIn) -> None:
    benchmark = opened(small_world)
    Benchmark.objects.filter(pk=benchmark.pk).update(released_at=gap_world.RELEASED)
    client = as_user(small_world.cast.reviewer)
    content = download(client, benchmark, "receiving")
    assert load_workbook(io.BytesIO(content))[form.SHEET]["I2"].protection.locked
    assert upload(client, benchmark, content).status_code == 403
