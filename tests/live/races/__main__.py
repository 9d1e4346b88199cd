"""`python -m tests.live.races`: every race in full rounds on both databases, and what happens without its guard.

    python -m tests.live.races --rounds 5 --database sqlite --only CT-05

Prints one line a case: number, race, database, rounds, rounds lost, guard of the control, what was seen without it.
The exit code is 1 when a race was lost, or was won without its guard.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from services import postgres, service_account

from tests.live.portal import running_portal
from tests.live.races.cases import CASES
from tests.live.races.ground import Case, Ground, ground_of, lost_without, played

DATABASES = ("sqlite", "postgres")


@dataclass(frozen=True)
class Line:
    """What came of one case on one database."""

    case: Case
    database: str
    rounds: int
    faults: Sequence[str]
    control: Sequence[str]
    seconds: float

    @property
    def guard(self) -> str:
        """What the control did without; "" where this database needs no guard for it."""
        return self.case.guard_on(self.database)

    @property
    def is_well(self) -> bool:
        """Every round won with the guards, one lost without."""
        return not self.faults and (bool(self.control) or not self.guard)

    def __str__(self) -> str:
        seen = self.control[0][:70] if self.control else ("NOT SEEN" if self.guard else "none")
        what = f"{self.case.number:<7}{self.case.what[:55]:<56}{self.database:<9}"
        return f"{what}{self.rounds:>6}{len(self.faults):>6}  {self.seconds:>5.0f} s  {self.guard or '-':<13}{seen}"


def line_of(case: Case, ground: Ground, database: str, rounds: int) -> Line:
    """Play a case with its guards and without."""
    began = time.monotonic()
    faults = played(case, ground, rounds)
    control = lost_without(case, ground, database) if case.guard_on(database) else []
    return Line(case, database, rounds, faults, control, time.monotonic() - began)


@contextmanager
def server_of(database: str) -> Iterator[None]:
    """The setting for one kind of database; a server of our own for PostgreSQL unless the shell names one."""
    given = os.environ.get("DATABASE_URL", "")
    with ExitStack() as stack:
        if database == "postgres" and not given.startswith("postgres"):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mrs-races-")))
            account = service_account()
            if account:
                os.chown(folder, account["user"], account["group"])
            os.environ["DATABASE_URL"] = stack.enter_context(postgres(folder, account))
        elif database == "sqlite":
            os.environ["DATABASE_URL"] = ""
        try:
            yield
        finally:
            os.environ["DATABASE_URL"] = given


def play(database: str, rounds: int | None, only: str) -> list[Line]:
    """All cases on one kind of database, printed as they end."""
    lines = []
    with (
        server_of(database),
        tempfile.TemporaryDirectory(prefix="mrs-races-") as folder,
        running_portal(Path(folder)) as portal,
        ground_of(portal) as ground,
    ):
        for case in CASES:
            if only in f"{case.number} {case.what}":
                line = line_of(case, ground, database, rounds or case.many)
                print(line, flush=True)
                for fault in [*line.faults[:3], *([] if line.is_well else line.control[:1])]:
                    print(f"        {fault[:500]}", flush=True)
                lines.append(line)
    return lines


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, help="rounds of every case (default: those of the long run)")
    parser.add_argument("--database", choices=DATABASES, action="append")
    parser.add_argument("--only", default="", help="cases whose number or words contain this")
    asked = parser.parse_args()
    print(
        f"{'case':<7}{'race':<56}{'database':<9}{'rounds':>6}{'lost':>6}{'time':>9}  {'without':<13}seen in the control"
    )
    lines = [
        one for database in asked.database or DATABASES for one in play(database, asked.rounds, asked.only)
    ]
    well = sum(line.is_well for line in lines)
    seconds = sum(line.seconds for line in lines)
    print(f"{well} of {len(lines)} as they must be; {seconds:.0f} s")
    return 0 if well == len(lines) else 1


if __name__ == "__main__":
    sys.exit(main())
