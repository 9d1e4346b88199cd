"""Uploads for tests."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from core import jobs
from standards import tasks  # noqa: F401 - registers the handler
from standards.actions import store_reading
from standards.intake import ReadLine, read, template_workbook
from standards.models import Intake

SAMPLE = (
    ReadLine("unit", "CON-01", "Prepare materials"),
    ReadLine("element", "1", "Mix mortar", depth=1),
    ReadLine("criterion", "1.1", "Cement is measured", "ស៊ីម៉ង់ត៍ត្រូវបានវាស់", depth=2, critical=True),
    ReadLine("criterion", "1.2", "Mortar is used in time", depth=2),
    ReadLine("knowledge", "K1", "Mixing ratios", depth=1),
)


def workbook(lines: Sequence[ReadLine] = SAMPLE, name: str = "standard.xlsx") -> SimpleUploadedFile:
    """A filled-in template as a browser sends it."""
    return SimpleUploadedFile(name, template_workbook(lines))


def read_here(intake: Intake) -> Intake:
    """Do the reading in this process: the same reader and verb as the job, without starting a child."""
    with tempfile.NamedTemporaryFile() as copy, intake.source.stored.open() as source:
        copy.write(source.read())
        copy.flush()
        result = read(Path(copy.name), intake.source.stored.name)
    return store_reading(intake=intake, result=result, by=intake.created_by)


def run_job_of(intake: Intake) -> Intake:
    """Do the reading as a worker would, in a real child process, and give the row as it is afterwards."""
    jobs.run(str(intake.job_id))
    intake.refresh_from_db()
    if intake.job:
        intake.job.refresh_from_db()
    return intake
