"""What mails are about, in words; codes of `core.mails.post(kind=)`."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Promise] = {
    "account": _("Account"),
    "invitation": _("Invitation"),
    "history": _("Seal of the history for witnesses"),
    "report.ready": _("Report that is ready"),
    "report.reminder": _("Reply or decision that is due"),
    "account.unused": _("Unused account"),
    "draft.idle": _("Draft on which nobody works"),
    "erasure.asked": _("Wish to be erased"),
}


def words_of(kind: str) -> str:
    """The kind in words; the code itself when it has none."""
    return str(KINDS.get(kind, kind))
