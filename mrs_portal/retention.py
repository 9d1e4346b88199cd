"""What the portal lets go of, rule by rule, by the terms of the register (mrs_portal.privacy).

Every rule may run twice and says how much it did, or would do. None touches what was released, signed or published.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actions import unused
from accounts.keeping import forget_invitations, forget_sessions
from core import chain, keeping
from core.audit import record
from missions import actions_keeping as missions_keeping
from mrs_portal import privacy
from mrs_portal.models import RetentionRun
from reports.models import ReportVersion
from standards.actions import keeping as standards_keeping

logger = logging.getLogger(__name__)
#: The round comes every hour; it does its work once in this time.
EVERY = timedelta(hours=23)
#: At least so long after the round that warned an account is closed and a draft binned (the mails say 30 and 91 days),
#: and after the round that closed an account its data are erased.
CLOSING, BINNING, ERASING = timedelta(days=28), timedelta(days=88), timedelta(days=90)


class Work(Protocol):
    """Removes or changes what is due at `now`; how much. With `dry_run` it only counts."""

    def __call__(self, now: datetime, *, dry_run: bool) -> int: ...


@dataclass(frozen=True)
class Rule:
    """A term of the register as work."""

    code: str
    words: Promise
    work: Work


def _by_age(work: Callable[..., int], term: privacy.Term) -> Work:
    """A rule that asks only for what is older than the term."""

    def due(now: datetime, *, dry_run: bool) -> int:
        return work(term.before(now), dry_run=dry_run)

    return due


def _warn_accounts(now: datetime, *, dry_run: bool) -> int:
    since = privacy.ACCOUNT_WARNED.before(now)
    return unused.warn_unused(since=since, closes_on=now + timedelta(days=30), dry_run=dry_run)


def _after(step: str, earlier: privacy.Term, own: privacy.Term, now: datetime, pause: timedelta) -> datetime:
    """Since when something has to be unused for a rule, so that the step before it came at least `pause` earlier.

    A portal that was off for months, or is old when it gets this round, would else warn, close and erase in one hour.

    Args:
        step: the rule that comes first, such as the one that warns; `earlier` is its term.
        own: the term of the rule itself.
    """
    rounds = RetentionRun.objects.filter(at__lte=now - pause, counts__has_key=step)
    last = rounds.order_by("-at").first()
    return min(own.before(now), earlier.before(last.at)) if last else datetime.min.replace(tzinfo=UTC)


def _close_accounts(now: datetime, *, dry_run: bool) -> int:
    since = _after("accounts.warn", privacy.ACCOUNT_WARNED, privacy.ACCOUNT_CLOSED, now, CLOSING)
    return unused.disable_unused(since=since, dry_run=dry_run)


def _erase_accounts(now: datetime, *, dry_run: bool) -> int:
    since = _after("accounts.close", privacy.ACCOUNT_CLOSED, privacy.ACCOUNT_ERASED, now, ERASING)
    return unused.anonymise_unused(since=since, dry_run=dry_run)


def _warn_drafts(now: datetime, *, dry_run: bool) -> int:
    since = privacy.DRAFT_WARNED.before(now)
    goes_on = now + timedelta(days=91)
    return standards_keeping.warn_of_idle_drafts(since=since, goes_on=goes_on, dry_run=dry_run)


def _bin_drafts(now: datetime, *, dry_run: bool) -> int:
    since = _after("drafts.warn", privacy.DRAFT_WARNED, privacy.DRAFT_BINNED, now, BINNING)
    return standards_keeping.bin_idle_drafts(since=since, now=now, dry_run=dry_run)


def _drop_pictures(now: datetime, *, dry_run: bool) -> int:
    """Bytes of photos that are gone, unless a frozen report shows them."""
    number = 0
    frozen = ReportVersion.objects.annotate(said=Cast("snapshot", TextField()))
    for stored in missions_keeping.stray_pictures().filter(at__lt=now - timedelta(days=1)):
        if frozen.filter(said__contains=stored.sha256).exists():
            continue
        number += 1
        if not dry_run:
            with transaction.atomic():
                missions_keeping.drop_picture(stored)
    return number


def _forget_history(now: datetime, *, dry_run: bool) -> int:
    moment = privacy.HISTORY.before(now)
    if dry_run:
        return chain.to_forget(moment)
    with transaction.atomic():
        return chain.forget_before(moment)


def _forget_runs(now: datetime, *, dry_run: bool) -> int:
    old = RetentionRun.objects.filter(at__lt=privacy.RUNS.before(now))
    return old.count() if dry_run else old.delete()[0]


_NOW = privacy.Term()

RULES: tuple[Rule, ...] = (
    Rule("accounts.warn", _("People warned that their unused account will be closed"), _warn_accounts),
    Rule("accounts.close", _("Unused accounts closed"), _close_accounts),
    Rule("accounts.erase", _("Unused accounts erased"), _erase_accounts),
    Rule(
        "invitations",
        _("Addresses taken out of old invitations"),
        _by_age(forget_invitations, privacy.INVITATION),
    ),
    Rule("sessions", _("Sessions that ran out"), _by_age(forget_sessions, _NOW)),
    Rule("counts", _("Counts of tries that ran out"), _by_age(keeping.forget_counts, _NOW)),
    Rule("drafts.warn", _("Drafts of which their country was warned"), _warn_drafts),
    Rule("drafts.bin", _("Unused drafts put into the bin"), _bin_drafts),
    Rule("photos", _("Old photos removed"), _by_age(missions_keeping.remove_old_photos, privacy.PHOTO)),
    Rule("pictures", _("Stored pictures that nothing shows any more"), _drop_pictures),
    Rule(
        "contacts",
        _("Missions whose notes lost addresses and numbers"),
        _by_age(missions_keeping.forget_contacts, privacy.CONTACTS),
    ),
    Rule("mails", _("Old mails removed"), _by_age(keeping.forget_mails, privacy.MAIL)),
    Rule("mail-texts", _("Texts of mails that nobody took"), _by_age(keeping.empty_texts, privacy.MAIL_TEXT)),
    Rule(
        "jobs",
        _("Background work of which it is forgotten who asked"),
        _by_age(keeping.forget_askers, privacy.JOB),
    ),
    Rule("uploads", _("Uploads that ran out"), _by_age(keeping.forget_uploads, _NOW)),
    Rule("history", _("History lines whose time is over"), _forget_history),
    Rule("runs", _("Old results of this list"), _forget_runs),
)


def apply(now: datetime, *, dry_run: bool) -> RetentionRun:
    """Do what every rule asks for; a rule that breaks does not stop the others and is named in the result.

    Returns:
        The result; with `dry_run` it is not stored and nothing else is changed.
    """
    begun = monotonic()
    run = RetentionRun(at=now)
    for rule in RULES:
        try:
            run.counts[rule.code] = rule.work(now, dry_run=dry_run)
        except Exception:
            logger.exception("The rule %s of retention broke; it is tried again tomorrow", rule.code)
            run.failed.append(rule.code)
    run.seconds = round(monotonic() - begun, 3)
    if not dry_run:
        with transaction.atomic():
            run.save()
            done = {code: number for code, number in run.counts.items() if number}
            if done:
                record("retention.applied", on=run, by=None, after=done)
    return run


def apply_daily(now: datetime) -> RetentionRun | None:
    """The round: once a day, whichever process comes first."""
    if RetentionRun.objects.filter(at__gt=now - EVERY).exists():
        return None
    return apply(now, dry_run=False)
