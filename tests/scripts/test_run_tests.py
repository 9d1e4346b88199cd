from __future__ import annotations

import time
from pathlib import Path

import pytest
import run_tests


def write_report(path: Path, attributes: str) -> Path:
    path.write_text(f"<testsuites><testsuite name='pytest' {attributes}/></testsuites>")
    return path


def test_errors_count_as_failed_tests(tmp_path: Path) -> None:
    report = write_report(tmp_path / "r.xml", "tests='10' failures='2' errors='1' skipped='3'")
    assert run_tests.counts(report) == (4, 3, 3)


def test_the_closing_line_adds_up_all_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = run_tests.Run(tmp_path)
    run.results = [
        run_tests.Result("lint", True, 1.0),
        run_tests.Result("tests, SQLite", True, 1.0, passed=5, skipped=1),
        run_tests.Result("tests, PostgreSQL", True, 1.0, passed=6),
    ]
    assert run_tests.summary(run) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "11 passed, 0 failed, 1 skipped"


def test_one_failed_step_fails_the_whole_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = run_tests.Run(tmp_path)
    run.results = [run_tests.Result("mypy", False, 1.0), run_tests.Result("tests", True, 1.0, passed=1)]
    assert run_tests.summary(run) == 1
    assert "Failed steps: mypy" in capsys.readouterr().out


@pytest.mark.parametrize(("marks", "fault"), [("browser", True), ("long", False), (run_tests.PLAIN, True)])
def test_an_empty_run_is_a_fault_unless_no_test_has_the_mark(
    marks: str, fault: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text("@pytest.mark.browser\ndef test(): ...\n")
    monkeypatch.setattr(run_tests, "ROOT", tmp_path)
    assert run_tests.tests_expected(marks) is fault


def test_a_program_that_ignores_the_end_of_its_run_is_ended_with_its_children(tmp_path: Path) -> None:
    """What a test left running must not live on after its step."""
    pid = tmp_path / "pid"
    code = f"""
import pathlib, subprocess
child = subprocess.Popen(["sleep", "600"])
pathlib.Path({str(pid)!r}).write_text(str(child.pid))
"""
    assert run_tests.run_in_group(["python3", "-c", code], {}) == 0
    state = Path(f"/proc/{pid.read_text()}/stat")
    end = time.monotonic() + 5
    while (
        state.exists() and state.read_text().split()[2] != "Z"
    ):  # Z: dead, not yet collected by its new parent
        assert time.monotonic() < end, "the child of the program lives on"
        time.sleep(0.05)
