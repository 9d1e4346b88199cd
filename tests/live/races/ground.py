"""Where races are run: the portal's own server with meeting points, people signed in, and presses at the same moment."""

from __future__ import annotations

import itertools
import json
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urljoin

from tests.live.browser import Answer, Browser
from tests.live.portal import Portal

THREADS = 24  # of the web server; more racers at once wait for each other at the door
PAUSE = 0.15  # seconds between look and write


class Racer(Browser):
    """A browser that says how it wants to be raced."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.jar = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.jar)
        )

    def twin(self, headers: Mapping[str, str]) -> Racer:
        """Another window of the same person's browser; its requests carry these headers."""
        twin = Racer(self.url)
        for cookie in self.jar:
            twin.jar.set_cookie(cookie)
        twin._token = self._token
        twin._opener.addheaders = list(headers.items())
        return twin

    def send(self, address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send a body as scripts do, with the token as a header."""
        target = urljoin(self.url + "/", address)
        more = {"X-CSRFToken": self._token, "Referer": target, **headers}
        return self._open(urllib.request.Request(target, body, more))


@dataclass(frozen=True)
class Press:
    """One person sends one form."""

    person: Racer
    address: str
    fields: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    body: bytes | None = None  # sent as it is, with these headers, instead of a form
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float | None = None  # of its own, instead of that of the race


class Fault(str):
    """What an act raised, in words: "IllegalMove: This is ..."."""

    __slots__ = ()


@dataclass(frozen=True)
class Act:
    """Something that no person does: a worker takes up a job, a clock comes round (tests.live.races.stage)."""

    name: str
    arguments: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Ground:
    """The racing server of a portal."""

    portal: Portal
    url: str
    without: str = ""
    _people: dict[str, Racer] = field(default_factory=dict)
    _number: Iterator[int] = field(default_factory=itertools.count)

    def person(self, account: str) -> Racer:
        """Somebody who is signed in, with the token of a page."""
        if account not in self._people:
            racer = Racer(self.url)
            racer.sign_in(account)
            racer.get("/")
            self._people[account] = racer
        return self._people[account]

    def forget(self, account: str) -> None:
        """This person has to sign in again."""
        self._people.pop(account, None)

    def mark(self) -> str:
        """A word that nothing else on this ground bears."""
        return f"{self.portal.folder.name[-12:]}-{next(self._number)}"

    def do(self, act: str, **arguments: object) -> Any:
        """One act of the stage, alone and with every guard."""
        answer = self._act(Act(act, arguments), {})
        assert not isinstance(answer, Fault), answer
        return answer

    def race(self, *racers: Press | Act, pause: float = PAUSE) -> list[Any]:
        """All at the same moment; their answers (a press: Answer, an act: its value, or the fault as a string)."""
        headers = {
            "X-Race-Meet": f"{next(self._number)}:{len(racers)}",
            "X-Race-Pause": str(pause),
            "X-Race-Without": self.without,
        }
        with ThreadPoolExecutor(len(racers)) as pool:
            return list(pool.map(lambda one: self._go(one, headers), racers))

    def rush(self, racers: Sequence[Press], *, pause: float = 0) -> list[Answer]:
        """More at the same moment than the server has threads: nobody waits for anybody."""
        headers = {"X-Race-Pause": str(pause), "X-Race-Without": self.without}
        with ThreadPoolExecutor(len(racers)) as pool:
            return list(pool.map(lambda one: self._press(one, headers), racers))

    def _go(self, racer: Press | Act, headers: Mapping[str, str]) -> Any:
        return self._press(racer, headers) if isinstance(racer, Press) else self._act(racer, headers)

    @staticmethod
    def _press(press: Press, headers: Mapping[str, str]) -> Answer:
        own = {} if press.pause is None else {"X-Race-Pause": str(press.pause)}
        twin = press.person.twin({**headers, **own})
        if press.body is not None:
            return twin.send(press.address, press.body, press.headers)
        return twin.post(press.address, press.fields, files=press.files)

    def _act(self, act: Act, headers: Mapping[str, str]) -> Any:
        body = json.dumps({"act": act.name, **act.arguments}).encode()
        request = urllib.request.Request(self.url + "/", body, {**headers, "X-Race-Act": "1"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=60) as answer:
            found = json.loads(answer.read())
        return Fault(found["fault"]) if "fault" in found else found["value"]


@contextmanager
def ground_of(portal: Portal) -> Iterator[Ground]:
    """A racing server beside the portal's own. Its worker rests, so that only the races work."""
    for worker in list(portal.workers):
        portal.kill_worker(worker)
    web = portal.start_web(application="tests.live.races.server:application", threads=THREADS)
    try:
        ground = Ground(portal, web.url)
        yield ground
        ground.do("rest")
    finally:
        portal.stop_web(web)
        portal.start_worker()


#: A case gives the faults that it saw in one round; none is well.
Round = Callable[[Ground], list[str]]


@dataclass(frozen=True)
class Case:
    """One race: what it is, how it is played, and without which guard it must be lost."""

    number: str
    what: str
    guard: str
    play: Round
    rounds: int = 2
    many: int = 50  # rounds of the long run
    control: int = 6  # rounds at most until the race is seen to happen without the guard
    databases: Mapping[str, str] = field(default_factory=dict)  # another guard there: {"sqlite": "immediate"}
    is_long: bool = False  # takes seconds; left to the long run

    @property
    def name(self) -> str:
        """As it stands in lists of tests."""
        return f"{self.number} {self.what}"

    def guard_on(self, database: str) -> str:
        """What is switched off in the control on this kind of database."""
        return self.databases.get(database, self.guard)


def played(case: Case, ground: Ground, rounds: int) -> list[str]:
    """The faults of so many rounds with every guard in place."""
    ground.without = ""
    return [fault for _round in range(rounds) for fault in case.play(ground)]


def lost_without(case: Case, ground: Ground, database: str) -> list[str]:
    """The faults of the first round that is lost without the guard; none when all are won."""
    ground.without = case.guard_on(database)
    try:
        for _round in range(case.control):
            if faults := case.play(ground):
                return faults
    finally:
        ground.without = ""
    return []
