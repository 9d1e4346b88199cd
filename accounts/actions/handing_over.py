"""What happens when one person takes over the work of another one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from accounts.actions.ending import end_sessions
from accounts.letters import tell
from accounts.models import TeamMembership, User
from core.audit import record


def close_old_account(*, old: User, new: User, by: User) -> None:
    """Close the account of whoever hands over; the teams pass on. Runs in the transaction of the acceptance.

    What the old account wrote stays where it is, under the words of its office and function.
    """
    User.objects.filter(pk=old.pk).update(is_active=False)
    old.is_active = False
    end_sessions(old)
    taken = TeamMembership.objects.filter(user=new).values("team")
    TeamMembership.objects.filter(user=old).exclude(team__in=taken).update(user=new)
    TeamMembership.objects.filter(user=old).delete()
    User.objects.filter(acting_for=old).update(
        acting_for=None, acting_role="", acting_from=None, acting_until=None
    )
    record(
        "person.handed_over", on=old, by=by, before={"active": True}, after={"to": str(new), "active": False}
    )
    tell(
        old,
        kind="account",
        subject=gettext_lazy("Your work in the MRS Portal was handed over"),
        text=gettext_lazy(
            "%(office)s has taken over your work in the MRS Portal, and your account is closed. What you wrote stays, "
            "under the words of your office.\n\nIf this is a mistake, ask the coordinator of your country."
        ),
        values={"office": new},
    )
