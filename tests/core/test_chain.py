"""The chain of the history: what is sealed stays, and whatever was touched is found."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from core import chain, chain_guard, mails, rounds, witnesses
from core.audit import record
from core.models import AuditHead, AuditLine
from core.queries import history_state
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines() -> list[AuditLine]:
    """Twelve sealed lines with texts of five scripts and odd values."""
    person = people.person("office", "Office", "dsd", "coordinator")
    for number in range(12):
        record(
            "person.signed_in",
            on=person,
            by=person if number % 2 else None,
            before={"ท": "ค่า", "n": 1.5, "none": None},
            after={"ខ": ["ក", number], "b": True},
        )
    chain.seal_due()
    return list(AuditLine.objects.order_by("place"))


def tampered(sql: str, params: list[Any]) -> None:
    """Somebody with the database in his hands: the guard is lifted and one statement sent."""
    chain_guard.take_down()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
    chain_guard.put_up()


def verified(*args: str) -> tuple[int, dict[str, Any]]:
    """Exit code and answer of the command."""
    out, code = StringIO(), 0
    try:
        call_command("verify_history", "--json", *args, stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, json.loads(out.getvalue())


def test_sealed_lines_stand_one_behind_the_other_and_the_command_finds_them_whole(
    lines: list[AuditLine],
) -> None:
    code, found = verified()

    assert [line.place for line in lines] == list(range(1, len(lines) + 1))
    assert [line.pk for line in lines] == sorted(line.pk for line in lines)
    assert code == 0
    assert found["whole"]
    assert found["lines"] == len(lines)
    assert found["head"] == f"{len(lines)}:{lines[-1].seal}"
    assert found["waiting"] == 0


def test_a_line_that_comes_later_goes_on_behind_the_others(lines: list[AuditLine]) -> None:
    noted = chain.head_now()
    record("person.signed_out", on=lines[0], by=None)

    assert verified()[1]["waiting"] == 1
    assert chain.seal_due() == 1
    assert chain.seal_due() == 0
    assert verified("--since", str(noted))[0] == 0
    assert chain.head_now().place == noted.place + 1


@pytest.mark.parametrize(
    "column, value",
    [
        ("event", "person.signed_ix"),
        ("by_text", "Somebody else"),
        ("by_id", None),
        ("behalf_text", "x"),
        ("subject_id", "9"),
        ("subject_type", "accounts.usex"),
        ("subject_text", "Offixe"),
        ("after", '{"b": false}'),
        ("before", "{}"),
        ("at", "2019-06-03 08:00:00+00:00"),
        ("seal", "0" * 64),
    ],
)
def test_one_changed_value_is_found_and_located(
    lines: list[AuditLine], column: str, value: str | None
) -> None:
    bad = lines[7]

    tampered(f"UPDATE core_auditline SET {column} = %s WHERE id = %s", [value, bad.pk])

    code, found = verified()
    assert code == 1
    assert found["bad_place"] == bad.place
    assert str(bad.pk) in found["told"]


def test_one_flipped_bit_is_found(lines: list[AuditLine]) -> None:
    bad = lines[3]
    flipped = bad.by_text[:-1] + chr(ord(bad.by_text[-1]) ^ 1)

    tampered("UPDATE core_auditline SET by_text = %s WHERE id = %s", [flipped, bad.pk])

    assert verified()[1]["bad_place"] == bad.place


def test_a_line_that_was_removed_is_missed_at_its_place(lines: list[AuditLine]) -> None:
    tampered("DELETE FROM core_auditline WHERE id = %s", [lines[5].pk])

    assert verified()[1]["bad_place"] == lines[5].place


def test_the_last_lines_cannot_be_cut_off(lines: list[AuditLine]) -> None:
    tampered("DELETE FROM core_auditline WHERE place > %s", [10])

    assert verified()[1]["bad_place"] == 11


def test_a_line_slipped_in_behind_the_end_is_found(lines: list[AuditLine]) -> None:
    AuditLine.objects.create(
        event="x", by_text="x", subject_type="x", subject_id="1", place=99, seal="0" * 64
    )

    assert verified()[1]["bad_place"] == len(lines) + 1


def test_two_lines_that_change_places_are_found(lines: list[AuditLine]) -> None:
    tampered("UPDATE core_auditline SET place = %s WHERE id = %s", [1000, lines[2].pk])
    tampered("UPDATE core_auditline SET place = %s WHERE id = %s", [3, lines[4].pk])
    tampered("UPDATE core_auditline SET place = %s WHERE id = %s", [5, lines[2].pk])

    assert verified()[1]["bad_place"] == 3


def test_a_chain_made_anew_is_whole_in_itself_but_not_against_a_noted_end(lines: list[AuditLine]) -> None:
    noted = chain.head_now()
    tampered("UPDATE core_auditline SET after = %s WHERE id = %s", ["{}", lines[4].pk])
    tampered("UPDATE core_auditline SET place = NULL, seal = ''", [])
    AuditHead.objects.update(place=0, seal="")
    chain.seal_due()

    assert verified()[0] == 0
    code, found = verified("--since", str(noted))
    assert code == 1
    assert found["bad_place"] == noted.place


def test_a_note_that_cannot_be_read_is_an_error_of_its_own(lines: list[AuditLine]) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("verify_history", "--since", "12:abc")

    assert refused.value.returncode == 2


@pytest.mark.parametrize("act", ["change", "remove"])
def test_the_database_itself_refuses_to_touch_sealed_lines(lines: list[AuditLine], act: str) -> None:
    one = AuditLine.objects.filter(pk=lines[6].pk)

    touch = {"change": lambda: one.update(by_text="Somebody else"), "remove": one.delete}[act]

    with pytest.raises(DatabaseError, match="sealed lines"), transaction.atomic():
        touch()

    assert one.get().by_text == lines[6].by_text


def test_lines_that_are_not_sealed_yet_are_not_in_the_way(lines: list[AuditLine]) -> None:
    line = record("person.signed_out", on=lines[0], by=None)

    line.delete()

    assert verified()[0] == 0


def test_what_is_old_goes_from_the_beginning_and_the_rest_can_still_be_verified(
    lines: list[AuditLine],
) -> None:
    old, noted = timezone.now() - timedelta(days=5 * 366), chain.Note(4, lines[3].seal)
    chain_guard.take_down()
    AuditLine.objects.filter(place__in=[1, 2, 3, 9]).update(at=old)
    AuditLine.objects.update(place=None, seal="")
    AuditHead.objects.update(place=0, seal="")
    chain_guard.put_up()
    chain.seal_due()
    moment = timezone.now() - timedelta(days=5 * 365)

    assert chain.to_forget(moment) == 3
    assert chain.forget_before(moment) == 3
    assert chain.forget_before(moment) == 0

    code, found = verified()
    assert code == 0
    assert found["horizon"] == 3
    assert found["lines"] == len(lines) - 3
    assert verified("--since", str(chain.head_now()))[0] == 0
    assert verified("--since", str(noted))[0] == 1  # the line at place 4 was sealed anew above


def test_everything_can_go_and_the_chain_begins_again_behind_it(lines: list[AuditLine]) -> None:
    assert chain.forget_before(timezone.now() + timedelta(1)) == len(lines)
    record("person.signed_out", on=lines[0], by=None)
    chain.seal_due()

    assert verified()[0] == 0
    assert AuditLine.objects.get().place == len(lines) + 1


def test_a_long_pause_is_sealed_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "BATCH", 4)
    monkeypatch.setattr(chain, "ROUNDS", 2)
    person = people.person("office", "Office", "dsd", "coordinator")
    for _number in range(11):
        record("person.signed_in", on=person, by=person)
    waiting = AuditLine.objects.filter(place=None).count()

    assert chain.seal_due() == 8
    assert chain.seal_due() == waiting - 8
    assert verified()[0] == 0


def test_the_check_is_made_once_a_day_and_the_witnesses_hear_of_it(
    lines: list[AuditLine], settings: Any
) -> None:
    settings.HISTORY_WITNESSES = ["office.one@mrs.example.org", "office.two@mrs.example.org"]
    now = timezone.now()

    assert witnesses.check_daily(now)
    assert not witnesses.check_daily(now + timedelta(hours=2))
    mails.send_due(timezone.now())

    assert [one.to for one in mail.outbox] == [["office.one@mrs.example.org"], ["office.two@mrs.example.org"]]
    assert f"{len(lines)}:{lines[-1].seal}" in mail.outbox[0].body
    state = history_state()
    assert state.whole
    assert state.is_well
    assert state.checked_at is not None


def test_a_broken_chain_shows_on_the_health_page_and_in_the_mail(
    lines: list[AuditLine], settings: Any
) -> None:
    settings.HISTORY_WITNESSES = ["office.one@mrs.example.org"]
    tampered("UPDATE core_auditline SET by_text = %s WHERE id = %s", ["Nobody", lines[5].pk])

    witnesses.check_daily(timezone.now())
    mails.send_due(timezone.now())

    assert not history_state().is_well
    assert history_state().told
    assert "NOT WHOLE at place 6" in mail.outbox[0].body


def test_lines_that_nobody_seals_show_on_the_health_page(lines: list[AuditLine]) -> None:
    line = record("person.signed_out", on=lines[0], by=None)
    assert history_state().is_well

    AuditLine.objects.filter(pk=line.pk).update(at=timezone.now() - timedelta(hours=1))

    assert not history_state().is_well


def test_the_check_is_one_of_the_rounds() -> None:
    assert "history" in rounds._work


def test_a_database_without_its_guard_is_noticed() -> None:
    chain_guard.take_down()
    assert not history_state().is_well

    call_command("migrate", "core", verbosity=0)

    assert history_state().is_well


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", [1, 2])
def test_a_tests_database_can_be_emptied_with_sealed_lines_in_it(round_: int) -> None:
    person = people.person("office", "Office", "dsd", "coordinator")
    assert not AuditLine.objects.filter(place__isnull=False).exists()
    record("person.signed_in", on=person, by=person)

    chain.seal_due()

    assert chain_guard.is_guarded()
