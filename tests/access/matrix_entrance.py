"""The table of rights: the way in and the pages about one's own account.

The sessions of the personas are older than ten minutes: acts with weight lead to the password first ("moved").
"""

from __future__ import annotations

from tests.access.rules import ALL, acts, public, reads

_LINK = {"uidb36": "1", "key": "no-such-link"}

ENTRANCE = [
    public("account_login", "POST", answer="moved", stranger="422"),
    public("account_logout", "POST", answer="sign-in", stranger="sign-in"),
    public("mfa_authenticate", answer="moved", stranger="sign-in"),
    public("account_reset_password"),
    public("account_reset_password_done"),
    public("account_reset_password_from_key", answer="410", stranger="410", **_LINK),
    public("account_reset_password_from_key_done"),
    public("account_confirm_email", answer="410", stranger="410", key="no-such-link"),
    reads("account_email", "", ALL),
    acts("account_email", "", ALL, writes=False),  # led to the password first
    reads("account_change_password", "", ALL),
    acts("account_change_password", "", ALL),
    reads("account_reauthenticate", "", ALL),
    acts("account_reauthenticate", "", ALL, answer="422"),
    reads("mfa_index", "", ALL),
    reads("mfa_reauthenticate", "", ALL, answer="moved"),  # nobody has a second factor: the password instead
    reads("mfa_activate_totp", "", ALL, answer="moved"),
    reads("mfa_deactivate_totp", "", ""),
    reads("mfa_view_recovery_codes", "", ""),
    reads("mfa_generate_recovery_codes", "", ALL, answer="moved"),
    reads("usersessions_list", "", ALL),
    acts("usersessions_list", "", ALL),
    acts("account_end_session", "", "", pk=999_999),
    reads("account_session", "", ALL),
]
