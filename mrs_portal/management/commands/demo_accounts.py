"""`python manage.py demo_accounts`: who can sign in to the demonstration, and what to try first."""

from __future__ import annotations

import shutil
import textwrap
from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from mrs_portal.demo.data import pilot_data
from mrs_portal.demo.people import PASSWORD

_HEADS = ("Role", "E-mail", "What to try first")
_NARROW, _WIDE = 30, 72  # characters of the last column at least and at most


class Command(BaseCommand):
    """Prints the demonstration's accounts, as far as they exist and are active."""

    help = "List the demonstration accounts, their common password and what each can try first."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print the table; a sentence when there is none of these accounts."""
        items = pilot_data()["accounts"]
        active = User.objects.filter(email__in=[item["email"] for item in items], is_active=True)
        roles = {person.email: person.get_role_display() for person in active}
        if not roles:
            self.stdout.write("There is no demonstration account. `manage.py seed_demo` loads them.")
            return
        self.stdout.write(f"  Password of every account: {PASSWORD}\n\n")
        rows = [
            (roles[item["email"]], item["email"], item["try_first"])
            for item in items
            if item["email"] in roles
        ]
        for line in table(rows, width=shutil.get_terminal_size((110, 24)).columns):
            self.stdout.write(line)


def table(rows: list[tuple[str, str, str]], *, width: int) -> list[str]:
    """The rows under their headings as lines of text; the last column is wrapped to fit into `width` characters."""
    first, second = (max(len(row[column]) for row in [_HEADS, *rows]) for column in (0, 1))
    room = min(_WIDE, max(_NARROW, width - first - second - 7))
    lines = []
    for role, email, text in [_HEADS, ("-" * first, "-" * second, "-" * room), *rows]:
        head, *rest = textwrap.wrap(text, room)
        lines.append(f"  {role:<{first}}  {email:<{second}}  {head}")
        lines += [f"  {'':<{first}}  {'':<{second}}  {more}" for more in rest]
    return lines
