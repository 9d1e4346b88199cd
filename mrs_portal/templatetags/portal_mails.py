"""Words and tones for the list of mails."""

from __future__ import annotations

from django import template

from core.models import MailState
from mrs_portal.administration.kinds import words_of

register = template.Library()
_TONES = {MailState.WAITING.value: "info", MailState.SENT.value: "done", MailState.FAILED.value: "attention"}


@register.filter
def mail_words(kind: str) -> str:
    """What a mail is about."""
    return words_of(kind)


@register.filter
def mail_tone(state: str) -> str:
    """The tone of the badge of a mail's state."""
    return _TONES.get(state, "neutral")
