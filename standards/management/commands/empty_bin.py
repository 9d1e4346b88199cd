"""`manage.py empty_bin`: what the sweep does by itself, for a server without the background worker."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from standards.actions import empty_bin


class Command(BaseCommand):
    """Remove drafts for good that have rested in the bin for 30 days."""

    help = "Remove drafts for good that have rested in the bin for 30 days."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say how many went."""
        self.stdout.write(f"{empty_bin(timezone.now())} drafts removed")
