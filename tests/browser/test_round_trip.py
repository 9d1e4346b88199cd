"""A person takes an edition away as a spreadsheet, corrects it there and brings it back; the same with a CASE package."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import Meet
from tests.browser.person import Person

pytestmark = pytest.mark.browser


def new_draft(me: Person) -> str:
    """Start a draft from an accepted edition that has no newer one yet; its address."""
    me.go("/standards/")
    me.page.locator("main a[href^='/standards/kh-'][href*='electrical']").first.click()
    me.page.locator("form[action*='new-edition'] button").first.click()
    me.page.wait_for_url(re.compile("/edit/$"))
    return me.path.removesuffix("edit/")


def bring_back(me: Person, draft: str, file: Path) -> None:
    """Upload the file, wait until it is read, go to the page that shows what would change."""
    me.go(f"{draft}upload/")
    me.page.locator("input[type=file]").set_input_files(str(file))
    me.page.locator("main form button[type=submit]").first.click()
    me.page.wait_for_url(re.compile("/intake/"))
    expect(me.page.locator("main")).to_contain_text("onfirm", timeout=60_000)
    expect(me.page.locator("progress")).to_have_count(0, timeout=60_000)
    me.go(f"{me.path}confirm/")


def test_a_spreadsheet_and_a_package_come_back(meet: Meet, tmp_path: Path) -> None:
    me = meet("focal.kh")
    draft = new_draft(me)
    me.go(f"{draft}exports/")
    me.reads("XLSX spreadsheet", "CSV text table", "CASE 1.1 package", "In none of the files")
    with me.page.expect_download() as download:
        me.page.get_by_role("link", name="Download XLSX").click()
    assert download.value.suggested_filename.startswith("KH_")
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    sheet = book["Lines"]
    sheet["D3"].value = "Written in the spreadsheet"
    sheet.delete_rows(6)
    book.save(tmp_path / "corrected.xlsx")

    bring_back(me, draft, tmp_path / "corrected.xlsx")
    me.reads("1 changed", "1 removed", "Written in the spreadsheet")

    with me.page.expect_download() as package:
        me.page.goto(f"{draft}exports/")
        me.page.get_by_role("link", name="Download CASE package").click()
    file = tmp_path / "package.json"
    file.write_bytes(package.value.path().read_bytes())
    bring_back(me, draft, file)
    me.reads("Nothing changes", "What does not come in")
