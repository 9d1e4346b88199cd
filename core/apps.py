"""App configuration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from core import chain_guard, events, rounds


class CoreConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "core"

    def ready(self) -> None:
        """Register the system checks and the nightly check of the history; forms speak in the portal's words."""
        from core import audit, checks, fields, witnesses  # noqa: F401, PLC0415 - the models must be there first

        fields.speak_plainly()
        events.register(
            {
                **audit.EVENTS,
                witnesses.CHECKED: _("History checked: whole"),
                witnesses.BROKEN: _("History checked: NOT whole"),
            }
        )
        rounds.register("history", witnesses.check_daily)
        pre_migrate.connect(_lift_guard, sender=self)
        post_migrate.connect(_guard_history, sender=self)


def _lift_guard(**_kwargs: Any) -> None:
    chain_guard.take_down()


def _guard_history(**_kwargs: Any) -> None:
    chain_guard.put_up()
