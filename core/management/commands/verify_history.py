"""`python manage.py verify_history`: is every line of the history as it was sealed?"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import chain


class Command(BaseCommand):
    """Walks along the whole chain; exit code 0 when it is whole, 1 when not, 2 for a note that cannot be read."""

    help = "Verify the whole history, locate the first line that is wrong, and print the end of the chain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--since and --json."""
        parser.add_argument(
            "--since",
            metavar="PLACE:SEAL",
            help="an end of the chain noted earlier, as mailed to the witnesses",
        )
        parser.add_argument("--json", action="store_true", help="one object of JSON instead of sentences")

    def handle(self, *_args: Any, since: str | None, json: bool, **_options: Any) -> None:
        """Print what was found; no line's content is printed."""
        try:
            noted = chain.Note.read(since) if since else None
        except ValueError as wrong:
            said = "--since takes an end of the chain as it was printed: the place, a colon, 64 hexadecimal digits."
            raise CommandError(said, returncode=2) from wrong
        verdict = chain.verify(noted)
        self.stdout.write(_as_json(verdict) if json else _as_text(verdict))
        if not verdict.is_whole:
            sys.exit(1)


def _as_json(verdict: chain.Verdict) -> str:
    return json.dumps(
        {
            "whole": verdict.is_whole,
            "lines": verdict.lines,
            "head": str(verdict.head),
            "horizon": verdict.horizon,
            "bad_place": verdict.bad_place or None,
            "told": verdict.told,
            "waiting": verdict.waiting,
            "guarded": verdict.guarded,
        }
    )


def _as_text(verdict: chain.Verdict) -> str:
    said = [
        f"{verdict.lines} lines read; {verdict.waiting} not sealed yet.",
        f"End of the chain: {verdict.head}",
    ]
    if verdict.horizon:
        said.append(f"Lines up to place {verdict.horizon} were removed because their time was over.")
    if not verdict.guarded:
        said.append("The database does not guard the lines: run manage.py migrate.")
    if verdict.is_whole:
        said.append("Every line is as it was sealed.")
    else:
        said.append(f"NOT WHOLE. Place {verdict.bad_place}: {verdict.told}")
    return "\n".join(said)
