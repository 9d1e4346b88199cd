"""Page reads of questionnaires and answers."""

from __future__ import annotations

from questionnaires.queries.answers import answers_of, visible_answer_set, waiting_for
from questionnaires.queries.questions import current_version, visible_questionnaire

__all__ = ["answers_of", "current_version", "visible_answer_set", "visible_questionnaire", "waiting_for"]
