"""Text from the addresses of this package's pages turned into values."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import Filter
from core.models import JobState


class JobFilter(Filter):
    """Filters of the list of background jobs."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *JobState.choices]
    )
