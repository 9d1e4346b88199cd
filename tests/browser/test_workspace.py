"""The workspace as three people with a projector use it: by keyboard alone, while the line is down, on real documents."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.conftest import Meet
from tests.browser.person import PATIENCE, Person
from tests.live.portal import Portal, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.screen]

PROJECTOR = {"width": 1024, "height": 768}
EXPERT, SECOND = "group3.expert.th", "coordinator.th"
OPEN = "Benchmark.objects.filter(state='open', corridor__sending_country='MM').order_by('pk')[0].ref"
REAL_FILES = Path(__file__).resolve().parents[3] / "shared" / "data" / "extraction"


def judged(portal: Portal, line: str) -> dict[str, Any]:
    """The receiving view on a line as {rating, revision, links, ...}."""
    found: list[dict[str, Any]] = portal.ask(
        f"[{{'rating': j.rating, 'difference': j.difference, 'reason': j.reason, 'revision': j.revision, "
        f"'substantial': j.substantial, 'code': j.gap_code, 'links': j.counterparts.count(), 'at': j.at}} "
        f"for j in Judgement.objects.filter(line={line}, view='receiving')]"
    )
    return found[0] if found else {}


class Desk:
    """One person at the workspace, with nothing but a keyboard."""

    def __init__(self, person: Person, benchmark: str, query: str = "?show=open") -> None:
        self.person, self.page = person, person.page
        person.go(f"/benchmarks/{benchmark}/work/{query}")
        self.page.locator("#judgement").focus()

    @property
    def line(self) -> str:
        """Primary key of the line in hand."""
        return str(self.page.locator("#judgement").get_attribute("data-line"))

    def keys(self, *keys: str) -> None:
        """Press keys one after the other; a word of several letters that is no key is typed."""
        for key in keys:
            if key == "/":
                self.page.keyboard.press("/")
                self.page.keyboard.press("Control+a")
                continue
            named = len(key) == 1 or key in (
                "Enter",
                "Escape",
                "Space",
                "ArrowDown",
                "ArrowUp",
                "Control+Enter",
            )
            if named:
                self.page.keyboard.press(key)
            else:
                self.page.keyboard.type(key)

    def moves_on(self, line: str) -> None:
        """Another line is in hand."""
        expect(self.page.locator(f'#judgement[data-line="{line}"]')).to_have_count(0, timeout=PATIENCE)

    def judge(self, *keys: str) -> str:
        """Press these keys, which save the line in hand; gives that line once the next one is there."""
        line = self.line
        self.keys(*keys)
        self.moves_on(line)
        return line


@pytest.fixture
def benchmark(live_portal: Portal) -> str:
    """A benchmark of the demonstration that is in work, with lines that nobody has compared."""
    ref = str(live_portal.ask(OPEN))
    live_portal.ask(f"Judgement.objects.filter(benchmark__ref={ref!r}, gap=None).delete()[0]")
    return ref


def test_lines_are_compared_linked_marked_and_found_by_keyboard_alone(
    meet: Meet, live_portal: Portal, benchmark: str
) -> None:
    desk = Desk(meet(EXPERT, viewport=PROJECTOR), benchmark, "")
    page = desk.page
    rating = page.locator(".ws-rating").bounding_box()
    assert rating is not None
    assert rating["y"] + rating["height"] <= PROJECTOR["height"], "the rating stands in the first view"

    alone = desk.line
    desk.keys("f", "Enter")  # F with nothing that says the same is refused
    desk.person.reads("F means that a line of the sending country says the same.")
    assert desk.line == alone
    desk.keys("Escape", "c", "ArrowDown", "Space", "ArrowDown", "Space", "ArrowUp", "Space")
    expect(page.locator("[data-ws-linked] li")).to_have_count(1)
    desk.keys("Escape")
    full = desk.judge("Enter")
    assert (judged(live_portal, full)["rating"], judged(live_portal, full)["links"]) == ("F", 1)

    partly = desk.judge("p", "d", "The limit is missing there.", "Escape", "s", "o", "C4", "Control+Enter")
    found = judged(live_portal, partly)
    assert (found["rating"], found["substantial"], found["code"]) == ("P", True, "C4")
    none = desk.judge(
        "n", "d", "Looked for in all units.", "r", "Escape", "r", "Seen twice.", "Control+Enter"
    )
    assert judged(live_portal, none)["reason"].endswith("Seen twice.")

    number = str(page.locator(f'[data-ws-receiving] a[href^="?line={full}"] i').text_content())
    desk.keys("Escape", "g", number, "Enter")
    expect(page.locator(f'#judgement[data-line="{full}"]')).to_have_count(1)
    desk.keys("h")
    expect(page.locator("#ws-past")).to_contain_text("This version stands now.")

    extra = page.locator("[data-ws-bar=s] [data-n]").nth(1)
    before = int(str(extra.text_content()))
    desk.keys("Escape", "c")
    for _line in range(60):  # down the list to a line on which nothing rests
        desk.keys("x")
        if page.locator("form.ws-x").count():
            break
        desk.keys("ArrowDown")
    desk.keys("Nothing in the reference asks for it", "Enter")
    expect(extra).to_have_text(str(before + 1))
    assert live_portal.ask(f"Benchmark.objects.get(ref={benchmark!r}).additional.count()") == before + 1


def test_what_is_saved_while_the_line_is_down_is_sent_in_order_and_a_conflict_is_shown(
    meet: Meet, live_portal: Portal, benchmark: str
) -> None:
    person = meet(EXPERT, viewport=PROJECTOR)
    desk = Desk(person, benchmark)
    page, waiting = desk.page, desk.page.locator("[data-ws-waiting]")
    page.wait_for_timeout(1500)  # the next lines are fetched ahead
    person.context.set_offline(True)
    kept = [
        desk.judge("f", "r", f"Covered in the introduction, part {number}.", "Control+Enter")
        for number in (1, 2, 3, 4, 5)
    ]
    expect(waiting.locator("[data-waiting]")).to_be_visible()
    expect(waiting).to_contain_text("wait to be sent: 5")
    assert [judged(live_portal, line) for line in kept] == [{}] * 5

    other = Desk(meet(SECOND), benchmark, f"?line={kept[1]}")
    assert other.line == kept[1]
    other.judge("n", "d", "Nothing of this was found.", "Control+Enter")

    person.context.set_offline(False)
    wait_until(
        lambda: page.evaluate("document.mrsQueue.entries.length") == 1,
        seconds=30,
        what="four of five are sent",
    )
    person.complaints.clear()  # that the line was down
    conflict = waiting.locator("[data-stuck]")
    expect(conflict).to_be_visible()
    sent = [judged(live_portal, line) for line in kept]
    assert [one["rating"] for one in sent] == ["F", "N", "F", "F", "F"]
    times = [sent[place]["at"] for place in (0, 2, 3, 4)]
    assert times == sorted(times)

    page.reload()  # what could not be sent survives that
    expect(conflict.get_by_text("Somebody else saved this line while yours waited")).to_be_visible()
    conflict.get_by_role("button", name="Look at it").press("Enter")
    person.reads("Nothing of yours is lost", "Both started from", "Nothing of this was found.")
    expect(page.locator('#j [name="reason"]')).to_have_value("Covered in the introduction, part 2.")
    page.locator('[name="pick-difference"][value="base"]').check()
    page.locator("#judgement").focus()
    desk.keys("Enter")
    wait_until(lambda: page.evaluate("document.mrsQueue.entries.length") == 0, seconds=30, what="it is saved")
    expect(waiting).to_be_hidden()
    now = judged(live_portal, kept[1])
    assert (now["rating"], now["difference"], now["revision"]) == ("F", "", 2)
    assert (
        page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('mrs:queue:')).length") == 0
    )


def test_what_waits_is_nobody_elses(meet: Meet, benchmark: str) -> None:
    person = meet(EXPERT)
    desk = Desk(person, benchmark)
    page = desk.page
    page.evaluate("localStorage.setItem('mrs:queue:0:1', '[]')")  # left by somebody else
    page.evaluate("localStorage.setItem('mrs:queue:' + document.body.dataset.user + ':0', '[]')")
    page.reload()
    left = "Object.keys(localStorage).filter((key) => key.startsWith('mrs:queue:')).length"
    assert page.evaluate(left) == 1
    page.wait_for_timeout(1500)  # the next lines are fetched ahead; once signed out they would be refused
    page.wait_for_load_state("networkidle")
    page.once("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    assert page.evaluate(left) == 0


@pytest.mark.skipif(not REAL_FILES.is_dir(), reason="the collection of real documents is not here")
def test_a_section_of_two_real_documents_is_compared_by_keyboard(meet: Meet, live_portal: Portal) -> None:
    corridor = live_portal.ask("Corridor.objects.get(sending_country='LA').ref")
    focal, expert, coordinator = meet("focal.la"), meet("group1.expert.th", viewport=PROJECTOR), meet(SECOND)
    _take_in(focal, "Masonry as handed in", REAL_FILES / "ng_masonry_l2_tesda_tr.docx")
    lao = focal.ref
    steps.submit_edition(focal, lao)
    steps.accept_edition(coordinator, lao)
    _take_in(expert, "Masonry of the reference", REAL_FILES / "ng_masonry_l1_nbte_table.pdf")
    thai = expert.ref
    steps.submit_edition(coordinator, thai)
    steps.accept_edition(meet("approving.th"), thai)
    benchmark = steps.open_benchmark(
        expert, corridor, reference="Masonry of the reference", sending="Masonry as handed in"
    )

    desk = Desk(expert, benchmark, "")
    section = desk.page.locator("[data-ws-receiving] small[id^=k]").first
    total = int(str(section.text_content()).split("/")[1])
    for number in range(total):
        if number % 3 == 2:
            desk.judge("n", "d", "Looked for in the whole standard.", "Control+Enter")
            continue
        desk.keys("Escape", "c", *["ArrowDown"] * number, "Space", "Escape")
        linked = desk.page.locator("[data-ws-linked] li:not(.muted)")
        expect(linked).to_have_count(1, timeout=PATIENCE)
        rest = ("f", "Enter") if number % 3 else ("p", "d", "No tolerance is stated.", "Control+Enter")
        desk.judge(*rest)
    expect(section).to_have_text(f"{total}/{total}")
    rated = live_portal.ask(
        f"Judgement.objects.filter(benchmark__ref={benchmark!r}).exclude(rating='').count()"
    )
    assert rated == total


def _take_in(person: Person, title: str, file: Path) -> None:
    """Start a standard, upload a real document, confirm what was read as it is; ends on the edition's page."""
    person.go("/standards/")
    person.follow("Add a standard")
    person.fill(new_body="Office of standards, of real documents", title=title, label="as printed")
    person.choose("occupation", "Bricklayers")
    person.press("Save and go on")
    edition = person.ref
    person.follow("Upload the standard")
    person.fill(file=file)
    person.press("Upload")
    confirm = person.page.locator("main").get_by_role("link", name="Check and confirm")
    confirm.wait_for(timeout=steps.WORK_SECONDS * 1000)
    confirm.click()
    person.page.locator("main").get_by_role("button", name=re.compile(r"^Confirm \d+ lines$")).click()
    person.reads("The lines are in the draft.")
    person.go(f"/standards/{edition}/")
