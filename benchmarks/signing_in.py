"""Measures many sign-ins at once (case A-11): `python -m benchmarks.signing_in [--people 50]`.

Starts the portal as `make run` does (gunicorn, two processes, SQLite, a data folder of its own) with Argon2id as it is set,
and lets so many people press "Sign in" in the same moment, each with an own connection. Prints how many came in, the times,
and the time of one alone. The product's figure: 50 people are all in within 4 seconds on two cores.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from benchmarks.saving import PASSWORD, ROOT, Editor, _settings

TARGET = 4.0  # seconds until the last of them is in


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.fill:
        fill(options.people)
        return 0
    return 0 if measure(options.people) else 1


def measure(people: int) -> bool:
    """Portal up, one sign-in, all at once; whether all were in in time."""
    from services import free_port

    with tempfile.TemporaryDirectory(prefix="mrs-sign-in-") as folder:
        env = {**os.environ, **_settings(folder)}
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "benchmarks.signing_in",
            "--fill",
            f"--people={people}",
        ]
        done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, check=True)
        names: list[str] = json.loads(done.stdout.splitlines()[-1])
        port = free_port()
        web = [sys.executable, "-m", "gunicorn", "mrs_portal.wsgi", "--worker-class", "gthread"]
        web += ["--workers", "2", "--threads", "4", "--no-control-socket", "--bind", f"127.0.0.1:{port}"]
        server = subprocess.Popen(web, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
        try:
            doors = [Door(port, name) for name in names]
            load = os.getloadavg()[0]
            alone = doors[0].sign_in()
            gate = threading.Barrier(people)
            began = time.perf_counter()
            with ThreadPoolExecutor(people) as pool:
                times = list(pool.map(lambda door: door.after(gate), doors[1:]))
            last = time.perf_counter() - began
        finally:
            server.terminate()
            server.wait()
    came = sum(1 for took in times if took is not None)
    print(f"one alone        {alone or 0:6.2f} s")
    print(f"{people} at once      {came} in, the last after {last:.2f} s (target {TARGET:.0f} s)")
    print(f"machine load {load:.1f} before, {os.getloadavg()[0]:.1f} after, on {os.cpu_count()} processors")
    return came == people and last <= TARGET


class Door(Editor):
    """One person in front of the sign-in page."""

    def __init__(self, port: int, name: str) -> None:
        self.name = name
        self.cookies: dict[str, str] = {}
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._wait()
        page = self.ask("GET", "/accounts/sign-in/")[1].decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        self.token = found[1] if found else ""

    def sign_in(self) -> float | None:
        """Seconds; None when the person did not get in."""
        began = time.perf_counter()
        fields = {"csrfmiddlewaretoken": self.token, "login": self.name, "password": PASSWORD}
        status, _body = self.ask("POST", "/accounts/sign-in/", fields)
        return time.perf_counter() - began if status == 302 else None

    def after(self, gate: threading.Barrier) -> float | None:
        """Wait for the others, then sign in."""
        gate.wait()
        return self.sign_in()


def fill(people: int) -> None:
    """So many people and one more, in the database of the environment; prints their addresses."""
    import django

    django.setup()
    from django.contrib.auth.hashers import make_password
    from django.core.management import call_command

    from accounts.models import Organisation, User
    from accounts.states import OrganisationKind, Role

    call_command("migrate", interactive=False, verbosity=0)
    office = Organisation.objects.create(
        name="Ministry of Labour", short_name="ML", country="KH", kind=OrganisationKind.GOVERNMENT
    )
    password = make_password(os.environ["SAVING_PASSWORD"])
    names = [f"expert{number}@mrs.example.org" for number in range(people + 1)]
    for name in names:
        User.objects.create(email=name, title=name, organisation=office, role=Role.EXPERT, password=password)
    print(json.dumps(names))


if __name__ == "__main__":
    sys.exit(main())
