"""Every main page as each role sees it: fits phones and desks, no barrier, nothing in the console, few bytes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser import audit
from tests.browser.conftest import Meet
from tests.browser.person import Person
from tests.live.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.screen]

PHONE, DESK, SMALLEST = 360, 1280, 320
FIRST_PAGE_BYTES, LATER_PAGE_BYTES = 75_000, 30_000

LISTS = ("/", "/corridors/", "/standards/", "/benchmarks/", "/benchmarks/gaps/", "/missions/", "/reports/")
#: account -> addresses; {names} are objects of the demonstration, see `objects`.
PAGES = {
    "coordinator.th": (
        *LISTS,
        "/help/",
        "/pilots/{pilot}/",
        "/c/{kh}/",
        "/corridors/{kh}/steps/3/",
        "/corridors/plan/{pilot}/",
        "/corridors/plan/{pilot}/?view=weeks",
        "/corridors/plan/{pilot}/new/",
        "/corridors/activities/{activity}/",
        "/corridors/activities/{activity}/edit/",
        "/standards/{edition}/",
        "/standards/{edition}/?open=all",
        "/standards/{edition}/changes/",
        "/standards/{edition}/comments/?show=all",
        "/standards/{edition}/lines/{line}/",
        "/missions/{mission}/",
        "/missions/{mission}/edit/",
        "/missions/{mission}/observe/",
        "/missions/pilots/{pilot}/new/",
        "/missions/{planned}/held/",
        "/reports/corridors/{kh}/new/",
        "/reports/{report}/",
        "/reports/wording/",
        "/reports/wording/gap_analysis/en/",
    ),
    "group1.head.th": (
        "/",
        "/benchmarks/{full}/",
        "/benchmarks/{full}/work/",
        "/benchmarks/{full}/reopen/",
        "/benchmarks/corridors/{la}/new/",
        "/benchmarks/gaps/{waiting}/",
        "/benchmarks/gaps/{waiting}/close/",
        "/benchmarks/gaps/{open}/edit/",
        "/benchmarks/gaps/{open}/activity/",
        "/chain/{closed}/",
    ),
    "group3.expert.th": (
        "/benchmarks/{half}/",
        "/benchmarks/{half}/work/?show=open",
        "/benchmarks/{half}/complete/",
    ),
    "focal.kh": (
        *LISTS,
        "/standards/new/",
        "/standards/{edition}/",
        "/standards/{edition}/sharing/",
        "/standards/bin/",
        "/benchmarks/{full}/work/",
        "/benchmarks/gaps/{agreed}/",
        "/benchmarks/gaps/{agreed}/report-done/",
        "/chain/{closed}/",
        "/reports/{report}/",
    ),
    "reviewer.ilo": ("/", "/reports/", "/c/{kh}/", "/reports/{report}/", "/reports/{report}/decide/"),
    "observer": ("/", "/standards/", "/reports/", "/privacy/", "/privacy/me/"),
    "admin": (
        "/",
        "/accounts/people/",
        "/accounts/people/{person}/",
        "/jobs/",
        "/administration/",
        "/administration/health/",
        "/administration/mails/",
        "/administration/people/{person}/erase/",
    ),
}


@pytest.fixture(scope="module")
def objects(live_portal: Portal) -> dict[str, str]:
    """References of objects of the demonstration by the names that stand in PAGES."""
    one = {
        "pilot": "Pilot.objects.get().ref",
        "kh": "Corridor.objects.get(sending_country='KH', skill_area__title__startswith='Brick').ref",
        "la": "Corridor.objects.get(sending_country='LA').ref",
        "activity": "Activity.objects.filter(kind='assistance').order_by('pk')[0].ref",
        "edition": "Edition.objects.get(standard__country='KH', standard__title__icontains='brick', state='accepted').ref",
        "line": "Edition.objects.get(standard__country='KH', standard__title__icontains='brick', state='accepted')"
        ".lines.order_by('position')[2].key",
        "mission": "Mission.objects.filter(state='held').order_by('pk')[0].ref",
        "planned": "Mission.objects.filter(state='planned').order_by('pk')[0].ref",
        "report": "Report.objects.filter(state='ilo_review').order_by('pk')[0].ref",
        "full": "Benchmark.objects.filter(state='completed').order_by('pk')[0].ref",
        "half": "Benchmark.objects.filter(state='open').order_by('pk')[0].ref",
        "person": "User.objects.get(email__startswith='focal.kh').ref",
    }
    gaps = {"waiting": "waiting_check", "open": "open", "agreed": "in_progress", "closed": "closed"}
    for name, state in gaps.items():
        one[name] = (
            f"GapFinding.objects.filter(state={state!r}, corridor__sending_country='KH').order_by('pk')[0].ref"
        )
    names = ", ".join(f"{name!r}: str({expression})" for name, expression in one.items())
    found: dict[str, str] = live_portal.ask("{" + names + "}")
    return found


@pytest.mark.parametrize("account", PAGES)
def test_main_pages_fit_every_screen_and_have_no_barrier(
    meet: Meet, objects: dict[str, str], account: str
) -> None:
    person = meet(account, viewport={"width": DESK, "height": 900})
    faults = []
    for template in PAGES[account]:
        address = template.format(**objects)
        person.go(address)
        for width in (DESK, PHONE, SMALLEST):
            faults += [f"{address} at {width}: {fault}" for fault in audit.too_wide(person.page, width)]
            if width != SMALLEST:
                faults += [f"{address} at {width}: {fault}" for fault in audit.barriers(person.page)]
        person.page.set_viewport_size({"width": DESK, "height": 900})
    assert faults == []


def test_the_page_of_signing_in_fits_and_has_no_barrier(browser: Browser, live_portal: Portal) -> None:
    context = browser.new_context(base_url=live_portal.url)
    page = context.new_page()
    page.goto("/accounts/sign-in/")
    found = [audit.too_wide(page, width) for width in (DESK, PHONE, SMALLEST)]
    barriers = audit.barriers(page)
    context.close()
    assert found == [[], [], []]
    assert barriers == []


def test_the_measuring_finds_what_is_wrong(browser: Browser, live_portal: Portal) -> None:
    context = browser.new_context(base_url=live_portal.url)
    page = context.new_page()
    page.goto("/accounts/sign-in/")
    page.evaluate("""() => {
        const bar = document.body.appendChild(document.createElement("div"));
        bar.style.width = "700px";
        bar.innerHTML = '<img src="/static/img/favicon.svg"><button></button>';
    }""")
    narrow, wide = audit.too_wide(page, PHONE), audit.too_wide(page, DESK)
    barriers = {name for _impact, name, _where in audit.barriers(page)}
    context.close()
    assert narrow
    assert wide == []
    assert barriers >= {"image-alt", "button-name"}


def test_a_refused_script_and_a_message_in_the_console_are_noticed(
    browser: Browser, live_portal: Portal
) -> None:
    person = Person.at(browser, live_portal.url, "observer")
    assert person.complaints == []
    person.page.evaluate("""() => {
        try {
            document.body.appendChild(document.createElement("script")).textContent = "document.title = 'harm'";
        } catch (refused) {}  // text becomes no script at all (trusted types)
        document.body.appendChild(document.createElement("style")).textContent = "p { color: red }";
        console.error("trouble");
    }""")
    person.page.wait_for_timeout(200)
    found = " ".join(person.complaints)
    person.context.close()
    assert "CSP require-trusted-types-for" in found
    assert "CSP style-src" in found
    assert "trouble" in found


def test_the_first_page_is_light_and_later_ones_are_lighter(browser: Browser, live_portal: Portal) -> None:
    context = browser.new_context(base_url=live_portal.url)
    line = audit.Line(page := context.new_page())
    page.goto("/accounts/sign-in/", wait_until="networkidle")
    assert line.since() < FIRST_PAGE_BYTES, line.asked
    context.close()

    person = Person.at(browser, live_portal.url, "coordinator.th")
    line = audit.Line(person.page)
    for address in LISTS:
        line.since()
        line.asked.clear()
        person.page.goto(address, wait_until="networkidle")
        # The letters of another script come once, with the first page that has words in it.
        fonts = sum(size for url, size in line.asked.items() if url.endswith(".woff2"))
        assert line.since() - fonts < LATER_PAGE_BYTES, (address, line.asked)
    person.context.close()
