"""The part of the table of rights about the life of reports: days, comments with answers, withdrawal.

`r_superseded` waits for the second person of a withdrawal (asked for by a second coordinator), `r_withdrawn` is
withdrawn. g2 heads Group II, which serves wiring. What was said inside stays with the receiving side.
"""

from __future__ import annotations

from tests.access.rules import ALL, acts, both, reads

_PUBLISHED = ALL.replace(" adm", "")
_WITHDRAW = "g2 co"
_READERS = " ".join(who for who in _PUBLISHED.split() if who not in _WITHDRAW.split())

LIFE = [
    reads("reports:detail", "r_withdrawn", _PUBLISHED),
    reads("reports:download", "r_withdrawn", "kh ekh g2 co ilo", number=1),  # the files are for the parties
    *both("reports:withdraw", "r_published", _WITHDRAW, _READERS),
    *both("reports:withdraw", "r_superseded", _WITHDRAW, _READERS),
    reads("reports:withdraw", "r_withdrawn", _WITHDRAW, _READERS, answer="moved"),
    acts("reports:withdraw", "r_withdrawn", _WITHDRAW, _READERS, writes=False),
    acts("reports:withdraw", "r_draft", "g2 co", answer="409"),
    *both("reports:due", "r_reply", "co", "kh ekh g2"),
    acts("reports:due", "r_check", "co", "g2"),
    acts("reports:due", "r_published", "co", _PUBLISHED.replace(" co", ""), writes=False),
    reads("reports:comment", "r_draft", "g2 co"),
    reads("reports:comment", "r_reply", "kh ekh g2 co"),
    reads("reports:comment", "r_la_review", "la g1 co ilo"),
    reads("reports:comment", "r_published", "kh ekh g2 co ilo", "la mm g1 obs", answer="moved"),
    *both("reports:comment-answer", "said_inside", "g2 co"),
    *both("reports:comment-answer", "said_reply", "g2 co", "kh ekh"),
    *both("reports:comment-answer", "said_review", "g2 co", "kh ekh ilo"),
    acts("reports:comment-settle", "said_inside", "g2 co"),
    acts("reports:comment-settle", "said_reply", "kh ekh g2 co"),
    acts("reports:comment-settle", "said_review", "g2 co ilo", "kh ekh"),
]
