"""Reminders of reports whose day nears or has passed: sent by the worker each morning, or by hand with this."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import actions


class Command(BaseCommand):
    """`manage.py send_reminders [--dry-run]`."""

    help = "Send reminders of reports that wait for an answer; --dry-run only says which."

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument("--dry-run", action="store_true", help="say who would be reminded, send nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say or do it."""
        now = timezone.now()
        if not options["dry_run"]:
            sent = actions.send_reminders(now)
            self.stdout.write(_("Mails sent: %(number)d") % {"number": sent})
            return
        for one in actions.unsent_reminders(now):
            self.stdout.write(f"{one.report.number}\t{one.due_on}\t{one.stage.label}\t{one.person.email}")
