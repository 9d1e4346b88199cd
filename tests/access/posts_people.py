"""What complete and possible POSTs about people, offices and groups send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tests.factories import people

if TYPE_CHECKING:
    from tests.access.scene import Scene


def _deputy(scene: Scene, _thing: Any, _args: dict[str, Any]) -> dict[str, Any]:
    today = timezone.localdate().isoformat()
    return {"deputy": scene.by("kh").pk, "since": today, "until": today}


def _successor(_scene: Scene, _thing: Any, _args: dict[str, Any]) -> dict[str, Any]:
    office = people.organisation("mlvt").pk
    return {"email": "next@mrs.example.org", "title": "Next expert", "organisation": office, "role": "expert"}


FORMS: dict[str, Any] = {
    "accounts:person-edit": {"title": "Renamed", "role": "expert"},
    "accounts:deputy": _deputy,
    "accounts:hand-over": _successor,
    "accounts:office-new": {"name": "New office", "short_name": "NO", "kind": "government", "country": "KH"},
    "accounts:office-edit": {"name": "Renamed", "short_name": "R"},
    "accounts:team-new": {"name": "New group", "country": "KH"},
    "accounts:team": lambda scene, *_: {"person": scene.by("ekh").pk, "function": "expert"},
    "accounts:team-rename": {"name": "Renamed"},
    "accounts:team-remove": lambda scene, *_: {"person": scene.by("dep").ref},
    "accounts:profile-language": {"language": "th", "time_zone": "Asia/Vientiane"},
    "accounts:profile-notices": {},
    "accounts:profile-deputy-end": lambda scene, *_: {"deputy": scene.by("co2").ref},
}
