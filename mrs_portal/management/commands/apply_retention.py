"""`python manage.py apply_retention [--dry-run]`: let go of what was kept long enough, by the register of processing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from mrs_portal.retention import RULES, apply


class Command(BaseCommand):
    """Applies every rule and prints how much each one did; the worker does the same once a day."""

    help = "Remove or anonymise what was kept long enough. With --dry-run nothing is changed, only counted."

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument("--dry-run", action="store_true", help="only count what would go")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print one line for each rule.

        Raises:
            CommandError: a rule broke; the others were applied.
        """
        dry_run = bool(options["dry_run"])
        run = apply(timezone.now(), dry_run=dry_run)
        for rule in RULES:
            number = "failed" if rule.code in run.failed else str(run.counts[rule.code])
            self.stdout.write(f"{number:>7}  {rule.words}")
        self.stdout.write(
            "Nothing was changed (dry run)." if dry_run else f"{run.total} in all, {run.seconds} s."
        )
        if run.failed:
            raise CommandError(f"These rules broke: {', '.join(run.failed)}. The log says why.")
