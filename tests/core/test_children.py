"""Limited child processes: real ones, with the harm done for real."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.children import ChildFailed, Limits, Usage, run_limited

MODULES = "tests.core.children_of_the_test"


def test_the_result_comes_back_and_progress_is_told() -> None:
    told: list[tuple[int, int, str]] = []

    result = run_limited(f"{MODULES}.echo", stdin=b"mortar", on_progress=lambda *step: told.append(step))

    assert result == b"MORTAR"
    assert told == [(1, 2, "half way")]


def test_an_endless_child_is_stopped() -> None:
    with pytest.raises(ChildFailed) as failure:
        run_limited(f"{MODULES}.sleep", limits=Limits(wall_seconds=1))

    assert failure.value.reason == "time"


def test_a_child_that_burns_the_processor_is_stopped() -> None:
    with pytest.raises(ChildFailed) as failure:
        run_limited(f"{MODULES}.burn", limits=Limits(cpu_seconds=1, wall_seconds=20))

    assert failure.value.reason == "time"


def test_a_child_that_eats_memory_is_stopped() -> None:
    with pytest.raises(ChildFailed) as failure:
        run_limited(f"{MODULES}.eat", limits=Limits(memory_bytes=256 * 1024**2))

    assert failure.value.reason == "memory"


def test_a_child_without_room_for_a_library_ran_out_of_memory() -> None:
    with pytest.raises(ChildFailed) as failure:
        run_limited(f"{MODULES}.starve")

    assert failure.value.reason == "memory"


def test_a_child_that_breaks_says_so() -> None:
    with pytest.raises(ChildFailed) as failure:
        run_limited(f"{MODULES}.fall")

    assert failure.value.reason == "crash"
    assert "RuntimeError" in failure.value.detail


def test_a_library_that_gives_up_is_told_apart_from_a_fault_of_ours() -> None:
    with pytest.raises(ChildFailed) as failure:
        run_limited(f"{MODULES}.abort")

    assert failure.value.reason == "abort"


def test_what_a_child_used_is_told_whether_it_ended_well_or_not() -> None:
    used: list[Usage] = []

    run_limited(f"{MODULES}.echo", stdin=b"mortar", on_end=used.append)
    with pytest.raises(ChildFailed):
        run_limited(f"{MODULES}.fall", on_end=used.append)

    assert len(used) == 2
    assert all(one.cpu_seconds > 0 and one.wall_seconds > 0 for one in used)
    assert all(one.memory_bytes > 5 * 1024**2 for one in used)


def test_a_child_that_is_killed_from_outside_is_told_apart_from_one_that_took_too_long() -> None:
    with pytest.raises(ChildFailed) as failure:
        run_limited(f"{MODULES}.die")

    assert failure.value.reason == "killed"


def test_a_child_reaches_neither_the_network_nor_other_programs() -> None:
    assert run_limited(f"{MODULES}.escape") == b" ".join([b"refused"] * 6)


def test_a_child_learns_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "very secret")

    assert b"very secret" not in run_limited(f"{MODULES}.tell_environment")


def test_a_cancelled_piece_of_work_kills_its_child(tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def stop() -> None:
        raise Enough

    with pytest.raises(Enough):
        run_limited(f"{MODULES}.sleep", limits=Limits(wall_seconds=30), check=stop)


def test_a_child_that_writes_without_end_is_stopped() -> None:
    with pytest.raises(ChildFailed):
        run_limited(f"{MODULES}.flood")
