"""Filters of the administration's lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.events import work_choices
from core.fields import Filter, choose
from core.models import JobState, MailState
from mrs_portal.administration.kinds import KINDS


class JobFilter(Filter):
    """Filters of the list of background jobs."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *JobState.choices]
    )
    work = forms.ChoiceField(label=_("Work"), required=False)
    asked = forms.ChoiceField(
        label=_("Asked"),
        required=False,
        choices=[("", _("Any time")), ("1", _("In the last day")), ("7", _("In the last 7 days"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["work"], [("", _("All work")), *work_choices()])


class MailFilter(Filter):
    """Filters of the list of mails."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *MailState.choices]
    )
    kind = forms.ChoiceField(label=_("About"), required=False, choices=[("", _("All kinds")), *KINDS.items()])
