"""The register names every case of the plan once, and every place that it names exists."""

from __future__ import annotations

from pathlib import Path

from tests.inputs import register

ROOT = Path(__file__).resolve().parents[2]


def test_every_case_of_the_plan_is_proved_or_has_a_reason() -> None:
    proofs = register.register()

    assert list(proofs) == register.planned()
    assert len(proofs) == 302
    assert [number for number, one in proofs.items() if bool(one.places) == bool(one.reason)] == []


def test_every_place_that_the_register_names_exists() -> None:
    missing = []
    for number, one in register.register().items():
        for place in one.places:
            path, name = register.test_of(place)
            source = ROOT / path
            if not source.is_file():
                missing.append(f"{number}: {path} is not there")
            elif name and f"def {name}{'' if name.endswith('_') else '('}" not in source.read_text(
                encoding="utf-8"
            ):
                missing.append(f"{number}: {path} has no {name}")
    assert not missing, "\n".join(missing)


def test_a_place_that_is_not_there_is_noticed() -> None:
    assert register.test_of("tests/inputs/test_register.py::test_nothing") == (
        "tests/inputs/test_register.py",
        "test_nothing",
    )


def test_the_table_counts_every_case() -> None:
    assert "| all | 302 |" in register.table()
