"""Who reads the history of questionnaires and of answers: their own country alone, for it tells of drafts."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import User
from core import telling
from core.telling import NOTHING, about
from questionnaires.models import AnswerSet, Questionnaire


def register() -> None:
    """Speak for the kinds of this app."""
    telling.register(Questionnaire, questionnaires, route="questionnaires:questionnaire")
    telling.register(AnswerSet, answers, route="questionnaires:answer")


def questionnaires(user: User) -> Q:
    """Those of one's own country."""
    own = Questionnaire.objects.visible_to(user).filter(country=user.country)
    return about(own) if user.country else NOTHING


def answers(user: User) -> Q:
    """Those of one's own country."""
    own = AnswerSet.objects.visible_to(user).filter(country=user.country)
    return about(own) if user.country else NOTHING
