"""What an administrator does to background work and mails."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import jobs
from core.audit import record
from core.models import Job, Mail, MailState
from core.states import IllegalMove


@transaction.atomic
def retry_job(*, job: Job, by: User) -> None:
    """Have failed or cancelled work done again, for whoever asked for it and with their rights.

    Raises:
        IllegalMove: it waits, runs or is done; or somebody asked for the same work again meanwhile.
    """
    try:
        with transaction.atomic():
            queued = jobs.retry(job)
    except IntegrityError:
        raise IllegalMove(_("The same work was asked for again meanwhile and is under way.")) from None
    if not queued:
        raise IllegalMove(_("This work has not failed, so there is nothing to try again."))
    record("job.retried", on=job, by=by, before={"state": job.state})


@transaction.atomic
def cancel_job(*, job: Job, by: User) -> None:
    """Stop work that waits or runs; nothing of its result is kept.

    Raises:
        IllegalMove: it has ended.
    """
    if not jobs.cancel(job):
        raise IllegalMove(_("This work has ended already, so it cannot be cancelled."))
    record("job.cancelled", on=job, by=by, before={"state": job.state})


@transaction.atomic
def send_again(*, mail: Mail, by: User) -> None:
    """Try to send a mail at once that waits or was given up.

    Raises:
        IllegalMove: it was sent, or its text is gone.
    """
    rows = Mail.objects.filter(pk=mail.pk).exclude(state=MailState.SENT)
    if not rows.exists():
        raise IllegalMove(_("This mail was sent already."))
    if not rows.exclude(text="").update(state=MailState.WAITING, next_at=timezone.now(), failure=""):
        raise IllegalMove(
            _(
                "The text of this mail is gone, so it cannot be sent. Do again what it was about, such as the invitation."
            )
        )
    record("mail.tried_again", on=_nameless(mail), by=by, after={"kind": mail.kind})


@transaction.atomic
def give_up(*, mail: Mail, by: User) -> None:
    """Do not try any more to send a mail; its text is removed.

    Raises:
        IllegalMove: it was sent or given up already.
    """
    rows = Mail.objects.filter(pk=mail.pk, state=MailState.WAITING)
    if not rows.update(state=MailState.FAILED, text="", failure=_("Given up by the administrator.")):
        raise IllegalMove(_("This mail does not wait any more."))
    record("mail.given_up", on=_nameless(mail), by=by, after={"kind": mail.kind})


def _nameless(mail: Mail) -> Mail:
    """The same row for the history, which keeps no subject of a mail."""
    return Mail(pk=mail.pk, subject=mail.kind)
