"""Uploads in Chromium over a line that is cut: progress in words, going on by itself, and the same bytes at the end."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser import files
from tests.browser.conftest import Meet
from tests.browser.person import Person
from tests.standards.intake_files import pdf_raw, put

pytestmark = pytest.mark.browser

MB = 1024 * 1024


def draft(person: Person, title: str) -> str:
    """A new draft, at its upload page."""
    person.go("/standards/new/")
    person.fill(new_body="Office of uploads", title=title, label="1")
    person.choose("occupation", "Bricklayers")
    person.press("Save and go on")
    person.page.locator("[data-error-summary], .kept-files").first.wait_for()
    if person.path == "/standards/new/":  # the portal remarks that this one is like another
        person.page.locator('main input[type="checkbox"][name="create_anyway"]').check()
        person.press("Save and go on")
        person.page.locator(".kept-files").wait_for()
    edition = person.ref
    person.go(f"/standards/{edition}/upload/")
    return edition


def document(folder: Path, name: str, size: int) -> Path:
    """A PDF of this many bytes that do not repeat themselves."""
    noise = b"".join(hashlib.sha256(f"{name} {number}".encode()).digest() for number in range(size // 32))
    return put(folder, name, pdf_raw("1.1 Lay bricks") + b"\n%" + noise.replace(b"\n", b" "))


def words(person: Person) -> str:
    """What the first file's row says."""
    return person.page.locator("[data-uploads] [data-words]").first.inner_text()


def download(person: Person, edition: str) -> bytes:
    """The kept original, fetched by the link on the edition's page."""
    person.go(f"/standards/{edition}/")
    with person.page.expect_download() as loading:
        person.page.locator(".kept-files a").first.click()
    return Path(loading.value.path()).read_bytes()


def quiet(person: Person) -> None:
    """What the browser says about lines that the test itself cut is no complaint."""
    cut = re.compile(r"ERR_(INTERNET_DISCONNECTED|FAILED|CONNECTION_FAILED|ABORTED)")
    person.complaints[:] = [one for one in person.complaints if not cut.search(one)]


def test_a_cut_line_is_waited_for_and_the_file_arrives_byte_for_byte(meet: Meet, tmp_path: Path) -> None:
    person = meet("focal.la")
    edition = draft(person, "Cut in the browser")
    path = document(tmp_path, "cut.pdf", 3 * MB)
    sent: list[int] = []

    def slow(route: Route) -> None:
        sent.append(len(route.request.post_data_buffer or b""))
        if len(sent) == 3:
            person.context.set_offline(True)
        route.continue_()

    person.page.route("**/chunk/**", slow)
    person.fill(file=path)
    person.press("Upload")

    row = person.page.locator("[data-uploads] li").first
    expect(row).to_contain_text("The line is cut at")
    expect(row).to_contain_text(re.compile(r"[\d.]+ of 3(\.\d)? MB"))
    expect(person.page.locator("[data-uploads] [data-said]")).to_contain_text("The line is cut at")
    expect(row.locator("progress")).to_have_js_property("max", 100)
    assert 0 < float(row.locator("progress").evaluate("bar => bar.value")) < 100

    person.context.set_offline(False)
    person.page.wait_for_url("**/standards/intake/**")

    assert sum(sent) < path.stat().st_size + 2 * MB  # what had arrived was not sent again
    assert hashlib.sha256(download(person, edition)).digest() == hashlib.sha256(path.read_bytes()).digest()
    quiet(person)


def test_the_next_day_the_page_offers_to_go_on_and_does(meet: Meet, tmp_path: Path) -> None:
    person = meet("focal.la")
    edition = draft(person, "Next day")
    path = document(tmp_path, "next-day.pdf", 2 * MB)
    pieces: list[str] = []

    def first_two(route: Route) -> None:
        pieces.append(route.request.url)
        if len(pieces) > 2:
            route.abort()
        else:
            route.continue_()

    person.page.route("**/chunk/**", first_two)
    person.fill(file=path)
    person.press("Upload")
    expect(person.page.locator("[data-uploads] li")).to_contain_text("The line is cut at")

    person.page.unroute("**/chunk/**")
    person.go(f"/standards/{edition}/upload/")  # a new page, as after a crash
    person.reads("Not finished yet", "next-day.pdf")
    offsets: list[int] = []
    person.page.on(
        "request",
        lambda one: offsets.append(int(one.url.split("offset=")[1])) if "offset=" in one.url else None,
    )
    person.fill(file=path)
    person.press("Upload")
    person.page.wait_for_url("**/standards/intake/**")

    assert offsets[0] > 0
    assert download(person, edition) == path.read_bytes()
    quiet(person)


def test_pause_and_going_on_and_several_files_one_after_the_other(meet: Meet, tmp_path: Path) -> None:
    person = meet("focal.la")
    edition = draft(person, "Several files")
    paths = [document(tmp_path, "first.pdf", 2 * MB), files.lao_workbook(tmp_path), files.proof(tmp_path)]
    held: list[Route] = []

    def hold_the_second(route: Route) -> None:
        if "offset=0" in route.request.url or held:
            route.continue_()
        else:
            held.append(route)

    person.page.route("**/chunk/**", hold_the_second)
    person.page.locator('main [name="file"]').set_input_files([str(path) for path in paths])
    person.press("Upload")
    rows = person.page.locator("[data-uploads] li")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("Waits for the file before")
    person.page.wait_for_timeout(500)
    rows.first.get_by_role("button", name="Pause").click()
    expect(rows.first).to_contain_text("Paused at")
    rows.nth(2).get_by_role("button", name="Give up").click()

    rows.first.get_by_role("button", name="Go on").click()

    expect(rows.first).to_contain_text("Uploaded, 2.0 MB.")
    expect(rows.nth(1)).to_contain_text("Uploaded,")
    expect(rows.nth(2)).to_contain_text("Given up.")
    person.follow("Back to the draft")
    expect(person.page.locator(".kept-files li")).to_have_count(2)
    assert person.path == f"/standards/{edition}/"
    person.page.unroute_all(behavior="ignoreErrors")
    quiet(person)


def test_the_same_file_again_is_recognised_without_sending_it(meet: Meet, tmp_path: Path) -> None:
    person = meet("focal.la")
    edition = draft(person, "Same file again")
    path = document(tmp_path, "same.pdf", MB)
    person.fill(file=path)
    person.press("Upload")
    person.page.wait_for_url("**/standards/intake/**")
    person.go(f"/standards/{edition}/upload/")
    sent: list[str] = []
    person.page.on("request", lambda one: sent.append(one.url) if "/chunk/" in one.url else None)

    person.fill(file=path)
    person.press("Upload")

    expect(person.page.locator("[data-uploads] li")).to_contain_text("already uploaded on")
    assert sent == []
