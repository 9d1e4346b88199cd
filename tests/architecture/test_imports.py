"""Dependencies point one way, and the edges of an app are its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.code import APPS, ROOT, imports_of, module_of, sources

EDGES = ("views", "forms", "tasks", "urls", "admin")
#: Verbs, reads and work: what must not know that there is a browser.
BELOW_THE_EDGE = (
    "actions",
    "queries",
    "models",
    "tasks",
    "tree",
    "comparison",
    "snapshots",
    "rendering",
    "reading",
)
HTTP = (
    "django.http.HttpRequest",
    "django.http.HttpResponse",
    "django.shortcuts",
    "django.contrib.messages",
    "django.views",
)


def test_the_import_contracts_hold() -> None:
    pytest.importorskip("importlinter", reason="import-linter comes with requirements-dev.txt (make test)")
    lint = Path(sys.executable).with_name("lint-imports")

    result = subprocess.run(
        [lint, "--no-logo"] if _knows_no_logo(lint) else [lint],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    assert result.returncode == 0, result.stdout[-3000:]


def _knows_no_logo(lint: Path) -> bool:
    return "--no-logo" in subprocess.run([lint, "--help"], capture_output=True, text=True, check=False).stdout


def test_views_forms_and_tasks_of_an_app_are_its_own() -> None:
    offenders = []
    for path in sources():
        home = module_of(path).split(".")[0]
        for name in imports_of(path):
            app, _, rest = name.partition(".")
            if app in APPS and app != home and rest.split(".")[0] in EDGES:
                offenders.append((module_of(path), name))

    assert offenders == []


def test_verbs_and_reads_know_no_browser() -> None:
    offenders = []
    for path in sources():
        parts = module_of(path).split(".")
        if len(parts) > 1 and parts[1] in BELOW_THE_EDGE:
            for name in imports_of(path):
                if name.startswith(HTTP):
                    offenders.append((module_of(path), name))

    assert offenders == []
