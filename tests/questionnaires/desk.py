"""Short ways to questionnaires and answers for tests."""

from __future__ import annotations

from accounts.models import User
from questionnaires import actions
from questionnaires.models import AnswerSet, Question, QuestionnaireVersion
from questionnaires.queries import current_version
from questionnaires.standard import key_of
from questionnaires.states import Purpose

TOPIC = "Bricklaying and plastering"


def quality(by: User) -> QuestionnaireVersion:
    """The standard questionnaire on quality assurance, in use."""
    actions.install_standard(country="TH", by=by)
    version = current_version("TH", Purpose.QUALITY)
    assert version is not None
    return version


def question(version: QuestionnaireVersion, name: str) -> Question:
    """A standard question by its name in the file."""
    return version.questions.get(key=key_of(version.questionnaire.purpose, name))


def say(answer_set: AnswerSet, name: str, value: str, *, by: User, note: str = "", revision: int = 0) -> None:
    """Answer one question."""
    actions.save_answer(
        answer_set=answer_set,
        question=question(answer_set.version, name),
        value=value,
        note=note,
        revision=revision,
        by=by,
    )
