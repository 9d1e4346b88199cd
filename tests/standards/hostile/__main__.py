"""Puts every hostile case to the real reader in its child process and prints what came of it.

python -m tests.standards.hostile            all cases that take less than two seconds
python -m tests.standards.hostile --all      the large ones too
python -m tests.standards.hostile P-04 X     those whose numbers begin so
"""

from __future__ import annotations

import os
import sys

import django


def main(arguments: list[str]) -> int:
    """Prints the table; the exit status is 1 where an outcome is not the right one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mrs_portal.settings")
    django.setup()
    from core.files import safe_name
    from tests.standards.hostile.elsewhere import CASES, ELSEWHERE
    from tests.standards.hostile.general import NAMES
    from tests.standards.hostile.kit import MIB, judge, put

    chosen = tuple(argument for argument in arguments if argument != "--all")
    wrong = 0
    print("| case | what it is | what came of it | CPU s | MiB |\n|---|---|---|---|---|")
    for case in CASES:
        if (chosen and not case.id.startswith(chosen)) or (
            case.slow and not chosen and "--all" not in arguments
        ):
            continue
        outcome = put(case, child=True)
        fault = judge(case, outcome)
        wrong += bool(fault)
        shown = f"WRONG: {fault}" if fault else str(outcome)
        memory = f"{outcome.memory / MIB:.0f}" if outcome.memory else ""
        print(f"| {case.id} | {case.title} | {shown} | {outcome.seconds:.1f} | {memory} |", flush=True)
    for name in NAMES:
        if not chosen or name.id.startswith(chosen):
            kept = safe_name(name.given)
            wrong += kept != name.kept
            print(f"| {name.id} | name: {name.title} | kept as {kept!r} | | |")
    for number, reason in ELSEWHERE.items():
        if not chosen or number.startswith(chosen):
            print(f"| {number} | | not here: {reason} | | |")
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
