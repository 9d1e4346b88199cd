"""How much one sender may have (decision 0017): numbers of the settings."""

from __future__ import annotations

# (at once, then a second), in the memory of each web process: for one place on the net, for one person, for searches.
PACE_OF_A_PLACE = (200, 40.0)
PACE_OF_A_PERSON = (120, 5.0)
PACE_OF_SEARCH = (30, 1.0)
# Over all web processes, for one person.
FILES_AN_HOUR = 100
BYTES_A_DAY = 500 * 1024 * 1024
#: What sets work or mail off: route -> how many an hour, for one person or, not signed in, one place on the net.
LIMITED_POSTS = {
    "account_email": 10,
    "accounts:invite": 30,
    "accounts:invitation-ask": 10,
    "accounts:hand-over": 30,
    "accounts:invitation-again": 30,
    "reports:request": 60,
    "reports:request-editions": 60,
    "reports:request-pilot": 60,
    "reports:new-version": 60,
    "reports:file-ask": 60,
    "reports:retry": 60,
}
