"""Measures the saving of lines in the workspace: `python -m benchmarks.saving [--people 20] [--saves 40] [--pause 0]`.

Starts the portal as `make run` does (gunicorn, two processes, SQLite, a data folder of its own), opens a benchmark of 150
against 150 lines there and saves lines over HTTP on the loopback as the queue of the browser does: one person alone, then
all at once. Prints times, bytes and the load of the machine. The product's figures: a save and its answer under 2 kB, p95
150 ms for one person and 300 ms for 20 (`--pause` is the time that each person reads between two saves, in seconds).
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

PASSWORD = secrets.token_urlsafe(12)
LINES = 150
TARGET = {"alone": 150, "together": 300}  # milliseconds, p95
BYTES = 2_000  # of a request's body and its compressed answer
WORDS = (
    "The line names the tool and the sequence of the work but no tolerance: level and plumb are checked by eye.",
    "Seen on the mission in June; confirmed by the head of the workshop.",
)


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--saves", type=int, default=40, help="of each person")
    parser.add_argument("--pause", type=float, default=0.0)
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.fill:
        fill(options.people)
        return 0
    return 0 if measure(options) else 1


def measure(options: argparse.Namespace) -> bool:
    """Portal up, one person, all people, table; whether the targets were met."""
    from services import free_port

    with tempfile.TemporaryDirectory(prefix="mrs-saving-") as folder:
        env = {**os.environ, **_settings(folder)}
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.saving", "--fill"]
        done = subprocess.run(
            [*command, f"--people={options.people}"], cwd=ROOT, env=env, stdout=subprocess.PIPE, check=True
        )
        made = json.loads(done.stdout.splitlines()[-1])
        port = free_port()
        web = [sys.executable, "-m", "gunicorn", "mrs_portal.wsgi", "--worker-class", "gthread"]
        web += ["--workers", "2", "--threads", "4", "--no-control-socket", "--bind", f"127.0.0.1:{port}"]
        server = subprocess.Popen(web, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
        try:
            people = [Editor(port, made["benchmark"], name) for name in made["people"]]
            load = os.getloadavg()[0]
            alone = run(people[:1], made["lines"], options.saves, 0.0)
            together = run(people, made["lines"], options.saves, options.pause)
        finally:
            server.terminate()
            server.wait()
    good = [show("one person", alone, TARGET["alone"])]
    good.append(show(f"{options.people} people at once", together, TARGET["together"]))
    print(
        f"machine load {load:.1f} before, {os.getloadavg()[0]:.1f} after, on {os.cpu_count()} processors; "
        f"pause between saves {options.pause:g} s"
    )
    return all(good)


def _settings(folder: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "mrs_portal.settings",
        "DATA_DIR": folder,
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "BROKER_URL": "filesystem://",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "SAVING_PASSWORD": os.environ.get("SAVING_PASSWORD", PASSWORD),
        "DEBUG": "0",
        "HTTPS": "0",
        "THROTTLES": "0",  # what is measured is the portal, not its brakes
    }


class Editor:
    """One signed-in person, with a connection that stays open as a browser's does."""

    def __init__(self, port: int, benchmark: str, name: str) -> None:
        self.benchmark = benchmark
        self.cookies: dict[str, str] = {}
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._wait()
        page = self.ask("GET", "/accounts/sign-in/")[1].decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        fields = {"csrfmiddlewaretoken": token[1] if token else "", "login": name, "password": PASSWORD}
        self.ask("POST", "/accounts/sign-in/", fields)
        work = self.ask("GET", f"/benchmarks/{benchmark}/work/")[1].decode()
        found = re.search(r"X-CSRFToken&quot;: &quot;([^&]+)|X-CSRFToken\": \"([^\"]+)", work)
        assert found, work[:500]
        self.token = found[1] or found[2]

    def _wait(self) -> None:
        for _try in range(300):
            try:
                self.ask("GET", "/healthz")
                return
            except OSError:
                self.line.close()
                time.sleep(0.2)
        raise SystemExit("The web server does not answer.")

    def ask(
        self, method: str, address: str, fields: dict[str, Any] | None = None, **headers: str
    ) -> tuple[int, bytes]:
        """One request; status and body as it came over the line."""
        head = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        if fields is not None:
            head |= {"Content-Type": "application/x-www-form-urlencoded"}
            head |= {"Referer": f"http://127.0.0.1:{self.line.port}/"}
        body = urlencode(fields, doseq=True) if fields is not None else None
        for attempt in (1, 2):  # the server closes a connection that was idle; a browser opens another one
            try:
                self.line.request(method, urlsplit(address).path, body, head)
                answer = self.line.getresponse()
                break
            except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
                self.line.close()
                if attempt == 2:
                    raise
        for value in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.split(";")[0]
        return answer.status, answer.read()

    def save(self, key: int, fields: dict[str, Any]) -> tuple[int, bytes]:
        """Save one line as static/js/queue.js does."""
        return self.ask(
            "POST",
            f"/benchmarks/{self.benchmark}/work/lines/{key}/",
            fields,
            **{
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
                "HX-Request": "true",
                "X-CSRFToken": self.token,
            },
        )


def run(people: list[Editor], lines: list[dict[str, Any]], saves: int, pause: float) -> dict[str, Any]:
    """Everybody saves their own lines one after the other; times in milliseconds, bytes of each save."""
    times: list[float] = []
    sizes: list[int] = []
    lock = threading.Lock()

    def work(place: int) -> None:
        own = lines[place :: len(people)]
        for turn in range(saves):
            line = own[turn % len(own)]
            fields = {
                "rating": "P",
                "counterparts": line["counterparts"],
                "difference": f"{WORDS[0]} {turn}",
                "reason": WORDS[1],
                "revision": line["revision"],
                "view": "receiving",
            }
            begin = time.perf_counter()
            status, body = people[place].save(line["pk"], fields)
            passed = (time.perf_counter() - begin) * 1000
            if status != 200:
                raise SystemExit(f"A save was answered with {status}: {body[:300]!r}")
            line["revision"] = json.loads(body)["r"]
            with lock:
                times.append(passed)
                sizes.append(len(urlencode(fields, doseq=True)) + len(body))
            time.sleep(pause)

    begin = time.perf_counter()
    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(work, range(len(people))))
    return {"times": times, "sizes": sizes, "seconds": time.perf_counter() - begin}


def show(name: str, result: dict[str, Any], target: int) -> bool:
    """One row of the table; whether it met its target."""
    times, sizes = sorted(result["times"]), result["sizes"]
    p95 = times[min(int(len(times) * 0.95), len(times) - 1)]
    print(
        f"{name:24} {len(times):5} saves  p50 {statistics.median(times):6.0f} ms  p95 {p95:6.0f} ms  "
        f"(target {target} ms)  {len(times) / result['seconds']:5.0f} a second  "
        f"largest {max(sizes):5} bytes there and back (target {BYTES})"
    )
    return bool(p95 <= target and max(sizes) < BYTES)


# --- In the child ------------------------------------------------------------------------------------------


def fill(people: int) -> None:
    """A benchmark of 150 against 150 lines and its people; prints what the measuring needs as JSON."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    sys.path.insert(0, str(ROOT))
    from accounts.states import Role
    from benchmarking.actions import open_benchmark
    from tests.factories import people as cast
    from tests.factories import world

    names = [f"expert{number}" for number in range(people)]
    experts = [_person(cast, name) for name in names]
    team = cast.team("Group of the measuring", *experts)
    pilot = world.pilot()
    corridor = world.corridor(pilot, "KH", team=team)
    focal = cast.person("focal", "Focal point", "mlvt", Role.FOCAL_POINT)
    text = "A line of about seventy five characters, as long as most of them really are"
    rows = [("unit", f"{u}", "A unit", 0, False) for u in range(1, 11)]
    full = [
        row
        for unit in rows
        for row in (
            unit,
            *(("criterion", f"{unit[1]}.{n}", text, 1, False) for n in range(1, LINES // 10 + 1)),
        )
    ]
    reference = world.edition("TH", by=experts[0], lines=full, title="Reference")
    sending = world.edition("KH", by=focal, lines=full, title="Sending")
    for edition in (reference, sending):
        world.share(edition, team=team)
    made = open_benchmark(
        corridor=corridor, reference_editions=[reference], sending_editions=[sending], by=experts[0]
    )
    others = list(sending.lines.filter(kind="criterion").values_list("pk", flat=True))
    lines = [
        {"pk": key, "revision": 0, "counterparts": others[place : place + 2]}
        for place, key in enumerate(reference.lines.filter(kind="criterion").values_list("pk", flat=True))
    ]
    print(json.dumps({"benchmark": made.ref, "people": [one.email for one in experts], "lines": lines}))


def _person(cast: Any, name: str) -> Any:
    one = cast.person(name, f"Expert {name}", "dsd", "expert")
    one.set_password(os.environ["SAVING_PASSWORD"])
    one.save()
    return one


if __name__ == "__main__":
    sys.exit(main())
