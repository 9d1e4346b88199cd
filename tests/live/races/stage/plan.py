"""People and rows of the action plan."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from corridors import actions
from corridors.models import Activity, Pilot


def person(account: str) -> User:
    """A demonstration account."""
    return User.objects.select_related("organisation").get(email=f"{account}@mrs.example.org")


def close_account(account: str) -> None:
    """The account is deactivated."""
    User.objects.filter(email=f"{account}@mrs.example.org").update(is_active=False)


def open_account(account: str) -> None:
    """The account can be used again."""
    User.objects.filter(email=f"{account}@mrs.example.org").update(is_active=True)


def pilot() -> str:
    """The reference of the pilot."""
    return str(Pilot.objects.order_by("pk")[0].ref)


def plan_row(title: str = "Row of a race") -> dict[str, Any]:
    """A new row of the plan."""
    made = actions.plan_activity(
        pilot=Pilot.objects.order_by("pk")[0], title=title, by=person("coordinator.th")
    )
    return {"ref": made.ref, "revision": made.revision}


def row(ref: str) -> dict[str, Any]:
    """A row of the plan as it is stored."""
    found = Activity.objects.get(ref=ref)
    return {"title": found.title, "revision": found.revision}


def rows_called(title: str) -> list[list[Any]]:
    """[number, place] of the rows of the plan with this title."""
    return [list(one) for one in Activity.objects.filter(title=title).values_list("number", "position")]
