"""The nightly walk along the history's chain, its result, and the mail to the witnesses.

A chain proves that nothing was changed only as long as its end is known outside: so the end is mailed each day to
people in at least two countries (`settings.HISTORY_WITNESSES`). They need not do anything but keep the mails.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core import chain, mails
from core.audit import record
from core.models import AuditHead, AuditLine

logger = logging.getLogger(__name__)

#: A check is due when the last one is older; the rounds come hourly, so it falls on about the same hour.
DAILY = timedelta(hours=23, minutes=30)
CHECKED = "history.checked"
BROKEN = "history.broken"


def last_check() -> AuditLine | None:
    """The line that tells the result of the last check; None before the first."""
    label = AuditHead._meta.label_lower
    return AuditLine.objects.filter(subject_type=label, event__in=[CHECKED, BROKEN]).order_by("-pk").first()


def check_daily(now: datetime) -> bool:
    """Check the chain and write to the witnesses, once a day; whether it was due."""
    last = last_check()
    if last is not None and now - last.at < DAILY:
        return False
    chain.seal_due()
    verdict = chain.verify()
    if verdict.told:
        logger.error("The history is not whole at place %s: %s", verdict.bad_place, verdict.told)
    _note(verdict)
    for address in settings.HISTORY_WITNESSES:
        _tell(address, verdict, now)
    return True


def _note(verdict: chain.Verdict) -> None:
    """The result as a line of the history itself."""
    head, _made = AuditHead.objects.get_or_create(pk=1)
    found: dict[str, int | str] = {"lines": verdict.lines, "place": verdict.head.place}
    if verdict.told:
        found |= {"bad_place": verdict.bad_place, "told": verdict.told}
    record(BROKEN if verdict.told else CHECKED, on=head, by=None, after=found)


def _tell(address: str, verdict: chain.Verdict, now: datetime) -> None:
    """One mail a day and address."""
    day = timezone.localtime(now).date().isoformat()
    result = (
        _("Every line is as it was sealed.")
        if verdict.is_whole
        else _("NOT WHOLE at place %(place)s: %(told)s") % {"place": verdict.bad_place, "told": verdict.told}
    )
    text = _(
        "The history of MRS Portal on %(day)s\n\n"
        "End of the chain: %(head)s\n"
        "Lines: %(lines)s\n"
        "Result of the check: %(result)s\n\n"
        "Keep this mail. With the end of the chain that stands here, the portal administrator can prove later that no "
        "line before it was changed:\n"
        "manage.py verify_history --since %(head)s\n"
    ) % {"day": day, "head": verdict.head, "lines": verdict.lines, "result": result}
    subject = _("MRS Portal: end of the history on %(day)s") % {"day": day}
    mails.post(to=address, kind="history", subject=subject, text=text, key=f"history:{day}:{address}"[:150])
