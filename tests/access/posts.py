"""What a complete and possible POST to each route sends, so that a refusal is a refusal of the right alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile

from benchmarking.models import Judgement
from corridors.models import Activity
from missions.forms import initial_of
from missions.models import Mission, Observation
from reports.models import ReportVersion
from standards.forms import LineForm
from standards.models import Edition, Intake
from tests.access import (
    posts_corridor,
    posts_files,
    posts_life,
    posts_next,
    posts_people,
    posts_photos,
    posts_questionnaires,
    posts_verdicts,
    posts_views,
    posts_wording,
)
from tests.access.scene import Scene, upload
from tests.access.scene_work import PROOF
from tests.factories import people, world

Data = dict[str, Any]
REASON = {"reason": "Agreed at the meeting"}


def data_for(scene: Scene, route: str, at: str, args: dict[str, Any]) -> Data:
    """Fields of the form; empty for buttons."""
    made = _FORMS.get(route)
    if made is None:
        return {}
    return made(scene, scene[at] if at else None, args) if callable(made) else made


def _plain(values: Data) -> Data:
    """As a browser sends them: nothing for None, "on" for a tick."""
    found = {}
    for name, value in values.items():
        if isinstance(value, bool):
            found |= {name: "on"} if value else {}
        elif value is not None:
            found[name] = value
    return found


def _new_standard(_scene: Scene, _thing: Any, _args: Data) -> Data:
    area = world.skill_area()
    occupation = f"{area.pk}-{area.occupations.get().pk}"
    return {
        "new_body": "Standards office",
        "occupation": occupation,
        "title": "Bricklayer",
        "label": "2031",
        "language": "",
    }


def _edition(_scene: Scene, edition: Edition, _args: Data) -> Data:
    standard = edition.standard
    return {
        "body": standard.body_id,
        "label": "2019",
        "language": "en",
        "note": "Corrected",
        "revision": edition.revision,
        "occupation": f"{standard.skill_area_id}-{standard.occupation_id}",
        "title": standard.title,
        "title_original": "",
    }


def _candidate(_scene: Scene, intake: Intake, args: Data) -> Data:
    line = intake.lines.get(position=args["position"])
    return _plain({name: getattr(line, name) for name in LineForm.base_fields} | {"text": "Corrected"})


def _activity(_scene: Scene, activity: Activity, _args: Data) -> Data:
    rows = {name: getattr(activity, f"{name}_id") for name in ("parent", "corridor", "owner")}
    names = ("number", "kind", "country", "planned_start", "planned_end", "note", "revision")
    return _plain({name: getattr(activity, name) for name in names} | rows | {"title": "Renamed"})


def _benchmark(scene: Scene, corridor: Any, _args: Data) -> Data:
    sending = {"KH": "kh_submitted", "LA": "la_submitted"}[corridor.sending_country]
    editions = {"reference_editions": [scene["th_accepted"].pk], "sending_editions": [scene[sending].pk]}
    return editions | {"kinds": posts_views.ALL_KINDS}


def _judgement(_scene: Scene, benchmark: Any, args: Data) -> Data:
    judgement = Judgement.objects.get(benchmark=benchmark, line=args["line"])
    names = ("rating", "difference", "gap_code", "revision")
    values = {name: getattr(judgement, name) for name in names}
    return values | {
        "substantial": "yes",
        "reason": "Seen in the testing centre",
        "counterparts": [one.pk for one in judgement.counterparts.all()],
    }


def _gap(_scene: Scene, gap: Any, _args: Data) -> Data:
    names = ("revision", "code", "severity", "owner_country")
    return {name: getattr(gap, name) for name in names} | {"title": "Tolerance", "description": "Of the wall"}


def _report_done(_scene: Scene, _gap: Any, _args: Data) -> Data:
    return {
        "what_was_done": "Edition revised",
        "proof_note": "Page 12",
        "proof": ContentFile(PROOF, name="proof.pdf"),
    }


def _mission(scene: Scene, thing: Any, _args: Data) -> Data:
    if not isinstance(thing, Mission):
        dates = {"day_known": "day", "planned_start": "2019-07-01", "planned_end": "2019-07-03"}
        what = {"title": "Visit", "kind": "visit", "country": "KH", "place": "Phnom Penh"}
        return what | dates | {"corridors": [scene["th_kh"].pk]}
    values = initial_of(thing)
    values["corridors"] = [one.pk for one in values["corridors"]]
    values["teams"] = [one.pk for one in values["teams"]]
    return _plain(values | {"title": "Renamed"})


def _observation(_scene: Scene, thing: Mission | Observation, _args: Data) -> Data:
    values = {"step": "2", "site": "Wall test", "observed_on": "2019-06-12", "text": "A plumb line was used"}
    if isinstance(thing, Observation):
        return values | {"corridor": thing.corridor_id, "revision": thing.revision}
    return values | {"corridor": thing.corridors.first().pk}  # type: ignore[union-attr]


def _comment(_scene: Scene, report: Any, _args: Data) -> Data:
    version = ReportVersion.objects.filter(report=report).order_by("-number").first()
    return {"version": version.number if version else 1, "part": "", "text": "Please check section 4"}


#: Route -> the fields, or how they come about: (scene, object, arguments of the address).
_FORMS: dict[str, Data | Callable[[Scene, Any, Data], Data]] = {
    "account_email": {"email": "new@mrs.example.org"},
    "account_change_password": {
        "oldpassword": people.PASSWORD,
        "password1": "walls-without-mortar",
        "password2": "walls-without-mortar",
    },
    "account_login": {"login": "nobody@mrs.example.org", "password": people.PASSWORD},
    "standards:create": _new_standard,
    "standards:edit": _edition,
    "standards:upload": lambda *_: {"file": upload()},
    "standards:upload-begin": {"name": "standard.xlsx", "size": "9000"},
    "standards:return": REASON,
    "standards:publish": {"public": "1"},
    "standards:line-ask": {"text": "What is meant by this?"},
    "standards:comment-answer": {"text": "See the next line."},
    "standards:comment-settle": {"settled": "1"},
    "standards:sharing": lambda *_: {"party": f"o{people.organisation('nssa').pk}"},
    "standards:intake-act": lambda _scene, intake, _args: {
        "act": "out",
        "line": [intake.lines.earliest("position").pk],
    },
    "standards:intake-confirm": lambda _scene, intake, _args: {
        "draft": intake.edition.lines_revision,
        "lines": intake.revision,
    },
    "standards:paste": {"lines": "1. Mix mortar\n1.1 Water is measured", "do": "take"},
    "standards:intake-line": _candidate,
    "standards:area-new": lambda scene, *_: {"title": "Tiling", "occupations": [scene["occupation"].pk]},
    "standards:area-edit": lambda _scene, area, _args: {
        "title": "Bricklaying",
        "occupations": area.covered,
        "revision": area.revision,
    },
    "standards:occupation-new": {"isco": "7122", "title": "Floor layers and tile setters"},
    "standards:occupation-edit": lambda _scene, thing, _args: {
        "isco": thing.isco,
        "title": "Bricklayers",
        "revision": thing.revision,
    },
    "standards:body-new": {"name": "Board of trades", "short_name": "BT"},
    "standards:body-edit": lambda _scene, body, _args: {
        "name": "Renamed",
        "short_name": "R",
        "revision": body.revision,
    },
    "standards:framework-new": {"name": "Trade levels", "short_name": "TL"},
    "standards:framework-edit": lambda _scene, thing, _args: {
        "name": "Renamed",
        "short_name": thing.short_name,
        "revision": thing.revision,
    },
    "standards:level-new": {"label": "2"},
    "standards:level-edit": lambda _scene, thing, args: {
        "label": "One",
        "revision": thing.levels.get(position=args["position"]).revision,
    },
    "corridors:activity-create": {"title": "Workshop", "kind": "activity"},
    "corridors:activity-edit": _activity,
    "corridors:activity-move": {"to": "in_progress", "on": "2019-05-02"},
    "corridors:step": REASON,
    "benchmarking:create": _benchmark,
    **posts_views.FORMS,
    **posts_verdicts.FORMS,
    **posts_life.FORMS,
    **posts_files.FORMS,
    **posts_next.FORMS,
    **posts_people.FORMS,
    **posts_wording.FORMS,
    **posts_photos.FORMS,
    **posts_corridor.FORMS,
    **posts_questionnaires.FORMS,
    "benchmarking:judge": _judgement,
    "benchmarking:take-back": {"revision": "1", "to_revision": "1"},
    "benchmarking:additional": {"note": "Not asked for in the receiving standard"},
    "benchmarking:thesaurus-add": {"words": "hawk, mortar board"},
    "benchmarking:thesaurus-edit": {"words": "hod, carrier", "revision": "1"},
    "benchmarking:complete": {"conclusion": "not_yet", "reason": "Gaps are open"},
    "benchmarking:reopen": REASON,
    "benchmarking:gap-edit": _gap,
    "benchmarking:gap-report": _report_done,
    "benchmarking:gap-send-back": REASON,
    "benchmarking:gap-close": {"note": "Page 12 read"},
    "benchmarking:gap-keep": REASON,
    "benchmarking:gap-dismiss": REASON,
    "benchmarking:gap-reopen": REASON,
    "benchmarking:gap-reply": {"text": "We look into it again"},
    "benchmarking:gap-position": {"position": "remarks", "text": "From 2020 on"},
    "benchmarking:gap-bulk": {"what": "agree"},
    "benchmarking:gap-views": {"name": "Open", "query": "state=open"},
    "benchmarking:gap-view": {"name": "Open ones"},
    "benchmarking:gap-activity": lambda scene, *_: {"how": "link", "activity": scene["act_common"].ref},
    "benchmarking:gap-unlink": lambda scene, *_: {"activity": scene["act_kh"].ref},
    "missions:create": _mission,
    "missions:edit": _mission,
    "missions:held": {"actual_start": "2019-06-12", "actual_end": "2019-06-14"},
    "missions:cancel": REASON,
    "missions:observe": _observation,
    "missions:observation-edit": _observation,
    "reports:move": lambda scene, thing, _: {
        "to": {"accepted": "published", "draft": "internal_check"}.get(thing.state, "ilo_review")
    },
    "reports:decide": {"decision": "accept", "reason": "As discussed"},
    "reports:comment": _comment,
}
