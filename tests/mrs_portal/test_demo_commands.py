"""The demonstration's commands where it is not loaded: whom they refuse, and what they print."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from mrs_portal.demo import load, sources
from mrs_portal.demo.people import PASSWORD
from mrs_portal.management.commands.demo_accounts import table
from tests.mrs_portal.demo_files import EDITIONS


@pytest.mark.parametrize(
    ("https", "database", "demo", "real"),
    [
        (False, "sqlite", False, False),
        (True, "sqlite", False, True),
        (False, "postgresql", False, True),
        (True, "postgresql", True, False),
    ],
)
def test_only_a_real_installation_is_refused(https: bool, database: str, demo: bool, real: bool) -> None:
    assert load.looks_real(https=https, database=database, demo=demo) == real


def test_a_real_installation_gets_a_sentence_and_no_accounts(db: None, settings: Any) -> None:
    settings.DEMO, settings.HTTPS = False, True
    before = User.objects.count()

    with pytest.raises(CommandError, match="set DEMO=1"):
        call_command("seed_demo", stdout=StringIO())

    assert User.objects.count() == before


def test_a_source_file_is_the_same_on_every_run(monkeypatch: pytest.MonkeyPatch) -> None:
    data = EDITIONS["th_sewing_l1"]
    first = sources.source_file(data)
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 1, 1, 0, 0, 0, 0, 1, 0))

    assert sources.source_file(data) == first


def test_the_table_of_accounts_fits_the_terminal() -> None:
    lines = table([("Coordinator", "coordinator.th@mrs.example.org", "word " * 40)], width=90)

    assert max(map(len, lines)) <= 90
    assert len(lines) > 4


def test_without_the_demonstration_the_list_says_how_to_load_it(db: None) -> None:
    User.objects.update(is_active=False)
    out = StringIO()

    call_command("demo_accounts", stdout=out)

    assert "seed_demo" in out.getvalue()
    assert PASSWORD not in out.getvalue()
