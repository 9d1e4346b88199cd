"""The key steps with JavaScript switched off: plain forms and links do the same work."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import files
from tests.browser.conftest import Meet
from tests.live.portal import Portal, wait_until

pytestmark = pytest.mark.browser


def test_a_line_is_rated_without_scripts(meet: Meet, live_portal: Portal) -> None:
    expert = meet("group3.expert.th", java_script_enabled=False)
    benchmark = live_portal.ask("Benchmark.objects.filter(state='open').order_by('pk')[0].ref")
    # The demonstration's benchmark is compared to its last line: some are made open again.
    live_portal.ask(f"Judgement.objects.filter(benchmark__ref={benchmark!r}, gap=None).delete()[0]")
    expert.go(f"/benchmarks/{benchmark}/work/?show=open")
    line = expert.page.locator("#ws-line").inner_text()

    expert.fill(rating="N")
    expert.press("Save and next")
    expert.reads("P and N need a difference")
    expect(expert.page.locator('#j input[name="rating"][value="N"]')).to_be_checked()
    expert.fill(difference="Nothing of this was found.", find="needle")
    expert.press("Search")  # the button of the counterparts; what was typed comes back
    expert.reads("The line is not saved yet")
    expect(expert.page.locator('#j [name="difference"]')).to_have_value("Nothing of this was found.")
    expert.press("Save and next")

    expert.reads("Saved:")
    assert expert.page.locator("#ws-line").inner_text() != line


def test_a_standard_is_uploaded_and_confirmed_without_scripts(meet: Meet, tmp_path: Path) -> None:
    focal = meet("focal.la", java_script_enabled=False)
    focal.go("/standards/new/")
    focal.fill(new_body="Office without scripts", title="Standard without scripts", label="2031")
    focal.choose("occupation", "Bricklayers")
    focal.press("Save and go on")
    focal.follow("Upload the standard")
    focal.fill(file=files.lao_workbook(tmp_path))
    focal.press("Upload")
    confirm = focal.page.locator("main").get_by_role("link", name="Check and confirm")

    def is_read() -> bool:
        if confirm.count():
            return True
        focal.follow("Look again")
        return False

    wait_until(is_read, seconds=60, what="the file is read", every=0.5)
    confirm.click()
    focal.press("Confirm 7 lines")

    focal.reads("The lines are in the draft.", "7 lines, 4 of them to compare")


def test_a_report_is_commented_on_without_scripts(meet: Meet, live_portal: Portal) -> None:
    reviewer = meet("reviewer2.ilo", java_script_enabled=False)
    report = live_portal.ask("Report.objects.filter(state='ilo_review').order_by('pk')[0].ref")
    reviewer.go(f"/reports/{report}/")

    reviewer.press("Save the comment")
    reviewer.reads("Write your comment first.")
    reviewer.fill(text="The map of sections reads well.")
    reviewer.choose("part", "Summary")
    reviewer.press("Save the comment")

    reviewer.reads("Your comment is saved.", "The map of sections reads well.")
