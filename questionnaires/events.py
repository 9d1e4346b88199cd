"""Words for this app's lines in the history."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, Promise] = {
    "questionnaire.installed": _("Standard questionnaire taken over"),
    "questionnaire.draft_started": _("Draft of the next version started"),
    "questionnaire.draft_discarded": _("Draft discarded"),
    "questionnaire.question_added": _("Question added"),
    "questionnaire.question_changed": _("Question changed"),
    "questionnaire.question_moved": _("Question moved"),
    "questionnaire.question_removed": _("Question taken out"),
    "questionnaire.published": _("Version put in use"),
    "answers.started": _("Set of answers started"),
    "answers.shared": _("Answers will be read by another country"),
    "answers.given_to_teams": _("Answers given to the teams that work with them"),
    "answers.saved": _("Question answered"),
    "answers.evidence_added": _("Evidence added"),
    "answers.evidence_removed": _("Evidence taken away"),
    "answers.submitted": _("Answers submitted"),
    "answers.superseded": _("Answers replaced by a correction"),
    "answers.correction_started": _("Correction started"),
}
