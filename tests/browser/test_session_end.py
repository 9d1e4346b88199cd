"""The end of a session in the browser: it is announced, it can be put off, and nothing typed is lost (F-37, A-14)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import audit
from tests.browser.conftest import Meet
from tests.browser.person import Person
from tests.live.portal import PASSWORD, Portal

pytestmark = [pytest.mark.browser, pytest.mark.screen]

SESSION = "sessionid"
WORDS = "The lab has ordered the level; the invoice is in the annex."


def gap_of(portal: Portal) -> str:
    """Reference of a gap that the Thai coordinator may reply to."""
    ref: str = portal.ask(
        "GapFinding.objects.filter(state='open').order_by('pk').values_list('ref', flat=True)[0]"
    )
    return ref


def replies(portal: Portal) -> int:
    """How many replies to gaps have been sent."""
    count: int = portal.ask("AuditLine.objects.filter(event='gap.replied').count()")
    return count


def test_a_session_that_ends_is_announced_put_off_and_taken_up_again_in_a_second_tab(
    browser: Browser, live_portal: Portal
) -> None:
    web = live_portal.start_web(SESSION_IDLE="24")
    try:
        person = Person.at(browser, web.url, "coordinator.th")
        gap, before = gap_of(live_portal), replies(live_portal)
        person.go(f"/benchmarks/gaps/{gap}/reply/")
        person.fill(text=WORDS)
        page, dialog = person.page, person.page.locator("dialog[data-session]")

        expect(dialog).to_be_visible(timeout=30_000)
        expect(dialog.get_by_role("heading", name="You will be signed out soon")).to_be_visible()
        expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
        assert audit.barriers(page) == []
        page.keyboard.press("Enter")
        expect(dialog).to_be_hidden()

        expect(dialog.get_by_role("heading", name="Your session has ended")).to_be_visible(timeout=40_000)
        again = dialog.get_by_role("link", name="Sign in again in a second tab")
        expect(again).to_be_focused()
        with person.context.expect_page() as opened:
            again.click()
        second = opened.value
        second.get_by_label("E-mail").fill("coordinator.th@mrs.example.org")
        second.get_by_label("Password").fill(PASSWORD)
        second.locator("main").get_by_role("button", name="Sign in").click()
        expect(second.get_by_role("button", name="Sign out")).to_be_visible()
        second.close()
        dialog.get_by_role("button", name="Back to the page").click()
        expect(dialog).to_be_hidden()
        expect(page.locator('main [name="text"]')).to_have_value(WORDS)
        with page.expect_navigation():
            person.press("Send reply")

        person.reads(WORDS)
        assert replies(live_portal) == before + 1
        person.context.close()
    finally:
        live_portal.stop_web(web)


def test_text_saved_after_the_end_is_offered_again_after_sign_in_and_saved_once(
    meet: Meet, live_portal: Portal
) -> None:
    person = meet("coordinator.th")
    gap, before = gap_of(live_portal), replies(live_portal)
    words = "Second reply, typed for a long time."
    person.go(f"/benchmarks/gaps/{gap}/reply/")
    person.fill(text=words)
    person.context.clear_cookies(name=SESSION)

    person.press("Send reply")

    expect(person.page.get_by_label("E-mail")).to_be_visible()
    person.fill(login="coordinator.th@mrs.example.org", password=PASSWORD)
    person.press("Sign in")
    expect(person.page).to_have_url(f"{live_portal.url}/benchmarks/gaps/{gap}/reply/")
    person.press("Put it back")
    person.press("Send reply")
    person.reads(words)
    assert replies(live_portal) == before + 1, "saved once"


def test_on_a_public_computer_nothing_is_kept_in_the_browser(meet: Meet, live_portal: Portal) -> None:
    person = meet("focal.kh")
    person.page.get_by_role("button", name="Sign out").click()
    person.go("/accounts/sign-in/")
    person.page.get_by_label("This is a public or shared computer").check()
    person.fill(login="focal.kh@mrs.example.org", password=PASSWORD)
    person.press("Sign in")
    gap = live_portal.ask(
        "GapFinding.objects.filter(corridor__sending_country='KH', state='open').values_list('ref', flat=True)[0]"
    )
    person.go(f"/benchmarks/gaps/{gap}/reply/")
    person.fill(text="Typed in a hotel")
    person.page.wait_for_timeout(1500)

    kept = person.page.evaluate("JSON.stringify(localStorage)")

    assert "Typed in a hotel" not in kept
    person.page.locator('main [name="text"]').fill("")
