"""The scene, continued: questions about lines, a share given by hand, a draft in the bin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from standards import actions as standards
from standards.models import Edition
from tests.factories import people, world

if TYPE_CHECKING:
    from tests.access.scene import Scene

#: Name -> (edition, number of the line, who asks).
THREADS = {
    "ask_co": ("kh_accepted", "1.1", "co"),
    "ask_ilo": ("kh_accepted", "1.1", "ilo"),
    "note_kh": ("kh_accepted", "1.1", "kh"),
    "ask_kh": ("th_accepted", "1.1.1", "kh"),
    "ask_la": ("th_accepted", "1.1.1", "la"),
}


def build(scene: Scene) -> None:
    """Threads of every party, and what only its own country sees."""
    for name, (at, number, who) in THREADS.items():
        edition, by = scene[at], scene.by(who)
        key = edition.lines.get(number=number).key
        thread = standards.comment(edition=edition, line_key=key, text=f"Why so? [[{name}]]", by=by)
        standards.answer(thread=thread, text=f"Because. [[{name}]]", by=by)
        scene.add(name, thread)
    # Public anyway: the share shows nothing to Myanmar that was hidden.
    share = standards.share_by_hand(
        edition=scene["kh_public"], organisation=people.organisation("nssa"), by=scene.by("kh")
    )
    scene.add("kh_share", share)
    thrown = world.edition("KH", by=scene.by("kh"), title="Thrown away")
    Edition.objects.filter(pk=thrown.pk).update(state="draft")
    thrown.refresh_from_db()
    scene.add("kh_binned", standards.throw_away(edition=thrown, by=scene.by("kh")))


def address_of(thing: Any) -> dict[str, Any]:
    """Arguments of the address of a thread or a share, which are found by their edition."""
    return {"ref": thing.edition.ref, "pk": thing.pk}
