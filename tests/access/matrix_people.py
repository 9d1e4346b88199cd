"""The table of rights: accounts, invitations, offices and groups of one's own country, and one's own profile.

Forms that each keeper fills in for their own country are sent empty: 422 says that the right is there.
"""

from __future__ import annotations

from tests.access.rules import ALL, acts, both, public, reads

KEEPERS = "kh la mm co adm"
OTHERS = "ekh g1 g2 ilo obs"
_LINK = {"secret": "no-such-link"}

PEOPLE = [
    reads("accounts:people", "", KEEPERS, OTHERS),
    reads("accounts:person", "kh_expert", "kh adm", "ekh"),
    reads("accounts:person", "former", "kh adm", "ekh"),
    reads("accounts:person", "observer", "adm", "obs"),
    *both("accounts:person-edit", "kh_expert", "kh adm", "ekh"),
    acts("accounts:deactivate", "kh_expert", "kh adm", "ekh"),
    acts("accounts:deactivate", "observer", "adm", "obs"),
    acts("accounts:reactivate", "former", "kh adm", "ekh"),
    acts("accounts:lift-pause", "kh_expert", "kh adm", "ekh"),
    acts("accounts:remove-factor", "kh_expert", "kh adm", "ekh", writes=False),  # led to the password first
    *both("accounts:deputy", "kh_expert", "kh adm", "ekh"),
    acts("accounts:deputy-end", "kh_deputy", "kh adm", "ekh"),
    *both("accounts:hand-over", "kh_expert", "kh adm", "ekh"),
    reads("accounts:invitations", "", KEEPERS, OTHERS),
    reads("accounts:invite", "", KEEPERS, OTHERS),
    acts("accounts:invite", "", KEEPERS, OTHERS, answer="422"),
    acts("accounts:invitation-again", "kh_invited", "kh adm", "ekh"),
    acts("accounts:invitation-withdraw", "kh_invited", "kh adm", "ekh"),
    public("accounts:invitation", answer="410", stranger="410", **_LINK),
    public("accounts:invitation", "POST", answer="410", stranger="410", **_LINK),
    public("accounts:invitation-ask", "POST", answer="410", stranger="410", **_LINK),
    reads("accounts:offices", "", KEEPERS, OTHERS),
    *both("accounts:office-new", "", KEEPERS, OTHERS),
    *both("accounts:office-edit", "kh_office", "kh adm", "ekh"),
    acts("accounts:office-close", "kh_office", "kh adm", "ekh"),
    acts("accounts:office-reopen", "kh_closed", "kh adm", "ekh"),
    reads("accounts:teams", "", KEEPERS, OTHERS),
    *both("accounts:team-new", "", KEEPERS, OTHERS),
    *both("accounts:team", "kh_team", "kh adm", "ekh"),
    *both("accounts:team-rename", "kh_team", "kh adm", "ekh"),
    acts("accounts:team-remove", "kh_team", "kh adm", "ekh"),
]

PROFILE = [
    reads("accounts:profile", "", ALL),
    *both("accounts:profile-language", "", ALL),
    reads("accounts:profile-notices", "", ALL),
    acts("accounts:profile-notices", "", ALL),
    reads("accounts:profile-deputy", "", ALL),
    acts("accounts:profile-deputy", "", ALL, answer="422"),
    acts("accounts:profile-deputy-end", "", ""),  # nobody of these has the deputy that is named
]
