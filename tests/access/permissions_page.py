"""docs/permissions.md from the matrix of rights. Rewrite it with `python -m tests.access.permissions_page`."""

from __future__ import annotations

import os
from pathlib import Path

import django

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"

_HEAD = """# Who may do what

Made from `accounts/permissions.py` by `python -m tests.access.permissions_page`; a test keeps it true.

`visible_to(user)` decides what exists for a person (404 for the rest). This table decides what they may do with what
they see (403 for the rest). A right belongs to a role *on a side*: the same coordinator has it on the receiving side
of one corridor and not on the sending side of another. On the receiving side an expert counts only in a team that
serves the corridor. What every route answers to every persona stands in `tests/access/matrix.py`.

| side | who stands there |
|---|---|
| home | government people, for what does not exist yet in their own country |
| owner | the country that the object belongs to |
| lead | the country that leads the pilot |
| receiving, sending | the two countries of the corridor |
| heading | the heads of the receiving side's teams that serve the corridor |
| reading | those with whom an edition is shared for reading |
| reviewing | the ILO |
| observing | readers of published things |
| portal | the running of the portal, no content |
"""


def page() -> str:
    """The page as it has to stand in docs/."""
    from accounts.permissions import MATRIX, Side  # after django.setup(), which `main` calls
    from accounts.states import Role

    lines = [
        _HEAD,
        "| act | " + " | ".join(str(role.label) for role in Role) + " |",
        "|---|" + "---|" * len(Role),
    ]
    for permission, grants in MATRIX.items():
        cells = []
        for role in Role:
            sides = [side for side in Side if (side, role) in grants]
            cells.append(", ".join(str(side) for side in sides) or "·")
        lines.append(f"| {permission.replace('_', ' ')} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Rewrite the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mrs_portal.settings")
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
