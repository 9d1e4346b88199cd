"""The steps of the chain, each as the person whose step it is does it in the pages."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
from playwright.sync_api import expect

from tests.browser.person import Person

WORK_SECONDS = 90  # longest wait for background work on a busy machine


def upload_standard(person: Person, *, title: str, body: str, file: Path, lines: int) -> str:
    """Start a standard, upload its file, look at what was read and confirm it; the edition's reference."""
    person.go("/standards/")
    person.follow("Add a standard")
    person.fill(new_body=body, title=title, label="2019 draft for the chain")
    person.choose("occupation", "Bricklayers")
    person.press("Save and go on")
    edition = person.ref
    person.follow("Upload the standard")
    person.fill(file=file)
    person.press("Upload")
    confirm = person.page.locator("main").get_by_role("link", name="Check and confirm")
    confirm.wait_for(
        timeout=WORK_SECONDS * 1000
    )  # the page itself moves on when the worker has read the file
    expect(person.page.locator("main .candidate")).to_have_count(lines)
    confirm.click()
    person.press(f"Confirm {lines} lines")
    person.reads("The lines are in the draft.")
    return edition


def submit_edition(person: Person, edition: str) -> None:
    """Check who will read the edition, and submit it."""
    person.go(f"/standards/{edition}/")
    person.follow("Submit the edition")
    person.reads("Who will be able to read it")
    person.press("Submit the edition")
    person.reads("The edition is submitted and distributed")


def accept_edition(person: Person, edition: str) -> None:
    """Check and accept what another person submitted."""
    person.go(f"/standards/{edition}/")
    person.follow("Accept")
    person.press("Accept the edition")
    person.reads("The edition is accepted.", "Accepted")


def open_benchmark(person: Person, corridor: str, *, reference: str, sending: str) -> str:
    """Set two editions against each other; the benchmark's reference."""
    person.go(f"/benchmarks/corridors/{corridor}/new/")
    person.tick(reference)
    person.tick(sending)
    person.press("Open the benchmark")
    person.reads("The benchmark is open.")
    return person.path.split("/")[2]


def rate_by_keys(person: Person) -> None:
    """Rate three lines by key: F with a counterpart, P with a difference, N that becomes a gap."""
    page = person.page
    line = page.locator("#ws-line")
    expect(line).to_contain_text("1.1 Cement and sand")
    _tick_counterpart(person, "measured by volume")
    _press_keys(person, "f", "Enter")
    expect(line).to_contain_text("1.2 Courses are level")
    _tick_counterpart(person, "line and level")
    _press_keys(person, "p", "Enter")
    person.reads("P and N need a difference")  # refused, and what was chosen is still there
    expect(page.locator('#j input[name="rating"][value="P"]')).to_be_checked()
    person.fill(difference="The Lao line names no tolerance.")
    page.keyboard.press("Control+Enter")
    expect(line).to_contain_text("1.3 Weep holes")
    _press_keys(person, "n", "s")
    expect(page.locator('#j input[name="substantial"][value="yes"]')).to_be_checked()
    person.fill(
        difference="Nothing is said about weep holes.",
        gap_code="C3",
        reason="Outer walls stay wet without them.",
        recommendation="Add a criterion on weep holes.",
    )
    page.keyboard.press("Control+Enter")
    expect(page.locator("#ws-said")).to_contain_text("Every line is compared.")


def _tick_counterpart(person: Person, words: str) -> None:
    """Find a counterpart by words and tick it."""
    search = person.page.locator("#ws-find")
    search.fill(words)
    person.page.locator("[data-ws-sending] li:visible label").filter(has_text=words).click()
    search.fill("")
    expect(person.page.locator("[data-ws-linked]")).to_contain_text(words)
    person.page.keyboard.press("Escape")


def _press_keys(person: Person, *keys: str) -> None:
    person.page.locator("#judgement").focus()
    for key in keys:
        person.page.keyboard.press(key)


def complete_benchmark(person: Person, benchmark: str) -> str:
    """Conclude; gives the reference of the only gap."""
    person.go(f"/benchmarks/{benchmark}/")
    person.follow("Complete the benchmark")
    person.press("Complete and release")
    person.reads("Choose a conclusion.")
    person.fill(conclusion="conditions", reason="Comparable once weep holes are taught.")
    person.press("Complete and release")
    person.reads("The benchmark is completed.", "Comparable with conditions")
    person.follow("1 gap")
    person.follow("weep holes")
    return person.path.split("/")[3]


def plan_mission(person: Person) -> str:
    """Plan a visit and record that it was held; the mission's reference."""
    person.go("/missions/")
    person.follow("Plan a mission")
    person.fill(title="Visit to the testing centre for bricklayers", country="LA", place="Vientiane")
    person.fill(planned_start="2019-08-05", planned_end="2019-08-06", agenda="Day 1\nWall test of level 1")
    person.tick("Lao PDR: Bricklaying")
    person.press("Save")
    mission = person.ref
    person.follow("Record the actual dates")
    person.fill(actual_start="2019-08-06", actual_end="2019-08-07")
    person.press("Record as held")
    person.reads("The mission is recorded as held")
    return mission


def observe(person: Person, mission: str, gap: str) -> None:
    """Note what was seen on the mission; it confirms the gap."""
    person.go(f"/missions/{mission}/observe/?gap={gap}")
    person.fill(
        step="3",
        site="Testing centre, wall test",
        observed_on="2019-08-06",
        text="None of four test walls had weep holes; the task sheet does not ask for them.",
    )
    expect(person.page.locator('[name="effect_1"]')).to_have_value("confirms")
    person.press("Save")
    person.reads("The observation is noted.", "None of four test walls")


def plan_activity(person: Person, gap: str) -> None:
    """Plan assistance for the gap; it becomes a row of the plan."""
    person.go(f"/benchmarks/gaps/{gap}/")
    person.follow("Plan or link an activity")
    person.fill(
        title="Workshop on weep holes for trainers", planned_start="2019-09-02", planned_end="2019-09-04"
    )
    person.press("Plan and link")
    person.reads("Workshop on weep holes for trainers")


def work_on_gap(person: Person, gap: str, proof: Path) -> None:
    """The sending side answers, agrees, works and reports the gap done with a proof file."""
    person.go(f"/benchmarks/gaps/{gap}/")
    person.fill(text="We agree; the criterion comes with the next edition.")
    person.press("Send reply")
    person.press("Agree")
    person.press("Start work")
    person.follow("Report done")
    person.fill(
        what_was_done="Twelve trainers were trained on weep holes.",
        proof_note="Record of training, page 1.",
        proof=proof,
    )
    person.press("Report done")
    person.reads("is reported done and waits for the check of a second person")


def close_gap(person: Person, gap: str) -> None:
    """A second person checks the proof and closes the gap."""
    person.go(f"/benchmarks/gaps/{gap}/")
    person.follow("Check and close")
    person.fill(note="The record names twelve trainers and three days. Sufficient.")
    person.press("Close the gap")
    person.reads("is closed.")


def ask_for_report(person: Person, corridor: str) -> str:
    """Ask for the gap analysis and watch it being made; the report's reference."""
    person.go(f"/reports/corridors/{corridor}/new/")
    person.press("Freeze and make the PDF")
    person.reads("its PDF is being made")
    report = person.ref
    link = person.page.locator("main .file-link a")
    link.wait_for(timeout=WORK_SECONDS * 1000)  # no reload by hand: the progress bar turns into the file
    person.reads("pages", "SHA-256 of the file")
    return report


def send_to_ilo(person: Person, report: str) -> None:
    """Hand the report over for review."""
    person.go(f"/reports/{report}/")
    person.follow("Send to the ILO")
    person.press("Send to the ILO")
    person.reads("The report is with the ILO for review.")


def review(person: Person, report: str) -> None:
    """The ILO comments on a part and accepts."""
    person.go(f"/reports/{report}/")
    person.fill(text="Please keep the page on weep holes in the published version.")
    person.choose("part", "Gap register")
    person.press("Save the comment")
    person.reads("Your comment is saved.", "Please keep the page on weep holes")
    person.follow("Accept or return")
    person.fill(decision="accept", reason="A clear report.")
    person.press("Save the decision")
    person.reads("You accepted the report.")


def download(person: Person, report: str) -> str:
    """Download the PDF through the page; its text."""
    person.go(f"/reports/{report}/")
    with person.page.expect_download() as caught:
        person.page.locator("main .file-link a").click()
    path = Path(caught.value.path())
    assert path.read_bytes().startswith(b"%PDF-")
    assert re.fullmatch(r"MRS_TH-LA_[\w.-]+\.pdf", caught.value.suggested_filename)
    pdf = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    finally:
        pdf.close()
