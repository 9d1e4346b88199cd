"""Single guards of the portal, done without where a request asks for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper

import core.once
import reports.tasks
from accounts.actions import invitations, people
from accounts.entrance.backend import ByAddress
from accounts.models import User
from benchmarking.actions import gap_bulk
from benchmarking.models import GapFinding
from standards.actions import reference


class Asked(Protocol):
    """What the request in this thread asked for."""

    without: frozenset[str]


def install(here: Asked) -> None:
    """Put a switch before each guard."""
    _begin_at_the_first_write(here)
    _every_form_is_new(here)
    _hold_as_listed(here)
    _ask_for_rights_once(here)
    _let_everybody_in(here)
    _check_names_once(here)
    _take_over_what_is_there(here)


def _switch(here: Asked, owner: Any, name: str, guard: str, careless: Callable[..., Any]) -> None:
    careful = getattr(owner, name)

    def either(*args: Any, **options: Any) -> Any:
        return (careless if guard in here.without else careful)(*args, **options)

    setattr(owner, name, either)


def _begin_at_the_first_write(here: Asked) -> None:
    """ "immediate": SQLite gives the write lock only to the first statement that writes."""

    def begin(self: DatabaseWrapper) -> None:
        self.cursor().execute("BEGIN")

    _switch(here, DatabaseWrapper, "_start_transaction_under_autocommit", "immediate", begin)


def _every_form_is_new(here: Asked) -> None:
    """ "once": a form that was sent already counts as a new one."""
    _switch(here, core.once, "mark_of", "once", lambda _request: "")


def _hold_as_listed(here: Asked) -> None:
    """ "order": rows of a change to many are held one by one in the order in which the browser named them."""
    careful = gap_bulk.change_gaps

    def change_gaps(*, checked: dict[int, int], **more: Any) -> Any:
        if "order" in here.without:
            with transaction.atomic():
                for pk in checked:
                    GapFinding.objects.select_for_update(of=("self",)).order_by().get(pk=pk)
                return careful(checked=checked, **more)
        return careful(checked=checked, **more)

    gap_bulk.change_gaps = change_gaps


def _ask_for_rights_once(here: Asked) -> None:
    """ "rights": work that was allowed when it was asked for is done, whatever the person may do by then."""
    _switch(here, reports.tasks, "_check", "rights", lambda _job, _file: None)


def _let_everybody_in(here: Asked) -> None:
    """ "active": who is signed in counts as active, also after the account was closed."""

    def get_user(_self: ByAddress, key: int) -> User:
        user = User.objects.get(pk=key)
        user.is_active = True
        return user

    _switch(here, ByAddress, "get_user", "active", get_user)


def _check_names_once(here: Asked) -> None:
    """ "unique": that a name is free is asked before it is written and not again."""

    def save(row: models.Model) -> None:
        row.full_clean()
        row.save()

    for module in (reference, people):
        _switch(here, module, "save_checked", "unique", save)


def _take_over_what_is_there(here: Asked) -> None:
    """ "account": who accepts an invitation gets the account of its address, whoever was faster."""

    def create_person(*, email: str, password_hash: str, **details: Any) -> User:
        with suppress(ValidationError, IntegrityError), transaction.atomic():
            return people.create_person(email=email, password_hash=password_hash, **details)
        User.objects.filter(email=email).update(password=password_hash)
        return User.objects.get(email=email)

    _switch(here, invitations, "create_person", "account", create_person)
