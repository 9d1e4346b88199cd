"""Verbs on signatures: each side signs one exact state; whatever changes it afterwards voids the signature."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission, Side
from benchmarking import signing
from benchmarking.models import Benchmark, Signature
from benchmarking.queries.signatures import state_of
from benchmarking.states import BenchmarkState
from core.audit import record
from core.states import IllegalMove

_SIGNING = (Side.RECEIVING, Side.SENDING)


def side_to_sign(user: User, benchmark: Benchmark) -> Side | None:
    """The side for which this person may sign, or None."""
    if not can(user, Permission.SIGN, benchmark):
        return None
    return next((side for side in _SIGNING if side in benchmark.sides_of(user)), None)


@transaction.atomic
def sign(*, benchmark: Benchmark, state_hash: str, by: User) -> Signature:
    """Sign the state that the person has read, for their own side.

    A side that has signed this state has signed it; a second press, or a colleague at the same moment, gets the
    signature that is there.

    Args:
        state_hash: hash of the state that the page showed.

    Raises:
        IllegalMove: the benchmark is not completed, has changed since, or this person signs for no side.
    """
    held = Benchmark.objects.select_for_update(of=("self",)).select_related("corridor").get(pk=benchmark.pk)
    side = side_to_sign(by, held)
    if side is None:
        raise IllegalMove(_("The receiving coordinator and the sending country sign, each for its own side."))
    if held.state != BenchmarkState.COMPLETED:
        raise IllegalMove(
            _("Only a completed benchmark is signed. Nothing was signed; complete the benchmark first.")
        )
    state = state_of(held)
    if signing.fingerprint(state) != state_hash:
        raise IllegalMove(
            _("The benchmark has changed since you opened this page. Nothing was signed; read it again.")
        )
    there = held.signatures.in_force().filter(side=side).first()
    if there is not None and there.state_hash == state_hash:
        return there
    if there is not None:
        _void(there, state, by)
    made = Signature.objects.create(
        benchmark=held, side=side, state_hash=state_hash, state=state, by=by, office=office_of(by)
    )
    after = {"side": made.get_side_display(), "hash": state_hash}
    record("benchmark.signed", on=held, by=by, after=after)
    return made


def follow_change(*, benchmark: Benchmark, by: User) -> None:
    """Void the signatures under a state that is no longer the benchmark's; one query where nobody has signed.

    Every verb that changes what is signed calls this at its end, in its transaction and with the benchmark's row held.
    """
    signed = list(Signature.objects.in_force().filter(benchmark=benchmark))
    if not signed:
        return
    state = state_of(benchmark)
    now = signing.fingerprint(state)
    for signature in signed:
        if signature.state_hash != now:
            _void(signature, state, by)


def _void(signature: Signature, state: dict[str, Any], by: User) -> None:
    now = timezone.now()
    changes = [
        asdict(change) | {"by": str(by), "at": now.isoformat()}
        for change in signing.differences(signature.state, state)
    ]
    if Signature.objects.filter(pk=signature.pk).void(at=now, change=changes):
        record(
            "benchmark.signature_voided",
            on=signature.benchmark,
            by=by,
            before={"side": signature.get_side_display(), "hash": signature.state_hash},
        )


def office_of(user: User) -> str:
    """Organisation and role in words, as they are today."""
    return f"{user.organisation}, {user.get_role_display()}"[:200]
