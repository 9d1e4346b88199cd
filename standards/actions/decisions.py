"""What happens to an edition after the draft: submitted, shared, accepted or returned, published."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, Team, User
from core.audit import record
from core.states import IllegalMove, move
from standards.actions.editions import locked_draft
from standards.lines import tree_hash
from standards.models import Edition, Share
from standards.queries import lines_of
from standards.states import EDITION_TRANSITIONS, EditionState, ShareCapacity
from standards.tree import flat, rateable, tree_of


@transaction.atomic
def submit(*, edition: Edition, by: User) -> Edition:
    """Freeze a draft and release it. Distribution to the other side is the corridors' part.

    Raises:
        IllegalMove: no draft, nothing in it that can be compared, or it bears the name of an accepted edition.
    """
    row = locked_draft(edition)
    in_force = [EditionState.ACCEPTED, EditionState.SUPERSEDED]
    if row.standard.editions.filter(state__in=in_force, label=row.label).exists():
        raise IllegalMove(
            _(
                "There is an accepted edition “%(label)s” of this standard. Edit the details and give this one its own "
                "year or number."
            )
            % {"label": row.label}
        )
    roots = tree_of(lines_of(row))
    if not rateable(roots):
        raise IllegalMove(
            _(
                "This edition has no line that can be compared (performance criterion, knowledge, skill or attitude). "
                "Upload the standard and confirm its lines first."
            )
        )
    nodes = flat(roots)
    move(
        row,
        EditionState.SUBMITTED,
        transitions=EDITION_TRANSITIONS,
        submitted_by=by,
        submitted_at=timezone.now(),
        content_hash=tree_hash((node.depth, node.line.content_hash) for node in nodes),
    )
    record(
        "edition.submitted",
        on=row,
        by=by,
        before={"state": EditionState.DRAFT},
        after={"state": EditionState.SUBMITTED, "lines": len(nodes), "sha256": row.content_hash},
    )
    return row


@transaction.atomic
def accept(*, edition: Edition, by: User) -> Edition:
    """Accept a submitted edition; the standard's earlier accepted edition becomes superseded.

    Raises:
        IllegalMove: not submitted, submitted by the same person, or a newer edition is accepted already.
    """
    standard = type(edition.standard).objects.select_for_update().get(pk=edition.standard_id)
    row = Edition.objects.select_related("standard").get(pk=edition.pk)
    if row.state == EditionState.SUBMITTED and row.submitted_by_id == by.pk:
        raise IllegalMove(_("You submitted this edition yourself. A second person has to accept it."))
    accepted = standard.editions.filter(state=EditionState.ACCEPTED).exclude(pk=row.pk)
    if row.state == EditionState.SUBMITTED and accepted.filter(pk__gt=row.pk).exists():
        raise IllegalMove(
            _("A newer edition of this standard has been accepted already. Return this one with that reason.")
        )
    move(
        row,
        EditionState.ACCEPTED,
        transitions=EDITION_TRANSITIONS,
        decided_by=by,
        decided_at=timezone.now(),
        decision_reason="",
    )
    record("edition.accepted", on=row, by=by, before={"state": "submitted"}, after={"state": "accepted"})
    for older in accepted.select_related("standard"):
        move(older, EditionState.SUPERSEDED, transitions=EDITION_TRANSITIONS)
        after = {"state": "superseded", "by": str(row)}
        record("edition.superseded", on=older, by=by, before={"state": "accepted"}, after=after)
    return row


@transaction.atomic
def return_edition(*, edition: Edition, reason: str, by: User) -> Edition:
    """Send a submitted edition back with a reason; it stays frozen and is corrected in a copy.

    Raises:
        IllegalMove: not submitted (any more), or no reason given.
    """
    if not reason.strip():
        raise IllegalMove(_("Say why you return the edition and what has to change."))
    row = Edition.objects.select_related("standard").get(pk=edition.pk)
    move(
        row,
        EditionState.RETURNED,
        transitions=EDITION_TRANSITIONS,
        decided_by=by,
        decided_at=timezone.now(),
        decision_reason=reason,
    )
    after = {"state": "returned", "reason": reason}
    record("edition.returned", on=row, by=by, before={"state": "submitted"}, after=after)
    return row


@transaction.atomic
def set_public(*, edition: Edition, public: bool, by: User) -> Edition:
    """Open an accepted edition to observers and everybody with an account, or close it again.

    Raises:
        IllegalMove: the edition is not accepted.
    """
    rows = Edition.objects.filter(pk=edition.pk, state__in=[EditionState.ACCEPTED, EditionState.SUPERSEDED])
    if public:
        rows = rows.filter(state=EditionState.ACCEPTED)
    if not rows.update(public=public):
        raise IllegalMove(_("Only an accepted edition can be made public."))
    edition.refresh_from_db(fields=["public", "state"])
    event = "edition.made_public" if public else "edition.made_not_public"
    record(event, on=edition, by=by, before={"public": not public}, after={"public": public})
    return edition


@transaction.atomic
def share(
    *,
    edition: Edition,
    capacity: ShareCapacity,
    by: User | None,
    organisation: Organisation | None = None,
    team: Team | None = None,
) -> Share:
    """Let another organisation or team read a released edition; a second time only raises the capacity.

    A share that comes with a corridor stays as long as the corridor: one that the owner gave by hand before becomes
    such a share and can no longer be withdrawn.

    Raises:
        IllegalMove: the edition is a draft, which exists for its own country only.
        ValueError: not exactly one of organisation and team.
    """
    _check_released(edition, organisation, team)
    found, made = Share.objects.get_or_create(
        edition=edition, organisation=organisation, team=team, defaults={"capacity": capacity}
    )
    raised = found.capacity != capacity and capacity == ShareCapacity.RECEIVING
    if raised:
        found.capacity = capacity
    if raised or found.by_id:
        found.by = None
        found.save(update_fields=["capacity", "by"])
    if made or raised:
        after = {"with": str(organisation or team), "capacity": str(capacity.label)}
        record("edition.shared", on=edition, by=by, after=after)
    return found


@transaction.atomic
def share_by_hand(
    *, edition: Edition, by: User, organisation: Organisation | None = None, team: Team | None = None
) -> Share:
    """Let another organisation or team read a released edition, apart from any corridor.

    Raises:
        IllegalMove: the edition is a draft, or that party reads it already.
        ValueError: not exactly one of organisation and team.
    """
    _check_released(edition, organisation, team)
    found, made = Share.objects.get_or_create(
        edition=edition,
        organisation=organisation,
        team=team,
        defaults={"capacity": ShareCapacity.READING, "by": by},
    )
    if not made:
        raise IllegalMove(_("%(party)s can read this edition already.") % {"party": organisation or team})
    after = {"with": str(organisation or team), "capacity": str(ShareCapacity.READING.label)}
    record("edition.shared", on=edition, by=by, after=after)
    return found


@transaction.atomic
def withdraw_share(*, share: Share, by: User) -> None:
    """End a share that the owner gave by hand.

    Raises:
        IllegalMove: it came with a corridor, or it was withdrawn meanwhile.
    """
    row = Share.objects.select_for_update(of=("self",)).filter(pk=share.pk).first()
    if row is None:
        raise IllegalMove(_("This share was withdrawn already."))
    party = str(row.organisation or row.team)
    if row.by_id is None:
        raise IllegalMove(
            _("%(party)s reads this edition because of a corridor. That cannot be withdrawn by hand.")
            % {"party": party}
        )
    edition = row.edition
    row.delete()
    record("edition.unshared", on=edition, by=by, before={"with": party})


def _check_released(edition: Edition, organisation: Organisation | None, team: Team | None) -> None:
    if (organisation is None) == (team is None):
        raise ValueError("share with one organisation or one team")
    state = Edition.objects.select_for_update(of=("self",)).values_list("state", flat=True).get(pk=edition.pk)
    if state == EditionState.DRAFT:
        raise IllegalMove(_("A draft is seen by its own country only. Submit it first."))
