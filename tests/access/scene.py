"""One rich world in which every object of the access matrix has a name.

Made with the verbs of the apps, so that sharing, release and history are what they are in real use. Texts of an
object carry its mark, `[[name]]`: a page that shows the mark of something the reader may not see leaks it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from core import chunks, jobs
from core.models import Job, JobState
from corridors import actions as corridors
from corridors.models import Pilot
from standards import actions as standards
from standards.intake import FileKind
from standards.lines import NewLine
from standards.models import Edition, Intake, IntakeLine, SourceFile
from standards.queries import subject_of
from standards.reading import CONTENT_TYPES
from standards.states import IntakeState
from tests.access import (
    people,
    scene_administration,
    scene_corridor,
    scene_files,
    scene_gaps,
    scene_next,
    scene_people,
    scene_photos,
    scene_questionnaires,
    scene_reference,
    scene_reported_editions,
    scene_reports,
    scene_security,
    scene_suggestions,
    scene_talk,
    scene_verdicts,
    scene_views,
    scene_volume,
    scene_wording,
    scene_work,
)
from tests.access.people import People
from tests.factories import world
from tests.standards.intake_files import pdf_raw, xlsx

AREAS = {"brick": world.BRICKLAYING, "wiring": world.WIRING}


def mark(name: str) -> str:
    """What stands in the texts of the object of this name."""
    return f"[[{name}]]"


@dataclass
class Scene:
    """Objects by name, and the people."""

    people: People
    things: dict[str, Any] = field(default_factory=dict)

    def by(self, name: str) -> User:
        """The account of a persona."""
        return self.people.user[name]

    def __getitem__(self, name: str) -> Any:
        return self.things[name]

    def add(self, name: str, thing: Any) -> Any:
        """Give an object its name."""
        assert name not in self.things, name
        self.things[name] = thing
        return thing


def build() -> Scene:
    """Everything, in a second or two."""
    scene = Scene(people.make())
    _corridors(scene)
    _editions(scene)
    _intakes(scene)
    scene_administration.build(scene)
    scene_talk.build(scene)
    scene_work.build(scene)
    scene_gaps.build(scene)
    scene_views.build(scene)
    scene_verdicts.build(scene)
    scene_suggestions.build(scene)
    scene_next.build(scene)
    scene_reported_editions.build(scene)
    scene_reports.build(scene)
    scene_files.build(scene)
    scene_volume.build(scene)
    scene_wording.build(scene)
    scene_photos.build(scene)
    scene_reference.build(scene)
    scene_corridor.build(scene)
    scene_questionnaires.build(scene)
    scene_people.build(scene)
    scene.add("former", scene.by("off"))
    scene.add("observer", scene.by("obs"))
    for name, thing in scene.things.items():
        scene.things[name] = type(thing)._default_manager.get(pk=thing.pk)  # as it is now, not as it was made
    scene_security.build(scene)
    return scene


# --- Pilots and corridors --------------------------------------------------------------------------------


def _corridors(scene: Scene) -> None:
    """The pilot of 2019, and another one in which Cambodia receives from Lao PDR and Thailand has no part."""
    brick, wiring = (world.skill_area(title) for title in AREAS.values())
    pilot = scene.add("pilot", _pilot(scene, "MRS pilot 2019", "TH"))
    away = scene.add("away", _pilot(scene, "Cambodian pilot", "KH"))
    for name, in_pilot, receiving, sending, area, teams in (
        ("th_kh", pilot, "TH", "KH", brick, [scene.people.group_one]),
        ("th_la", pilot, "TH", "LA", brick, [scene.people.group_one]),
        ("th_mm", pilot, "TH", "MM", brick, [scene.people.group_one]),
        ("th_kh_wiring", pilot, "TH", "KH", wiring, [scene.people.group_two]),
        ("kh_la", away, "KH", "LA", wiring, []),
    ):
        made = corridors.open_corridor(
            pilot=in_pilot,
            receiving_country=receiving,
            sending_country=sending,
            skill_area=area,
            teams=teams,
            by=scene.by("co"),
        )
        scene.add(name, made)
    corridors.close_step(step=scene["th_la"].steps.get(code="1"), reason="Agreed", by=scene.by("co"))


def _pilot(scene: Scene, title: str, lead: str) -> Pilot:
    return corridors.open_pilot(
        title=f"{title} {mark('pilot' if lead == 'TH' else 'away')}",
        lead_country=lead,
        starts_on=date(2019, 3, 1),
        ends_on=date(2019, 7, 31),
        by=scene.by("co"),
    )


# --- Editions --------------------------------------------------------------------------------------------

#: Name -> (country, skill area, how far it has come).
EDITIONS = {
    "kh_draft": ("KH", "brick", "draft"),
    "kh_submitted": ("KH", "brick", "submitted"),
    "kh_accepted": ("KH", "brick", "accepted"),
    "kh_returned": ("KH", "brick", "returned"),
    "kh_superseded": ("KH", "brick", "superseded"),
    "kh_wiring": ("KH", "wiring", "accepted"),
    "kh_public": ("KH", "wiring", "public"),
    "th_draft": ("TH", "brick", "draft"),
    "th_submitted": ("TH", "brick", "submitted"),
    "th_accepted": ("TH", "brick", "accepted"),
    "th_wiring": ("TH", "wiring", "accepted"),
    "la_draft": ("LA", "brick", "draft"),
    "la_submitted": ("LA", "brick", "submitted"),
    "la_accepted": ("LA", "brick", "accepted"),
    "la_wiring": ("LA", "wiring", "accepted"),
    "mm_accepted": ("MM", "brick", "accepted"),
}
_AUTHORS = {"KH": "kh", "LA": "la", "MM": "mm", "TH": "co"}


def _editions(scene: Scene) -> None:
    for name, (country, area, stage) in EDITIONS.items():
        scene.add(name, _edition(scene, name, country, AREAS[area], stage))


def _edition(scene: Scene, name: str, country: str, area: str, stage: str) -> Edition:
    by = scene.by(_AUTHORS[country])
    made = world.edition(
        country,
        by=by,
        area=world.skill_area(area),
        title=f"Standard {mark(name)}",
        lines=[("unit", "", "-", 0, False)],
    )
    Edition.objects.filter(pk=made.pk).update(state="draft")
    made.refresh_from_db()
    shape = world.THAI_LINES if country == "TH" else world.CAMBODIAN_LINES
    rows = [
        NewLine(kind, number, f"{text} {mark(name)}", depth=depth, critical=critical)
        for kind, number, text, depth, critical in shape
    ]
    standards.write_lines(edition=made, rows=rows, by=by)
    if name == "kh_accepted":
        _files(scene, made)
    if stage == "draft":
        return made
    corridors.submit_edition(edition=made, by=by)
    if stage == "returned":
        standards.return_edition(edition=made, reason="The levels are missing", by=scene.by("co2"))
    elif stage != "submitted":
        standards.accept(
            edition=made,
            by=scene.by("co2") if area == world.BRICKLAYING or country != "LA" else _kh_coordinator(scene),
        )
    if stage == "public":
        standards.set_public(edition=made, public=True, by=by)
    if stage == "superseded":
        Edition.objects.filter(pk=made.pk).update(state="superseded")
    made.refresh_from_db()
    return made


def _kh_coordinator(scene: Scene) -> User:
    """Whoever decides for Cambodia as a receiving country; the verb leaves the right to the view."""
    return scene.by("ekh")


# --- Files and their readings ----------------------------------------------------------------------------


def _files(scene: Scene, edition: Edition) -> None:
    """One file that went into the edition, one that was tried and left aside."""
    for name, state in (("kh_file", IntakeState.CONFIRMED), ("kh_tried", IntakeState.DISCARDED)):
        source = scene.add(name, _source(scene, edition, name))
        scene.add(f"{name}_intake", _reading(scene, source, state))
    content = ContentFile(pdf_raw(mark("kh_pdf")), name=f"{mark('kh_pdf')}.pdf")
    source = standards.attach_source(edition=edition, content=content, name=content.name, by=scene.by("kh"))
    scene.add("kh_pdf_intake", _reading(scene, source, IntakeState.DISCARDED))


def _intakes(scene: Scene) -> None:
    """Readings of drafts: to be confirmed, under way, failed."""
    for name, edition, state in (
        ("kh_intake", "kh_draft", IntakeState.READ),
        ("kh_failed", "kh_draft", IntakeState.READING),
        ("la_intake", "la_draft", IntakeState.READ),
    ):
        source = scene.add(f"{name}_file", _source(scene, scene[edition], name))
        made = scene.add(name, _reading(scene, source, state))
        if state == IntakeState.READ:
            _candidates(made, name)
        if name == "kh_failed":
            made.job = jobs.enqueue("standards.read", subject=made, by=scene.by("kh"), key=name)
            made.save(update_fields=["job"])
            Job.objects.filter(pk=made.job.pk).update(state=JobState.FAILED, failure="It broke")
    scene.add("kh_annex", _source(scene, scene["kh_draft"], "kh_annex"))
    subject = subject_of(scene["kh_draft"])
    started = chunks.begin(by=scene.by("kh"), subject=subject, name="half.xlsx", size=9_000, note={})
    scene.add("kh_upload", started)


def _source(scene: Scene, edition: Edition, name: str) -> SourceFile:
    content = ContentFile(xlsx([["Kind", "Text"], ["unit", name]]), name=f"{mark(name)}.xlsx")
    return standards.attach_source(
        edition=edition, content=content, name=f"{mark(name)}.xlsx", by=scene.by("kh")
    )


def _reading(scene: Scene, source: SourceFile, state: IntakeState) -> Intake:
    return Intake.objects.create(
        ref=f"reading-of-{source.ref}"[:80],
        edition=source.edition,
        source=source,
        state=state,
        created_by=scene.by("kh"),
    )


def _candidates(intake: Intake, name: str) -> None:
    IntakeLine.objects.bulk_create(
        IntakeLine(
            intake=intake, position=place, kind=kind, number=number, text=f"{text} {mark(name)}", depth=depth
        )
        for place, (kind, number, text, depth, _critical) in enumerate(world.CAMBODIAN_LINES)
    )


def upload() -> ContentFile:
    """A file that can be uploaded."""
    made = ContentFile(xlsx([["Kind", "Number", "Text"], ["unit", "1", "Lay bricks"]]), name="standard.xlsx")
    made.content_type = CONTENT_TYPES[FileKind.XLSX]  # type: ignore[attr-defined]
    return made
