"""Words for this app's lines in the history."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, Promise] = {
    "organisation.created": _("Organisation added"),
    "team.created": _("Team set up"),
    "person.created": _("Account opened"),
    "organisation.renamed": _("Office renamed"),
    "organisation.closed": _("Office closed"),
    "organisation.reopened": _("Office opened again"),
    "team.renamed": _("Team renamed"),
    "team.member_set": _("Part in the team set"),
    "team.member_removed": _("Taken out of the team"),
    "person.role_changed": _("Role changed"),
    "person.retitled": _("Office and function corrected"),
    "person.handed_over": _("Work handed over, account closed"),
    "person.wishes": _("Own settings changed"),
    "deputy.appointed": _("Deputy named"),
    "deputy.ended": _("Deputy's time ended early"),
    "invitation.sent": _("Invitation sent"),
    "invitation.sent_again": _("Invitation sent again"),
    "invitation.withdrawn": _("Invitation withdrawn"),
    "invitation.accepted": _("Invitation accepted"),
    "person.signed_in": _("Signed in"),
    "person.signed_out": _("Signed out"),
    "person.sign_in_failed": _("Sign-in refused: wrong password"),
    "person.password_changed": _("Password changed"),
    "person.password_reset": _("New password set by a link"),
    "person.address_changed": _("E-mail changed"),
    "person.factor_added": _("Second factor set up"),
    "person.pause_lifted": _("Pause after wrong passwords lifted"),
    "person.factor_removed": _("Second factor removed"),
    "person.recovery_codes_made": _("New recovery codes made"),
    "person.recovery_code_used": _("Recovery code used"),
    "person.session_ended": _("Session ended from another device"),
    "person.sessions_ended": _("All other sessions ended"),
    "person.deactivated": _("Account deactivated"),
    "person.reactivated": _("Account reactivated"),
    "person.disabled_unused": _("Account closed because nobody used it"),
    "person.erasure_asked": _("Asked for their data to be erased"),
    "person.erasure_withdrawn": _("Took back the wish to be erased"),
    "person.erased": _("Data of the person erased"),
    "person.data_taken": _("Took a copy of their own data"),
}
