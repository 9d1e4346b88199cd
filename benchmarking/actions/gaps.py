"""Verbs on gap findings: worked on by both sides, closed by a second person.

Every verb holds the gap's row first, so that of two people who press at once exactly one wins, and a second press of
the same button changes nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from accounts.states import OrganisationKind
from benchmarking import gap_acts, proofs
from benchmarking.gap_acts import RULES, GapAct
from benchmarking.models import GapFinding, GapReply
from benchmarking.states import ReplyPosition
from core import countries, files
from core.audit import record
from core.conflicts import save_revision
from core.states import IllegalMove, label_of, move
from core.text import clean

# --- A person's words ----------------------------------------------------------------------------


@transaction.atomic
def edit_gap(
    *,
    gap: GapFinding,
    revision: int,
    title: str,
    description: str,
    severity: str,
    code: str,
    due_on: date | None,
    owner_country: str,
    by: User,
    owner_office: Organisation | None = None,
    recommended_action: str = "",
    action_type: str = "",
) -> GapFinding:
    """Write a person's words on a gap and the gap's data. All of them are written, also those that are empty.

    Args:
        revision: the revision that the person started from.

    Raises:
        IllegalMove: the gap is closed or dismissed.
        Conflict: somebody else saved since.
        ValidationError: the owner is not one of the corridor's two countries, or the office is of another country.
    """
    current = _hold(gap, GapAct.EDIT)
    if faults := owner_faults(gap, owner_country, owner_office):
        raise ValidationError(faults)
    changes: dict[str, Any] = {
        "title": clean(title),
        "description": clean(description),
        "severity": severity,
        "code": code,
        "due_on": due_on,
        "owner_country": owner_country,
        "owner_office": owner_office,
        "recommended_action": clean(recommended_action),
        "action_type": action_type,
    }
    before = told(current, *changes)
    save_revision(gap, revision=revision, **changes)
    after = told(gap, *changes)
    names = [name for name in changes if before[name] != after[name]]
    if names:
        record(
            "gap.edited",
            on=gap,
            by=by,
            before={n: before[n] for n in names},
            after={n: after[n] for n in names},
        )
    return gap


def owner_faults(gap: GapFinding, country: str, office: Organisation | None) -> dict[str, str]:
    """What is wrong with an owner: a sentence by field, empty when nothing."""
    if country not in (gap.corridor.receiving_country, gap.corridor.sending_country):
        return {
            "owner_country": _("The owner is one of the two countries of the corridor. Choose one of them.")
        }
    if office is not None and (office.country != country or office.kind != OrganisationKind.GOVERNMENT):
        return {
            "owner_office": _(
                "This office is not one of %(country)s. Choose an office of the owner country, or change the country."
            )
            % {"country": countries.name_of(country)}
        }
    return {}


@transaction.atomic
def reply(*, gap: GapFinding, text: str, by: User) -> GapReply:
    """Add to the conversation of both sides. The same words again from the same person, with nothing in between, are
    a second press of the button: the first reply is returned.

    Raises:
        ValidationError: the reply is empty.
    """
    _hold(gap, GapAct.REPLY)
    words = _said(text, "text", _("Write your reply first."))
    last = gap.replies.order_by("pk").last()
    if last is not None and (last.by_id, last.text, last.position) == (by.pk, words, ""):
        return last
    made = GapReply.objects.create(gap=gap, text=words, by=by)
    record("gap.replied", on=gap, by=by, after={"reply": words})
    return made


@transaction.atomic
def give_position(*, gap: GapFinding, position: str, text: str, by: User) -> GapReply:
    """The sending country's formal reply to a gap before publication: it accepts, accepts with remarks, or contests.

    The latest one counts; earlier ones stay readable. The same again with nothing in between is a second press.

    Raises:
        IllegalMove: the gap is closed.
        ValidationError: no position is chosen, or one that needs words has none.
    """
    _hold(gap, GapAct.POSITION)
    words = clean(text)
    if position not in ReplyPosition.values:
        raise ValidationError({"position": _("Choose what your country says to this gap.")})
    if position == ReplyPosition.CONTESTS and not words:
        raise ValidationError({"text": _("Say why your country does not accept the finding.")})
    if position == ReplyPosition.REMARKS and not words:
        raise ValidationError({"text": _("Write the remarks with which your country accepts the finding.")})
    last = gap.replies.order_by("pk").last()
    if last is not None and (last.by_id, last.text, last.position) == (by.pk, words, position):
        return last
    made = GapReply.objects.create(gap=gap, text=words, position=position, by=by)
    record("gap.position", on=gap, by=by, after={"position": label_of(made, "position"), "reply": words})
    return made


# --- From open to closed -------------------------------------------------------------------------


@transaction.atomic
def agree(*, gap: GapFinding, by: User) -> GapFinding:
    """Either side agrees that this is a gap to be worked on.

    Raises:
        IllegalMove: the gap is not open.
    """
    return _move(gap, GapAct.AGREE, "gap.agreed", by)


@transaction.atomic
def start(*, gap: GapFinding, by: User) -> GapFinding:
    """Say that work has begun.

    Raises:
        IllegalMove: the gap is not agreed.
    """
    return _move(gap, GapAct.START, "gap.started", by, reason="")


@transaction.atomic
def report_done(
    *, gap: GapFinding, what_was_done: str, proof_note: str, by: User, proof: File[bytes] | None = None
) -> GapFinding:
    """Say what was done and where the proof is; the gap then waits for the check of a second person.

    Args:
        proof: a PDF, DOCX, XLSX, JPG or PNG; without one, a file sent with an earlier report stays.

    Raises:
        IllegalMove: the gap is neither agreed nor in progress.
        ValidationError: words are missing, or the file cannot be kept.
    """
    _hold(gap, GapAct.REPORT)
    changes: dict[str, Any] = {
        "what_was_done": _said(what_was_done, "what_was_done", _("Say what was done.")),
        "proof_note": _said(proof_note, "proof_note", _("Say what proves it, and where it can be seen.")),
        "reported_by": by,
        "reported_at": timezone.now(),
        "reason": "",
    }
    words = {name: changes[name] for name in ("what_was_done", "proof_note")}
    if proof is not None:
        if fault := proofs.fault_of(proof):
            raise ValidationError({"proof": fault})
        kind = proofs.content_type_of(proof)
        changes["proof"] = files.store(proof, name=proof.name or "proof", content_type=kind, by=by)
        words["proof_file"] = changes["proof"].name
    return _move(gap, GapAct.REPORT, "gap.reported_done", by, words, **changes)


@transaction.atomic
def send_back(*, gap: GapFinding, reason: str, by: User) -> GapFinding:
    """The check found that something is missing; the owner goes on working.

    Raises:
        IllegalMove: the gap does not wait for a check.
        ValidationError: no reason is given.
    """
    words = _reason(reason, _("Say what is still missing."))
    return _move(gap, GapAct.SEND_BACK, "gap.sent_back", by, {"reason": words}, reason=words)


@transaction.atomic
def close(*, gap: GapFinding, note: str, by: User) -> GapFinding:
    """A second person has checked what was done and closes the gap. Nothing reopens a closed gap.

    Raises:
        IllegalMove: the gap does not wait for a check, or the person reported it done themselves.
        ValidationError: the result of the check is missing.
    """
    current = _hold(gap, GapAct.CLOSE)
    if current.reported_by_id == by.pk:
        raise IllegalMove(gap_acts.own_report())
    words = _said(note, "note", _("Say what you checked and what you found."))
    return _move(
        gap,
        GapAct.CLOSE,
        "gap.closed",
        by,
        {"closing_note": words},
        closing_note=words,
        closed_by=by,
        closed_at=timezone.now(),
    )


@transaction.atomic
def keep(*, gap: GapFinding, reason: str, by: User) -> GapFinding:
    """Accept the difference: it stays and nobody works on it.

    Raises:
        IllegalMove: the gap's state does not allow it.
        ValidationError: no reason is given.
    """
    words = _reason(reason, _("Say why the difference is kept."))
    return _move(gap, GapAct.KEEP, "gap.kept", by, {"reason": words}, reason=words)


@transaction.atomic
def dismiss(*, gap: GapFinding, reason: str, by: User) -> GapFinding:
    """Say that this is no gap. It stays visible with the reason.

    Raises:
        IllegalMove: work on the gap has begun, or it is settled.
        ValidationError: no reason is given.
    """
    words = _reason(reason, _("Say why this is no gap."))
    return _move(gap, GapAct.DISMISS, "gap.dismissed", by, {"reason": words}, reason=words)


@transaction.atomic
def reopen(*, gap: GapFinding, reason: str, by: User) -> GapFinding:
    """Take up a kept or dismissed gap again.

    Raises:
        IllegalMove: the gap is neither kept nor dismissed; a closed one is never reopened.
        ValidationError: no reason is given.
    """
    words = _reason(reason, _("Say why the gap is taken up again."))
    return _move(gap, GapAct.REOPEN, "gap.reopened", by, {"reason": words}, reason="")


# --- What the verbs share ------------------------------------------------------------------------


def _hold(gap: GapFinding, act: GapAct) -> GapFinding:
    """Hold the row until the transaction ends and check that its present state allows the act."""
    current = GapFinding.objects.select_for_update().get(pk=gap.pk)
    if not gap_acts.is_possible(act, current.state):
        gap.state = current.state
        raise IllegalMove(gap_acts.refusal(act, current.state))
    return current


def _move(
    gap: GapFinding, act: GapAct, event: str, by: User, words: dict[str, str] | None = None, /, **changes: Any
) -> GapFinding:
    """Move the gap as its rule says; `words` go into the history, `changes` into the row."""
    was = _hold(gap, act).get_state_display()
    rule = RULES[act]
    to = rule.leads_to
    assert to is not None  # noqa: S101  # a rule that moves says where to
    move(gap, to, transitions={state: frozenset({to}) for state in rule.starts}, **changes)
    record(event, on=gap, by=by, before={"state": was}, after={"state": label_of(gap), **(words or {})})
    return gap


def _said(text: str, field: str, sentence: str) -> str:
    words = clean(text)
    if not words:
        raise ValidationError({field: sentence})
    return words


def _reason(text: str, sentence: str) -> str:
    return _said(text, "reason", sentence)


def told(gap: GapFinding, *names: str) -> dict[str, str]:
    """Fields in words, as the history keeps them."""
    words = {name: str(getattr(gap, name) or "") for name in names}
    for name in ("code", "severity", "action_type"):
        if words.get(name):
            words[name] = label_of(gap, name)
    if "owner_country" in words:
        words["owner_country"] = countries.name_of(gap.owner_country)
    return words
