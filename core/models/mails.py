"""Mails that wait for the mail server, are sent, or were given up."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Life of a mail."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Given up")


class Mail(models.Model):
    """One mail to one address, written in the transaction of the act that it tells of and sent outside (core.mails).

    Its text may hold a link that opens an account, so no page shows it. It is emptied once the mail is
    sent, and seven days after it was given up (an administrator may try again until then).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    to = models.EmailField(_("to"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    subject = models.CharField(_("subject"), max_length=255)
    text = models.TextField(blank=True)
    key = models.CharField(max_length=150, null=True, unique=True)  # the same news is written once
    state = models.CharField(max_length=12, choices=MailState.choices, default=MailState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("mail")
        indexes = [models.Index(fields=["state", "next_at"], name="mail_state_next")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="mail_state_known")
        ]

    def __str__(self) -> str:
        return self.subject
