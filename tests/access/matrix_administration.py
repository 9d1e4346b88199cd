"""Rights on the administration's pages, and on what the portal holds about oneself. See matrix.py for how to read a line."""

from __future__ import annotations

from tests.access.rules import ALL, acts, both, public, reads

_OTHERS = ALL.replace(" adm", "")

ADMINISTRATION = [
    reads("jobs", "", "adm", _OTHERS),
    acts("job-retry", "job_failed", "adm"),
    acts("job-retry", "job_waiting", "adm", writes=False),
    acts("job-cancel", "job_waiting", "adm"),
    acts("job-cancel", "job_failed", "adm", writes=False),
    reads("administration:home", "", "adm", _OTHERS),
    reads("administration:health", "", "adm", _OTHERS),
    reads("administration:retention", "", "adm", _OTHERS),
    reads("administration:mails", "", "adm", _OTHERS),
    acts("administration:mail-again", "mail_lost", "adm"),
    acts("administration:mail-again", "mail_sent", "adm", writes=False),
    acts("administration:mail-give-up", "mail_waiting", "adm"),
    acts("administration:mail-give-up", "mail_lost", "adm", writes=False),
    *both("administration:erase", "former", "adm"),
]

PRIVACY = [
    public("privacy"),
    reads("privacy-mine", "", ALL),
    reads("privacy-mine-file", "", ALL),
    acts("privacy-erasure", "", ALL),
]
