"""Work for the worker, asked for through pages as people do, and a look at how far it is."""

from __future__ import annotations

import re
from typing import Any

from standards.intake import ReadLine, template_workbook
from tests.live.browser import Answer, Browser
from tests.live.portal import Portal, wait_until

WORD = "mortar"
LINES = (ReadLine("unit", "BRK-01", "Brickwork"), ReadLine("criterion", "1.1", f"The {WORD} is measured"))


def start_draft(person: Browser, title: str) -> str:
    """A new standard without lines; the edition's reference."""
    form = person.get("/standards/new/")
    occupation = re.search(r'<option value="(\d+-\d+)"[^>]*>[^<]*Bricklayers', form.text)
    assert occupation, form.words
    fields = {"title": title, "label": "1", "new_body": "Office of tests", "occupation": occupation[1]}
    fields["create_anyway"] = "on"  # the portal remarks that titles are alike
    answer = person.post("/standards/new/", fields)
    assert answer.status == 200, answer.words
    return answer.url.rstrip("/").split("/")[-1]


def upload(person: Browser, edition: str, name: str, content: bytes) -> Answer:
    """Send a file to a draft."""
    person.get(f"/standards/{edition}/upload/")
    return person.post(f"/standards/{edition}/upload/", files={"file": (name, content)})


def upload_lines(person: Browser, edition: str) -> str:
    """Send a small filled-in template; the reference of its reading."""
    answer = upload(person, edition, "lines.xlsx", template_workbook(LINES))
    assert "/standards/intake/" in answer.url, answer.words
    return answer.url.rstrip("/").split("/")[-1]


def reading(portal: Portal, intake: str) -> dict[str, Any]:
    """A reading as {state, job state, tries, lines}."""
    found: dict[str, Any] = portal.ask(
        f"(lambda one: {{'state': one.state, 'job': one.job.state, 'tries': one.job.tries, 'id': str(one.job.pk), "
        f"'lines': one.lines.count()}})(Intake.objects.select_related('job').get(ref={intake!r}))"
    )
    return found


def corridor_of(portal: Portal, country: str, area: str) -> str:
    """The reference of the corridor from a country to Thailand in a skill area."""
    return str(
        portal.ask(
            f"Corridor.objects.get(sending_country={country!r}, skill_area__title__startswith={area!r}).ref"
        )
    )


def ask_for_report(person: Browser, corridor: str, *, portal: Portal) -> str:
    """Ask for a report of this corridor, a new one each time; its reference."""
    for draft in portal.ask(
        f"list(Report.objects.filter(corridor__ref={corridor!r}, state='draft').values_list('ref', flat=True))"
    ):
        person.get(f"/reports/{draft}/")
        person.post(f"/reports/{draft}/move/", {"to": "internal_check"})
    person.get(f"/reports/corridors/{corridor}/new/")
    answer = person.post(f"/reports/corridors/{corridor}/new/")
    assert "its PDF is being made" in answer.words, answer.words[:1000]
    return answer.url.rstrip("/").split("/")[-1]


def wait_for_quiet(portal: Portal) -> None:
    """Until the worker has made the files that the demonstration asked for, so that the next one has its turn at once."""
    open_jobs = "Job.objects.filter(name='reports.render', state__in=['queued', 'running']).count()"
    wait_until(
        lambda: not portal.ask(open_jobs),
        seconds=240,
        what="the files of the demonstration are made",
        every=1,
    )


def printing(portal: Portal, report: str) -> dict[str, Any]:
    """A report's PDF as {state, tries, done, failure, files, stored, rendered, id}."""
    found: dict[str, Any] = portal.ask(
        "(lambda files, report: {**{name: getattr(files[0].job, name) for name in "
        "('state', 'tries', 'done', 'failure')}, 'id': str(files[0].job.pk), 'files': len(files), "
        "'stored': StoredFile.objects.filter(content_type='application/pdf', at__gte=files[0].job.created_at).count(), "
        "'rendered': AuditLine.objects.filter(event='report.rendered', subject_id=str(report.pk)).count()})"
        f"(list(ReportFile.objects.filter(version__report__ref={report!r}).select_related('job')), "
        f"Report.objects.select_related('corridor').get(ref={report!r}))"
    )
    return found


def wait_for_printing(portal: Portal, report: str, *, seconds: float) -> dict[str, Any]:
    """The PDF once its job has ended, well or not."""

    def ended() -> dict[str, Any] | None:
        found = printing(portal, report)
        return found if found["state"] not in ("queued", "running") else None

    found: dict[str, Any] = wait_until(ended, seconds=seconds, what=f"the PDF of {report} is made", every=0.3)
    return found


def wait_for_reading(portal: Portal, intake: str, *, seconds: float) -> dict[str, Any]:
    """The reading once it has ended."""

    def ended() -> dict[str, Any] | None:
        found = reading(portal, intake)
        return found if found["job"] not in ("queued", "running") else None

    found: dict[str, Any] = wait_until(ended, seconds=seconds, what=f"the reading {intake} ends", every=0.2)
    return found
