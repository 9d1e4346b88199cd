"""The confirming screen: a real PDF, read by a real worker, corrected by keyboard alone with its page beside it."""

from __future__ import annotations

import re
from pathlib import Path
from secrets import token_hex
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Locator, Page, expect
from weasyprint import HTML

from standards import pages
from tests.browser import audit
from tests.browser.conftest import Meet
from tests.browser.person import Person
from tests.browser.steps import WORK_SECONDS

pytestmark = pytest.mark.browser

#: Two pages of an invented standard. Nothing is said about 1.3: a doubt. 2.1 are two criteria in one.
TEXT = """<style>@page { size: A4; margin: 20mm } body { font: 11pt sans-serif } h1 { font-size: 14pt }
table { width: 100%; border-collapse: collapse } td, th { border: 1px solid; padding: 4pt; vertical-align: top }
.next { break-before: page }</style>
<h1>Unit PAV-01 Lay paving of concrete blocks</h1>
<table><tr><th>Element</th><th>Performance criteria</th></tr>
<tr><td>1. Prepare the bed</td><td>1.1 The ground is compacted to the depth of the drawing</td></tr>
<tr><td></td><td>1.2 The sand bed is drawn off level within five millimetres</td></tr>
<tr><td></td><td>1.4 Edges are held by kerbs before blocks are laid</td></tr></table>
<table class="next"><tr><th>Element</th><th>Performance criteria</th></tr>
<tr><td>2. Lay the blocks</td><td>2.1 Blocks are laid to the pattern Joints are filled with dry sand</td></tr>
<tr><td></td><td>2.2 Blocks are cut where</td></tr><tr><td></td><td>2.3 the edge asks for it</td></tr></table>
"""


@pytest.fixture
def screen(meet: Meet, tmp_path: Path) -> Person:
    """A focal point in front of the lines that a worker has read from the PDF."""
    person = meet("focal.la", viewport={"width": 1280, "height": 800})
    file = tmp_path / "paving.pdf"
    document(file)
    upload(person, file)
    return person


def document(file: Path) -> None:
    """Write the PDF, with a title of its own: a file that is known already is not read without a remark."""
    HTML(string=f"<title>{token_hex(12)}</title>{TEXT}").write_pdf(file)


def upload(person: Person, file: Path) -> None:
    """Start a standard and upload its file; the page moves on by itself when it is read."""
    person.go("/standards/")
    person.follow("Add a standard")
    name = token_hex(12)
    person.fill(new_body=name, title=name, label="1")
    person.choose("occupation", "Bricklayers")
    person.press("Save and go on")
    if person.path == "/standards/new/":  # the portal remarks that this one is like another
        person.tick("It is another standard")
        person.press("Save and go on")
    person.follow("Upload the standard")
    person.fill(file=file)
    person.press("Upload")
    person.page.locator("#lines").wait_for(timeout=WORK_SECONDS * 1000)


def texts(page: Page) -> list[str]:
    """The lines as they stand: kind, number and text."""
    found: list[str] = page.locator(".candidate").evaluate_all(
        "rows => rows.map(row => [row.dataset.kind, row.querySelector('.code')?.textContent,"
        " row.querySelector('[data-f=text]')?.textContent].filter(Boolean).join(' '))"
    )
    return found


def in_hand(page: Page) -> Locator:
    return page.locator(".candidate[aria-current]")


def said(page: Page, words: str) -> None:
    """What the screen said about the last act."""
    expect(page.locator("#said")).to_contain_text(words)


def go_to(page: Page, number: str) -> None:
    """With the arrow keys to the line with this number."""
    page.keyboard.press("Home")
    for _step in range(30):
        if in_hand(page).locator(".code").filter(has_text=re.compile(rf"^{re.escape(number)}$")).count():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"No line {number}: {texts(page)}")


def box_on_page(page: Page) -> dict[str, Any]:
    """Where the box of the line in hand is drawn, as parts of the picture, and whose page it is."""
    expect(page.locator(".leaf-page rect.on")).to_have_count(1)
    found: dict[str, Any] = page.evaluate("""() => {
        const own = document.querySelector(".leaf-page img").getBoundingClientRect();
        const box = document.querySelector(".leaf-page rect.on").getBoundingClientRect();
        return {
            page: document.querySelector(".leaf-page img").src.match(/(\\d+)\\.png/)[1],
            left: (box.left - own.left) / own.width, right: (box.right - own.left) / own.width,
            top: (box.top - own.top) / own.height, bottom: (box.bottom - own.top) / own.height,
        };
    }""")
    return found


def test_a_doubt_is_settled_a_line_split_and_two_merged_by_keyboard(screen: Person) -> None:
    page, keys = screen.page, screen.page.keyboard
    was = texts(page)
    assert "criterion 1.4 Edges are held by kerbs before blocks are laid" in was
    page.locator("#main").focus()

    keys.press("n")  # to the doubt
    expect(in_hand(page)).to_contain_text("Edges are held by kerbs")
    keys.press("o")
    expect(page.locator(".candidate.doubtful")).to_have_count(0)

    go_to(page, "2.1")
    keys.press("Enter")
    field = page.locator('.cl-editor [name="text"]')
    expect(field).to_be_focused()
    keys.press("Control+Home")
    for _letter in "Blocks are laid to the pattern ":
        keys.press("ArrowRight")
    keys.press("Control+Enter")
    said(page, "The line is split.")
    assert "criterion 2.1 Blocks are laid to the pattern" in texts(page)
    assert any(text.endswith("Joints are filled with dry sand") for text in texts(page))

    go_to(page, "2.2")
    keys.press("m")
    said(page, "The lines are merged.")
    assert "criterion 2.2 Blocks are cut where 2.3 the edge asks for it" in texts(page)  # nothing is lost

    count = page.locator(".candidate").count()
    page.get_by_role("link", name="Check and confirm").focus()
    keys.press("Enter")
    confirm = page.get_by_role("button", name=f"Confirm {count} lines")
    confirm.focus()
    keys.press("Enter")
    screen.reads("The lines are in the draft.")


def test_lines_are_typed_in_retyped_left_out_and_changed_together_by_keyboard(screen: Person) -> None:
    page, keys = screen.page, screen.page.keyboard
    page.locator("#main").focus()
    go_to(page, "1.1")
    keys.press("Enter")
    keys.press("End")
    keys.type(", and checked")
    keys.press("ArrowUp")
    keys.press("Enter")  # saves and closes
    said(page, "The line is saved.")
    expect(in_hand(page)).to_contain_text("of the drawing, and checked")

    go_to(page, "1.2")
    keys.press("k")
    expect(in_hand(page)).to_have_attribute("data-kind", "knowledge")
    keys.press("Control+z")
    expect(in_hand(page)).to_have_attribute("data-kind", "criterion")
    keys.press("Control+y")
    expect(in_hand(page)).to_have_attribute("data-kind", "knowledge")

    keys.press("x")
    expect(in_hand(page)).to_have_class(re.compile(r"\bout\b"))
    keys.press("x")
    expect(in_hand(page)).not_to_have_class(re.compile(r"\bout\b"))

    go_to(page, "1.1")
    keys.press("Shift+ArrowDown")
    expect(page.locator(".candidate > :checked")).to_have_count(2)
    keys.press("s")
    said(page, "2 lines are changed.")
    assert page.locator('.candidate[data-kind="skill"]').count() == 2
    keys.press("Escape")
    expect(page.locator(".candidate > :checked")).to_have_count(0)


def test_a_line_is_promoted_and_moved_and_taken_back(screen: Person) -> None:
    page, keys = screen.page, screen.page.keyboard
    page.locator("#main").focus()
    before = texts(page)

    go_to(page, "1.2")
    keys.press("Alt+ArrowUp")
    said(page, "Moved up.")
    assert texts(page) != before
    keys.press("Control+z")
    said(page, "Undone")
    assert texts(page) == before

    depth = page.locator(".candidate[aria-current] .said")
    had = depth.get_attribute("class")
    keys.press("Shift+ArrowLeft")
    expect(depth).not_to_have_class(had or "")
    keys.press("Control+z")
    expect(depth).to_have_class(had or "")


@pytest.mark.screen
def test_the_box_of_the_line_in_hand_stands_on_the_picture_of_its_page(
    screen: Person, tmp_path: Path
) -> None:
    file = tmp_path / "paving.pdf"
    page, keys = screen.page, screen.page.keyboard
    page.locator("#main").focus()

    go_to(page, "1.2")
    first = box_on_page(page)
    assert first["page"] == "1"
    assert 0 < first["left"] < first["right"] < 1
    assert 0 < first["top"] < first["bottom"] < 0.5
    assert _holds(first, _places(file, 1, "sand bed"))
    assert not _holds(first, _places(file, 1, "ground is compacted"))
    assert not _holds(first, _places(file, 1, "Edges are held"))

    go_to(page, "2.2")
    expect(page.locator("[data-leaf-place]")).to_have_text("Page 2 of 2")
    expect(page.locator(".leaf-page img")).to_have_attribute("src", re.compile(r"/2\.png"))
    second = box_on_page(page)
    assert second["page"] == "2"
    assert _holds(second, _places(file, 2, "Blocks are cut where"))

    row = page.locator(".candidate").filter(has_text="Blocks are laid to the pattern")
    page.locator(f'.leaf-page rect[data-line="{row.get_attribute("data-line")}"]').click()
    expect(row).to_have_attribute("aria-current", "true")

    keys.press("z")
    expect(page.locator(".leaf-frame")).to_have_class(re.compile("large"))
    expect(page.locator(".leaf-page img")).to_have_attribute("src", re.compile("size=large"))
    assert box_on_page(page)["page"] == "2"


def _places(file: Path, number: int, words: str) -> tuple[float, float]:
    """The middle of these words on a page of the document, as parts of its width and height from the top left corner."""
    document = pypdfium2.PdfDocument(file)
    page = document[number - 1]
    text = page.get_textpage()
    first, count = text.search(words).get_next()
    boxes = [text.get_charbox(at) for at in range(first, first + count)]
    width, height = page.get_size()
    across = (min(box[0] for box in boxes) + max(box[2] for box in boxes)) / 2
    up = (min(box[1] for box in boxes) + max(box[3] for box in boxes)) / 2
    document.close()
    return across / width, 1 - up / height


def _holds(box: dict[str, Any], place: tuple[float, float]) -> bool:
    return bool(box["left"] < place[0] < box["right"] and box["top"] < place[1] < box["bottom"])


def test_what_is_typed_is_saved_when_the_row_is_left_and_stays_when_the_line_is_down(screen: Person) -> None:
    page, keys = screen.page, screen.page.keyboard
    page.locator("#main").focus()
    go_to(page, "1.1")
    keys.press("Enter")
    keys.type(" twice")
    page.locator(".candidate").last.locator(".cl-line").click()  # elsewhere
    said(page, "The line is saved.")
    expect(page.locator(".cl-editor")).to_have_count(0)
    expect(page.locator(".candidate").filter(has_text="of the drawing twice")).to_have_count(1)

    go_to(page, "1.1")
    keys.press("Enter")
    screen.context.set_offline(True)
    keys.type(" and once more")
    keys.press("Enter")
    said(page, "Not saved")
    expect(page.locator('.cl-editor [name="text"]')).to_have_value(re.compile("twice and once more$"))
    screen.context.set_offline(False)
    screen.complaints[:] = [one for one in screen.complaints if "ERR_INTERNET_DISCONNECTED" not in one]
    keys.press("Enter")
    said(page, "The line is saved.")
    page.reload()
    expect(page.locator(".candidate").filter(has_text="twice and once more")).to_have_count(1)


@pytest.mark.screen
def test_single_letters_can_be_switched_off_and_nothing_holds_the_keyboard(screen: Person) -> None:
    page, keys = screen.page, screen.page.keyboard
    page.wait_for_load_state("networkidle")  # keys are heard as soon as the page's module is there
    page.locator("#main").focus()
    keys.press("?")
    expect(page.locator("#line-keys")).to_be_visible()
    page.get_by_label("Single letters work as keys").uncheck()
    keys.press("Escape")
    expect(page.locator("#line-keys")).to_be_hidden()
    go_to(page, "1.1")
    keys.press("k")
    page.wait_for_timeout(300)
    expect(in_hand(page)).to_have_attribute("data-kind", "criterion")

    keys.press("Tab")
    assert not page.evaluate("document.activeElement.matches('.cl-line')")  # one stop for the whole list


@pytest.mark.screen
@pytest.mark.parametrize("width", [1280, 1024, 360, 320])
def test_the_screen_fits_and_has_no_barrier(screen: Person, width: int) -> None:
    page = screen.page
    assert audit.too_wide(page, width) == []
    assert audit.barriers(page) == []
    page.locator(".candidate .cl-line").nth(2).click()
    page.locator('[data-do="edit"]').click()
    expect(page.locator(".cl-editor")).to_be_visible()
    assert audit.too_wide(page, width) == []
    assert audit.barriers(page) == []


@pytest.mark.screen
def test_a_phone_fetches_no_picture_until_it_is_asked_for(meet: Meet, tmp_path: Path) -> None:
    person = meet("focal.la", viewport={"width": 360, "height": 740})
    asked: list[str] = []
    person.page.on("request", lambda request: asked.append(request.url) if ".png" in request.url else None)
    file = tmp_path / "phone.pdf"
    document(file)
    upload(person, file)
    page = person.page
    page.wait_for_load_state("networkidle")
    assert asked == []

    page.get_by_text("Show the page").click()
    expect(page.locator(".leaf-page img")).to_have_count(1)
    page.locator(".candidate").nth(3).click()
    expect(page.locator(".leaf-page rect.on")).to_have_count(1)
    assert f"{pages.DPI}" in (page.locator("[data-leaf]").get_attribute("data-dpi") or "")


def test_without_scripts_lines_are_ticked_changed_and_typed_in_plain_forms(
    meet: Meet, screen: Person
) -> None:
    plain = meet("focal.la", java_script_enabled=False)
    plain.go(screen.path)
    page = plain.page
    page.get_by_label("Tick line 3").check()
    plain.fill(kind="skill")
    plain.press("Change")
    expect(page.locator('.candidate[data-kind="skill"]')).to_have_count(1)

    page.locator(".candidate .cl-line").nth(2).click()
    page.locator('.cl-editor [name="text"]').fill("Typed without scripts")
    page.get_by_role("button", name="Save line").click()
    plain.reads("Typed without scripts")
    plain.press("Undo")
    expect(page.locator("#lines")).not_to_contain_text("Typed without scripts", timeout=20_000)

    page.locator(".candidate .cl-line").filter(has_text="Joints are filled").click()
    at = page.locator('[name="at"] option').filter(has_text=re.compile("^Joints are filled"))
    page.locator('[name="at"]').select_option(at.get_attribute("value"))
    plain.press("Split here")
    plain.reads("The line is split.")
    expect(
        page.locator(".candidate .words").filter(has_text=re.compile(r"^Joints are filled"))
    ).to_have_count(1)
