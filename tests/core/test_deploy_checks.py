"""`check --deploy` refuses every weak point of the embedded default, each with a number and what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings as portal

from core.checks import MAIL_SERVER, WEAK, production_settings

POSTGRES = {"default": {"ENGINE": "django.db.backends.postgresql"}}
SOUND = {
    "DATABASES": POSTGRES,
    "BROKER_URL": "rediss://:secret@127.0.0.1:6379/0",
    "DEMO": False,
    "HTTPS": True,
    "EMAIL_BACKEND": MAIL_SERVER,
    "EMAIL_HOST": "mail.example",
    "EMAIL_USE_TLS": True,
    "EMAIL_USE_SSL": False,
    "PORTAL_ADDRESS": "https://portal.example",
    "ALLOWED_HOSTS": ["portal.example"],
    "SECOND_FACTOR_ROLES": ["administrator"],
    "THROTTLES": True,
    "SECURITY_CONTACT": "security@portal.example",
    "DEFAULT_FROM_EMAIL": "MRS Portal <portal@portal.example>",
}
FAULTS = [
    ({"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}}, "E001"),
    ({"BROKER_URL": "filesystem://localhost"}, "E002"),
    ({"BROKER_URL": "redis://127.0.0.1:6379/0"}, "E003"),
    ({"BROKER_URL": "redis://name@127.0.0.1:6379/0"}, "E003"),  # a name and no password
    ({"DEMO": True}, "E004"),
    ({"HTTPS": False}, "E005"),
    ({"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}, "E006"),
    ({"EMAIL_USE_TLS": False}, "E007"),
    ({"PORTAL_ADDRESS": "http://portal.example"}, "E008"),
    ({"ALLOWED_HOSTS": ["portal.example", "*"]}, "E009"),
    ({"ALLOWED_HOSTS": ["portal.example", ".example"]}, "E009"),
    ({"SECOND_FACTOR_ROLES": []}, "E010"),
    ({"THROTTLES": False}, "E011"),
    ({"SECURITY_CONTACT": ""}, "E012"),
    ({"PORTAL_ADDRESS": "https://other.example"}, "E013"),
    ({"DEFAULT_FROM_EMAIL": "MRS Portal <portal@localhost>"}, "E014"),
]


def found(settings: Any, **changed: Any) -> list[str]:
    """Numbers of what the check says about these settings."""
    for name, value in {**SOUND, **changed}.items():
        if name == "DATABASES":
            continue
        setattr(settings, name, value)
    engine = {**SOUND, **changed}["DATABASES"]["default"]["ENGINE"]
    kept = settings.DATABASES["default"]["ENGINE"]
    settings.DATABASES["default"]["ENGINE"] = engine
    try:
        return [str(one.id).removeprefix("mrs.") for one in production_settings()]
    finally:
        settings.DATABASES["default"]["ENGINE"] = kept


def test_a_sound_machine_passes_and_a_mail_server_beside_the_portal_needs_no_encryption(
    settings: Any,
) -> None:
    assert found(settings) == []
    assert found(settings, EMAIL_USE_TLS=False, EMAIL_HOST="127.0.0.1") == []


@pytest.mark.parametrize(("changed", "number"), FAULTS)
def test_each_weak_point_is_named_alone(settings: Any, changed: dict[str, Any], number: str) -> None:
    assert found(settings, **changed) == [number]


def test_every_weak_point_is_tried_here() -> None:
    assert {number for _changed, number in FAULTS} == {one.number for one in WEAK}


def test_a_slip_in_the_roles_that_need_a_second_factor_stops_the_portal_instead_of_leaving_them_without() -> (
    None
):
    command = [sys.executable, "-c", "import mrs_portal.settings"]
    environment = os.environ | {"SECOND_FACTOR_ROLES": "coordinators"}

    refused = subprocess.run(
        command, cwd=portal.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )

    assert refused.returncode != 0
    assert "['coordinators'] are no roles" in refused.stderr
