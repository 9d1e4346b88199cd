"""`python manage.py seed_demo`: the demonstration pilot, loaded once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mrs_portal.demo.load import NotHere, load


class Command(BaseCommand):
    """Loads the demonstration; a second time it changes nothing."""

    help = (
        "Load the 2019 pilot with illustrative standards, one finished and one half-done benchmark, and a "
        "report in ILO review. A second time nothing is changed."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load and say what was loaded, one line per part."""
        try:
            loaded = load(self._say)
        except NotHere as refused:
            raise CommandError(str(refused)) from None
        if loaded:
            self.stdout.write("The demonstration is loaded. `manage.py demo_accounts` lists its accounts.")
        else:
            self.stdout.write("The demonstration is loaded already; nothing was changed.")

    def _say(self, sentence: str) -> None:
        self.stdout.write(f"  {sentence}")
        self.stdout.flush()
