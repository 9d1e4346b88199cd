"""The part of the table of rights about the history: who looks after a country or reviews reads all that is theirs; the
history of one thing is for whoever sees the thing."""

from __future__ import annotations

from tests.access.rules import BRICK, CORE, Rule, reads

_KEEPERS, _OTHERS = "kh la mm co ilo adm", "ekh g1 g2 obs"

HISTORY: list[Rule] = [
    reads("history", "", _KEEPERS, _OTHERS),
    reads("history", "", _KEEPERS, _OTHERS, query="?days=all"),
    reads("history-file", "", _KEEPERS, _OTHERS, query="?days=all"),
    reads("history-file", "", _KEEPERS, _OTHERS, query="?format=csv&days=all"),
    reads("history-of", "kh_draft", "kh ekh", kind="edition"),
    reads("history-of", "kh_accepted", BRICK, kind="edition"),
    reads("history-of", "gap_hidden", "g1 co", kind="gapfinding"),
    reads("history-of", "act_la", "la g1 g2 co ilo", kind="activity"),
    reads("history-of", "act_common", CORE, kind="activity"),
    reads("history-of", "th_kh", BRICK, kind="corridor"),
    reads("history-of", "r_draft", "g2 co", kind="report"),
    reads("history-of", "observer", "adm obs", kind="user"),
    reads("history-of", "kh_expert", "kh adm ekh", kind="user"),
]
