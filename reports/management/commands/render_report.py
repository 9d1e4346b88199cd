"""`manage.py render_report MRS-TH-KH-7112-GA-01 --format xlsx`: the file of a report, for scripts and for tests."""

from __future__ import annotations

import hashlib
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.children import ChildFailed
from core.jobs import JobFailed
from reports.models import ReportFile, ReportVersion
from reports.rendering import FORMATS, file_name
from reports.states import FileFormat


class Command(BaseCommand):
    """Writes a version of a report in one format: the stored file, or one made now from the frozen content.

    Whoever runs it reads the database anyway, so no rights are asked and no download is recorded; nothing is stored.
    """

    help = "Writes the file of a report: the same bytes that people download from its page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to make and where to put it."""
        parser.add_argument("report", help="number or reference of the report, such as MRS-TH-KH-7112-GA-01")
        parser.add_argument("--number", type=int, help="number of the version; the newest without it")
        parser.add_argument("--format", choices=sorted(FORMATS), default=FileFormat.PDF.value)
        parser.add_argument(
            "--output",
            default=".",
            help="a folder (the file gets its own name), a file, or - for standard output; here without it",
        )
        parser.add_argument(
            "--again", action="store_true", help="make it now, also where a finished file is stored"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file and say which one it is."""
        version = _version(options["report"], options["number"])
        content = None if options["again"] else _stored(version, options["format"])
        origin = "as stored" if content is not None else "made now"
        if content is None:
            content = self._made(version, options["format"], loud=options["verbosity"] > 1)
        if options["output"] == "-":
            sys.stdout.buffer.write(content)
            return
        target = Path(options["output"])
        if target.is_dir():
            target /= file_name(version, options["format"])
        try:
            target.write_bytes(content)
        except OSError as failure:
            raise CommandError(f"The file cannot be written to {target}: {failure.strerror}.") from failure
        digest = hashlib.sha256(content).hexdigest()
        self.stdout.write(f"{target}: {version}, {origin}, {len(content):,} bytes, SHA-256 {digest}")

    def _made(self, version: ReportVersion, format: str, *, loud: bool) -> bytes:
        def tell(step: int, steps: int, words: str) -> None:
            if loud:
                self.stderr.write(f"{step}/{steps} {words}")

        try:
            content, _pages = FORMATS[format].make(version, tell=tell, check=lambda: None)
        except JobFailed as failure:
            raise CommandError(str(failure)) from failure
        except ChildFailed as failure:
            raise CommandError(f"The process that makes the file was ended: {failure}") from failure
        return content


def _version(name: str, number: int | None) -> ReportVersion:
    """The version by the number or the reference of its report. Raises CommandError where there is none."""
    rows = ReportVersion.objects.select_related("report").order_by("-number")
    found = rows.filter(report__number__iexact=name) | rows.filter(report__ref=name)
    if not found.exists():
        raise CommandError(f"There is no report “{name}”. Give its number as it stands on the cover.")
    version = found.first() if number is None else found.filter(number=number).first()
    if version is None:
        raise CommandError(f"The report “{name}” has no version {number}.")
    return version


def _stored(version: ReportVersion, format: str) -> bytes | None:
    """The finished file; None where there is none, or its content is gone from the store."""
    file = ReportFile.objects.select_related("stored").filter(version=version, format=format).first()
    if file is None or file.stored is None:
        return None
    try:
        with file.stored.open() as source:
            content: bytes = source.read()
    except FileNotFoundError:
        return None
    return content
