"""Measures reports on paper: `python -m benchmarks.reports [--rows 100 500 2000] [--runs 1] [--no-pipeline]`.

Comparisons of 100, 500 and 2,000 lines in four scripts go the portal's own way (snapshot to page, limited child process,
PDF) and, in the same run, through WeasyPrint alone: a fresh process, imports included, the same HTML. Then a portal of
its own with a worker: how soon a report is begun after the click, what asking again costs where nothing has changed, and
what one changed judgement costs. Aims: at most 1.10 times WeasyPrint alone; unchanged 0.05; one line changed 0.5; begun
within 1 s; no child over 1.5 GiB; time grows with the lines.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
MEBIBYTE = 1024**2
WAIT = 300  # seconds for one report of the pipeline


class Figures(NamedTuple):
    """Of one rendering: seconds on the wall, pages, bytes of the file, most bytes in memory."""

    seconds: float
    pages: int
    size: int
    memory: int


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="*", default=[100, 500, 2000])
    parser.add_argument("--runs", type=int, default=1, help="of each; the median counts")
    parser.add_argument("--no-pipeline", action="store_true")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        return alone()
    if options.inside:
        return inside()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mrs_portal.settings")
    import django  # slow import

    django.setup()
    table(options.rows, options.runs)
    if not options.no_pipeline:
        pipeline()
    return 0


def table(sizes: list[int], runs: int) -> None:
    """One line for each number of rows, the portal and WeasyPrint in turn."""
    print("  rows  pages  wall s  s/page  peak MiB   size kB  WeasyPrint s  peak MiB  ratio")
    for rows in sizes:
        document = comparison(rows)
        pairs = [(portal(document), bare(document)) for _run in range(runs)]
        ours = Figures(
            *(statistics.median(values) for values in zip(*(pair[0] for pair in pairs), strict=True))
        )
        theirs = Figures(
            *(statistics.median(values) for values in zip(*(pair[1] for pair in pairs), strict=True))
        )
        print(
            f"{rows:6} {ours.pages:6.0f} {ours.seconds:7.1f} {ours.seconds / ours.pages:7.3f} "
            f"{ours.memory / MEBIBYTE:9.0f} {ours.size / 1000:9.0f} {theirs.seconds:13.1f} "
            f"{theirs.memory / MEBIBYTE:9.0f} {ours.seconds / theirs.seconds:6.2f}",
            flush=True,
        )


def comparison(rows: int) -> Any:
    """A gap analysis of so many lines, with originals in Thai and, by turns, Khmer, Lao and Burmese."""
    from tests.reports.paper_sample import sample

    samples = [sample(code) for code in ("KH", "LA", "MM")]
    sections: list[Any] = []
    left = rows
    while left > 0:
        turn = len(sections) // len(samples[0].sections)
        section = samples[turn % 3].sections[len(sections) % len(samples[0].sections)]
        sections.append(replace(section, number=str(len(sections) + 1), rows=section.rows[:left]))
        left -= len(sections[-1].rows)
    return replace(samples[0], sections=tuple(sections))


def portal(document: Any) -> Figures:
    """From the frozen content to the file, as the worker does it."""
    from core.children import Usage, run_limited
    from reports.documents.html import html_of
    from reports.rendering.paper import LIMITS

    used: list[Usage] = []
    said: list[str] = []
    started = time.perf_counter()
    content = run_limited(
        "reports.pdf",
        args=("benchmark",),
        stdin=html_of(document).encode(),
        limits=LIMITS,
        on_progress=lambda _done, _all, text: said.append(text),
        on_end=used.append,
    )
    seconds = time.perf_counter() - started
    return Figures(seconds, int(said[-1].split()[0]), len(content), used[0].memory_bytes)


def bare(document: Any) -> Figures:
    """The same page through WeasyPrint alone, in a process of its own; making the HTML is not counted."""
    from reports.documents.html import html_of

    page = html_of(document).encode()
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.reports", "--alone"],
        input=page,
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    seconds = time.perf_counter() - started
    told = json.loads(done.stderr.splitlines()[-1])
    return Figures(seconds, told["pages"], len(done.stdout), told["memory"])


def alone() -> int:
    """In the process of its own: HTML in, PDF out. Only the way to our own fonts and style sheets is the portal's."""
    import resource

    from weasyprint import HTML  # slow import

    from reports.pdf import ClosedFetcher

    page = sys.stdin.buffer.read().decode()
    document = HTML(string=page, url_fetcher=ClosedFetcher()).render(pdf_variant="pdf/ua-1")
    content = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"benchmark")
    sys.stdout.buffer.write(content)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    sys.stderr.write(json.dumps({"pages": len(document.pages), "memory": memory}) + "\n")
    return 0


def pipeline() -> None:
    """A portal with the demonstration's data and one worker, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="mrs-reports-") as folder:
        env = {**os.environ, **_settings(folder)}
        for command in (["migrate", "-v0"], ["seed_demo"]):
            subprocess.run(
                [sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True, capture_output=True
            )
        with _worker(env):
            subprocess.run(
                [sys.executable, "-m", "benchmarks.reports", "--inside"], cwd=ROOT, env=env, check=True
            )


def _settings(folder: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "mrs_portal.settings",
        "DATA_DIR": folder,
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "BROKER_URL": "filesystem://",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DEBUG": "1",
    }


@contextmanager
def _worker(env: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "celery", "-A", "mrs_portal", "worker", "--beat", "--concurrency", "1"]
    command += ["--schedule", str(Path(env["DATA_DIR"]) / "beat"), "--loglevel", "ERROR"]
    worker = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()


def inside() -> int:
    """Clicks, in the portal of the pipeline: a new report, the same again, then with one judgement changed."""
    import django  # slow import

    django.setup()
    from benchmarking.models import Judgement
    from reports.models import Report
    from reports.states import FileFormat, ReportKind

    known = Report.objects.filter(kind=ReportKind.GAP_ANALYSIS).order_by("pk").first()
    assert known is not None
    _made(known, FileFormat.PDF)  # the worker has started by then
    begun, first = _made(known, FileFormat.PDF)
    _begun, again = _made(known, FileFormat.PDF)
    judgement = Judgement.objects.exclude(difference="").order_by("pk").first()
    assert judgement is not None
    Judgement.objects.filter(pk=judgement.pk).update(difference=judgement.difference + " Changed.")
    _begun, changed = _made(known, FileFormat.PDF)
    print(f"begun {begun:.2f} s after the click; ready after {first:.1f} s")
    print(f"asked again, nothing changed: {again:.3f} s, {again / first:.3f} of the first")
    print(f"asked again, one judgement changed: {changed:.1f} s, {changed / first:.2f} of the first")
    return 0


_LANGUAGES = iter(("th", "en"))


def _made(known: Any, format: str) -> tuple[float, float]:
    """Seconds from the click until the work began and until the file was there."""
    from core.models import JobState
    from reports.actions import request_file, request_report
    from reports.models import ReportFile, Scope

    language = next(_LANGUAGES, "en")
    clicked = time.time()
    scope = Scope.of(known.corridor, language=language)
    report = request_report(scope=scope, kind=known.kind, by=known.created_by)
    file = request_file(version=report.versions.latest("number"), format=format, by=known.created_by)
    while file.stored_id is None and time.time() < clicked + WAIT:
        time.sleep(0.02)
        file = ReportFile.objects.select_related("job").get(pk=file.pk)
        assert file.job is None or file.job.state != JobState.FAILED, file.job
    ready = time.time()
    begun = file.job.started_at.timestamp() if file.job and file.job.started_at else clicked
    return begun - clicked, ready - clicked


if __name__ == "__main__":
    raise SystemExit(main())
