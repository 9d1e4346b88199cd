"""Accounts: invitations, and everybody at the door at once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from tests.live.browser import Browser
from tests.live.races.cases.editing import breaks
from tests.live.races.ground import Case, Ground, Press, Racer

PASSWORD = "four walls and a roof"  # of accounts that only exist for a race
#: Accounts that no race uses; the sixth session of a person ends the first.
ACCOUNTS = ("approving.th", "group1.expert.th", "group2.expert.th", "group3.expert.th", "focal.la")
ACCOUNTS += ("focal.mm", "reviewer.ilo", "reviewer2.ilo", "observer", "admin")


def _guest(ground: Ground, address: str) -> Racer:
    guest = Racer(ground.url)
    guest.get(address)
    return guest


def accepted_twice(ground: Ground) -> list[str]:
    """A link is used in three windows with three passwords: one account, and its password is that of the first."""
    mark = ground.mark()
    email, secret = f"{mark}@mrs.example.org", f"secret-{mark}"
    ground.do("older_invitations")
    ground.do("invited", email=email, secret=secret)
    address = f"/accounts/invitation/{secret}/"
    presses = []
    for number in range(3):
        words = f"{PASSWORD} {number}"
        presses.append(Press(_guest(ground, address), address, {"password": words, "again": words}))
    answers = ground.race(*presses)
    found = ground.do("accounts_of", email=email)
    faults = breaks(answers)
    opened = sum(one.status == 200 and "/invitation/" not in one.url for one in answers)
    if (found["accounts"], found["accepted"], opened) != (1, 1, 1):
        faults.append(f"{found}, {opened} windows were let in: {[(one.status, one.url) for one in answers]}")
    return faults


def accepted_and_withdrawn(ground: Ground) -> list[str]:
    """An invitation is withdrawn while it is accepted: exactly one of the two."""
    mark = ground.mark()
    email, secret = f"{mark}@mrs.example.org", f"secret-{mark}"
    ground.do("older_invitations")
    ref = ground.do("invited", email=email, secret=secret)
    address = f"/accounts/invitation/{secret}/"
    answers = ground.race(
        Press(_guest(ground, address), address, {"password": PASSWORD, "again": PASSWORD}),
        Press(ground.person("focal.kh"), f"/accounts/invitations/{ref}/withdraw/"),
    )
    found = ground.do("accounts_of", email=email)
    faults = breaks(answers)
    if found["withdrawn"] == (found["accounts"] == 1):
        faults.append(str(found))
    return faults


def fifty_at_the_door(ground: Ground) -> list[str]:
    """Fifty people sign in within the same second: all are let in. benchmarks/signing_in.py measures how soon."""

    def enter(number: int) -> float:
        began = time.monotonic()
        try:
            Browser(ground.portal.url).sign_in(ACCOUNTS[number % len(ACCOUNTS)])
        except AssertionError as refused:
            faults.append(str(refused)[:300])
        return time.monotonic() - began

    faults: list[str] = []
    with ThreadPoolExecutor(50) as pool:
        seconds = max(pool.map(enter, range(50)))
    print(f"        fifty at the door: the last one was in after {seconds:.1f} s")
    for account in ACCOUNTS:
        ground.forget(account)
    return faults


CASES = [
    Case("A-20", "an invitation is accepted in three windows", "account+where+locks", accepted_twice),
    Case("A-20", "an invitation is accepted and withdrawn at once", "where+locks", accepted_and_withdrawn),
    Case("CT-18", "fifty people sign in within the same second", "", fifty_at_the_door, many=3, is_long=True),
]
