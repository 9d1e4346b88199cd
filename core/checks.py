"""What must be in place, said before anything goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.files)
def front_end_assets(**_kwargs: Any) -> list[CheckMessage]:
    """Stylesheet and fonts come from packages at set-up, not from the repository."""
    vendor = Path(settings.BASE_DIR) / "static_build" / "vendor"
    if (vendor / "bootstrap.min.css").exists() and any(vendor.glob("fonts/*.woff2")):
        return []
    return [
        Warning(
            "The stylesheet and the fonts are not there yet.",
            hint="Run: python scripts/assets.py",
            id="mrs.W001",
        )
    ]


MAIL_SERVER = "django.core.mail.backends.smtp.EmailBackend"
HERE = (None, "localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Weakness:
    """What may not stand on a production machine: its number, what is wrong, what to do, and whether it is so."""

    number: str
    wrong: str
    what_to_do: str
    holds: Callable[[], bool]


def _is_sqlite() -> bool:
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("sqlite3")


def _is_folder() -> bool:
    return str(settings.BROKER_URL).startswith("filesystem")


def _broker_is_open() -> bool:
    return not _is_folder() and not urlsplit(settings.BROKER_URL).password


def _mails_travel_open() -> bool:
    encrypted = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    return settings.EMAIL_BACKEND == MAIL_SERVER and settings.EMAIL_HOST not in HERE and not encrypted


def _links_lead_nowhere() -> bool:
    parts = urlsplit(settings.PORTAL_ADDRESS)
    return parts.scheme != "https" or parts.hostname in HERE


def _takes_any_name() -> bool:
    return any(host == "*" or host.startswith(".") for host in settings.ALLOWED_HOSTS)


def _links_are_refused() -> bool:
    return urlsplit(settings.PORTAL_ADDRESS).hostname not in settings.ALLOWED_HOSTS


WEAK = [
    Weakness("E001", "SQLite is for trying the portal out.", "Set DATABASE_URL=postgres://…", _is_sqlite),
    Weakness("E002", "The folder broker is for one machine.", "Set BROKER_URL=redis://…", _is_folder),
    Weakness("E003", "The broker has no password.", "Set BROKER_URL=redis://:PASSWORD@…", _broker_is_open),
    Weakness(
        "E004", "Demonstration data do not belong in production.", "Unset DEMO", lambda: bool(settings.DEMO)
    ),
    Weakness("E005", "Pages would travel unencrypted.", "Set HTTPS=1 behind TLS", lambda: not settings.HTTPS),
    Weakness(
        "E006",
        "Mails would become files that nobody reads: no invitation, no reset, no reminder arrives.",
        "Set EMAIL_URL=smtp+tls://name:password@…",
        lambda: bool(settings.EMAIL_BACKEND != MAIL_SERVER),
    ),
    Weakness(
        "E007",
        "Mails, and the links in them, would travel unencrypted to the mail server.",
        "Set EMAIL_URL=smtp+tls://… or smtp+ssl://…",
        _mails_travel_open,
    ),
    Weakness(
        "E008",
        "Links in mails would lead to this machine only, or without encryption.",
        "Set PORTAL_ADDRESS=https://… as browsers reach the portal",
        _links_lead_nowhere,
    ),
    Weakness(
        "E009",
        "The portal would answer under any name, and write it into pages.",
        "Set ALLOWED_HOSTS to the exact names of the portal",
        _takes_any_name,
    ),
    Weakness(
        "E010",
        "A password alone would open every account.",
        "Set SECOND_FACTOR_ROLES=all, or the roles that need a second factor",
        lambda: not settings.SECOND_FACTOR_ROLES,
    ),
    Weakness(
        "E011",
        "One sender could hold up all the others.",
        "Unset THROTTLES",
        lambda: not settings.THROTTLES,
    ),
    Weakness(
        "E012",
        "Whoever finds a weakness would not know where to report it.",
        "Set SECURITY_CONTACT to a mail address or a page",
        lambda: not settings.SECURITY_CONTACT,
    ),
    Weakness(
        "E013",
        "Links in mails name a host that the portal refuses.",
        "Name the host of PORTAL_ADDRESS in ALLOWED_HOSTS",
        _links_are_refused,
    ),
    Weakness(
        "E014",
        "Mails would come from an address that no server takes.",
        "Set MAIL_FROM=MRS Portal <portal@…>",
        lambda: settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@localhost"),
    ),
]


@register(Tags.security, deploy=True)
def production_settings(**_kwargs: Any) -> list[CheckMessage]:
    """The weak points of the embedded default are refused in production."""
    return [Error(one.wrong, hint=one.what_to_do, id=f"mrs.{one.number}") for one in WEAK if one.holds()]
