"""The database goes away in the middle of a report and comes back: the report is ready in the end, once."""

from __future__ import annotations

import time

import pytest

from tests.live import database, work
from tests.live.browser import Browser
from tests.live.portal import Portal, wait_until

pytestmark = pytest.mark.live

AWAY_SECONDS = (
    8  # longer than a heartbeat (5 s), shorter than a lease (20 s) and than waiting for a locked file (20 s)
)
ONCE = {"state": "ready", "files": 1, "stored": 1, "rendered": 1, "failure": ""}


def test_a_report_whose_database_goes_away_in_the_middle_is_ready_once(live_portal: Portal) -> None:
    work.wait_for_quiet(live_portal)
    coordinator = Browser(live_portal.url).sign_in("coordinator.th")
    corridor = work.corridor_of(live_portal, "KH", "Brick")
    report = work.ask_for_report(coordinator, corridor, portal=live_portal)
    wait_until(
        lambda: work.printing(live_portal, report)["done"] and live_portal.workers[-1].rendering(),
        seconds=60,
        what="the report is being printed",
        every=0.05,
    )

    with database.away(live_portal):
        time.sleep(AWAY_SECONDS)

    found = wait_until(
        lambda: _ended(live_portal, report),
        seconds=120,
        what="the report is made after the database is back",
        every=1,
    )
    assert found.items() >= ONCE.items(), found
    assert coordinator.get(f"/reports/{report}/v1.pdf").status == 200


def test_a_workbook_is_made_by_the_same_worker_while_the_page_says_how_far_it_is(live_portal: Portal) -> None:
    coordinator = Browser(live_portal.url).sign_in("coordinator.th")
    report = str(live_portal.ask("Report.objects.order_by('pk').first().ref"))
    coordinator.get(f"/reports/{report}/")
    answer = coordinator.post(f"/reports/{report}/files/", {"version": "1", "format": "xlsx"})
    assert "The XLSX is being made" in answer.words

    wait_until(
        lambda: coordinator.get(f"/reports/{report}/v1.xlsx").body.startswith(b"PK"),
        seconds=60,
        what="the workbook can be downloaded",
        every=0.5,
    )


def _ended(portal: Portal, report: str) -> dict[str, object] | None:
    """The printing once it has ended. The process that reads facts may have lost its connection as well."""
    try:
        found = work.printing(portal, report)
    except AssertionError:
        return None
    return found if found["state"] not in ("queued", "running") else None
