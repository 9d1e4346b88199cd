"""The size of the matrix in one line: `python -m tests.access.figures`."""

from __future__ import annotations

import os

import django


def figures() -> str:
    """Routes, personas and cells (lines of the table times personas)."""
    from tests.access.matrix import TABLE  # after django.setup(), which `main` calls
    from tests.access.people import WHO

    routes = {rule.route for rule in TABLE}
    return f"routes={len(routes)} personas={len(WHO)} cells={len(TABLE) * len(WHO)}"


def main() -> None:
    """Print them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mrs_portal.settings")
    django.setup()
    print(figures())


if __name__ == "__main__":
    main()
