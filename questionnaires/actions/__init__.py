"""Verbs of the questionnaires app."""

from __future__ import annotations

from questionnaires.actions.answers import (
    ask_for_answers,
    correct_answers,
    give_to_teams,
    save_answer,
    start_answers,
    submit_answers,
)
from questionnaires.actions.evidence import add_evidence, remove_evidence
from questionnaires.actions.versions import (
    add_question,
    change_question,
    discard_draft,
    install_standard,
    move_question,
    publish_version,
    remove_question,
    start_draft,
)

__all__ = [
    "add_evidence",
    "add_question",
    "ask_for_answers",
    "change_question",
    "correct_answers",
    "discard_draft",
    "give_to_teams",
    "install_standard",
    "move_question",
    "publish_version",
    "remove_evidence",
    "remove_question",
    "save_answer",
    "start_answers",
    "start_draft",
    "submit_answers",
]
