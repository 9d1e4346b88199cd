from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import assets
import console
import debian
import pytest
import run_portal

ROOT = Path(__file__).resolve().parents[2]


def test_every_wanted_file_is_in_the_package_lock() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    for source in assets.wanted().values():
        parts = source.split("/")
        package = "/".join(parts[: 2 if source.startswith("@") else 1])
        assert f'"node_modules/{package}"' in lock


def test_a_stylesheet_is_copied_without_the_pointer_to_its_source_map(tmp_path: Path) -> None:
    source = tmp_path / "a.css"
    source.write_text("p{}\n/*# sourceMappingURL=a.css.map */\n")
    assets.copy(source, tmp_path / "out" / "a.css")
    assert (tmp_path / "out" / "a.css").read_text() == "p{}\n"


def test_a_missing_part_is_answered_with_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian.os, "geteuid", lambda: 1000)
    part = debian.library("libpango-1.0-0", "no-such-library.so")
    with pytest.raises(
        console.SetupError, match=r"apt-get install --no-install-recommends -y libpango-1\.0-0"
    ):
        debian.bring([part])


def test_what_only_makes_things_faster_does_not_stop_the_set_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(debian.os, "geteuid", lambda: 1000)
    debian.bring([debian.library("libharfbuzz-subset0", "no-such-library.so", needed=False)])
    assert "libharfbuzz-subset0" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "abc", "0", "65536", "-1", "8000 ", "٨٠٠٠"])
def test_a_port_that_is_none_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(console.SetupError, match="make run PORT=8123"):
        run_portal.free_port(text)


def test_a_taken_port_is_said_before_anything_is_installed() -> None:
    from services import free_port, socket

    port = free_port()
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(console.SetupError, match=f"Port {port} is taken"):
            run_portal.free_port(str(port))


def test_the_lock_files_name_hashes_and_no_place_of_one_machine() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-node.lock"):
        text = (ROOT / name).read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "index-url" not in text


def test_the_development_lock_has_the_same_versions() -> None:
    def versions(name: str) -> set[str]:
        return {line.rstrip(" \\") for line in (ROOT / name).read_text().splitlines() if line[:1].isalnum()}

    assert versions("requirements.lock") <= versions("requirements-dev.lock")


def test_a_failing_step_shows_the_end_of_what_it_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "VAR", tmp_path)
    monkeypatch.setattr(console, "LOGS", tmp_path / "log")
    with pytest.raises(console.SetupError, match="no room left"):
        console.run_step("Trying", [sys.executable, "-c", "print('no room left'); raise SystemExit(3)"])


def test_help_lists_the_commands() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in ("run", "test", "test-all", "check", "fix", "locks", "assets", "clean"):
        assert f"make {name} " in done.stdout
