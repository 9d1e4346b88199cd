"""Words for this app's lines in the history."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, Promise] = {
    "skill_area.added": _("Skill area added"),
    "skill_area.changed": _("Skill area changed"),
    "occupation.added": _("Occupation added"),
    "occupation.changed": _("Occupation changed"),
    "body.added": _("Standard body added"),
    "body.changed": _("Standard body changed"),
    "framework.added": _("Level framework added"),
    "framework.changed": _("Level framework changed"),
    "level.added": _("Level added"),
    "level.changed": _("Level changed"),
    "level.removed": _("Level removed"),
    "edition.created": _("Draft started"),
    "edition.copied": _("Draft started as a copy of an earlier edition"),
    "edition.changed": _("Details changed"),
    "edition.lines_written": _("Lines written"),
    "edition.file_uploaded": _("File uploaded"),
    "edition.file_removed": _("File removed"),
    "edition.submitted": _("Edition submitted"),
    "edition.accepted": _("Edition accepted"),
    "edition.returned": _("Edition returned"),
    "edition.superseded": _("Superseded by a newer edition"),
    "edition.shared": _("Edition shared with a reader"),
    "edition.unshared": _("Share withdrawn"),
    "edition.binned": _("Draft thrown away"),
    "edition.restored": _("Draft restored from the bin"),
    "edition.removed": _("Draft removed for good"),
    "line.commented": _("Comment on a line"),
    "line.answered": _("Answer about a line"),
    "line.settled": _("Question settled"),
    "line.reopened": _("Question opened again"),
    "edition.made_public": _("Made public"),
    "edition.made_not_public": _("No longer public"),
    "intake.started": _("Reading asked for"),
    "intake.read": _("File read"),
    "intake.refused": _("File could not be read"),
    "intake.line_changed": _("Candidate line changed"),
    "intake.line_added": _("Candidate line added"),
    "intake.lines_changed": _("Several candidate lines changed"),
    "intake.typing_started": _("Lines opened for typing"),
    "intake.pasted": _("Lines pasted"),
    "intake.doubts_settled": _("Doubts of the reading looked at"),
    "intake.step_undone": _("Step of a correction undone"),
    "intake.step_redone": _("Step of a correction done again"),
    "intake.zawgyi_converted": _("Zawgyi converted to Unicode"),
    "intake.confirmed": _("Lines confirmed"),
    "intake.discarded": _("Reading discarded"),
    "intake.retried": _("Reading tried again"),
}

#: Words for this app's background work.
WORK: dict[str, Promise] = {"standards.read": _("Reading an uploaded standard")}

#: What other parties see of an edition's history: its life since it was released, not who drafted it how.
RELEASED_EVENTS = frozenset(
    {
        "edition.submitted",
        "edition.accepted",
        "edition.returned",
        "edition.superseded",
        "edition.made_public",
        "edition.made_not_public",
    }
)
