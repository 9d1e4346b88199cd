"""A PostgreSQL and a Redis of our own for tests: free ports, passwords, a temporary folder, gone afterwards.

    with services() as found:
        os.environ.update(found.env)

Also a command, to try the production setting by hand: `python3 scripts/services.py` prints the two settings
and runs until Ctrl-C.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import debian
import processes
from console import SetupError, finish, say, tail

ACCOUNTS = ("postgres", "nobody")  # who runs the servers when we are root; PostgreSQL refuses to be root
START_SECONDS = 30

# The data are thrown away: what makes PostgreSQL survive a power cut is switched off.
POSTGRES_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


@dataclass(frozen=True)
class Services:
    """Where the two servers are."""

    database_url: str
    broker_url: str

    @property
    def env(self) -> dict[str, str]:
        """The same as settings for the portal."""
        return {"DATABASE_URL": self.database_url, "BROKER_URL": self.broker_url}


@contextmanager
def services() -> Iterator[Services]:
    """Start both servers, wait until they answer, stop them and remove their files at the end."""
    account = service_account()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mrs-services-")))
        if account:
            os.chown(folder, account["user"], account["group"])
        database_url = stack.enter_context(postgres(folder, account))
        broker_url = stack.enter_context(redis(folder, account))
        yield Services(database_url, broker_url)


def service_account() -> dict[str, Any]:
    """Popen options that make a child somebody else when we are root; nothing otherwise."""
    if os.geteuid() != 0:
        return {}
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise SetupError(f"PostgreSQL must not run as root and none of the accounts {ACCOUNTS} exists here.")


@contextmanager
def postgres(folder: Path, account: dict[str, Any]) -> Iterator[str]:
    """A PostgreSQL server with an empty database; gives its URL."""
    programs = debian.postgres_programs()
    if programs is None:
        raise SetupError("PostgreSQL is missing. Type: sudo apt-get install postgresql")
    password, port, data = secrets.token_hex(12), free_port(), folder / "postgres"
    secret = private_file(folder / "postgres-password", password, account)
    initdb: list[str | Path] = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        "mrs",
        "-A",
        "scram-sha-256",
        f"--pwfile={secret}",
    ]
    subprocess.run(
        [*initdb, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
        check=True,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        **account,
    )
    options = {**POSTGRES_OPTIONS, "port": str(port), "unix_socket_directories": str(folder)}
    child = processes.start(
        "PostgreSQL",
        [programs / "postgres", "-D", data, *(f"--{key}={value}" for key, value in options.items())],
        log=folder / "postgres.log",
        cwd=folder,
        **account,
    )
    env = {**os.environ, "PGPASSWORD": password, "PGCONNECT_TIMEOUT": "2"}
    create: list[str | Path] = [programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "mrs", "mrs"]
    try:
        wait_for(
            child, lambda: subprocess.run(create, env=env, capture_output=True, check=False).returncode == 0
        )
        yield f"postgres://mrs:{password}@127.0.0.1:{port}/mrs"
    finally:
        # SIGINT is its "fast" stop: connections are ended, not waited for.
        processes.stop([child], seconds=10, how=signal.SIGINT)


@contextmanager
def redis(folder: Path, account: dict[str, Any]) -> Iterator[str]:
    """A Redis server that keeps nothing on disk; gives its URL."""
    program = shutil.which("redis-server")
    if program is None:
        raise SetupError("Redis is missing. Type: sudo apt-get install redis-server")
    password, port = secrets.token_hex(12), free_port()
    text = f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\ndir {folder}\n'
    settings = private_file(folder / "redis.conf", text, account)
    child = processes.start("Redis", [program, settings], log=folder / "redis.log", cwd=folder, **account)
    try:
        wait_for(child, lambda: answers_ping(port, password))
        yield f"redis://:{password}@127.0.0.1:{port}/0"
    finally:
        processes.stop([child], seconds=5)


def private_file(path: Path, text: str, account: dict[str, Any]) -> Path:
    """Write a file for the servers' account alone; a password on a command line would be seen by everyone."""
    path.touch(mode=0o600)
    path.write_text(text)
    if account:
        os.chown(path, account["user"], account["group"])
    return path


def answers_ping(port: int, password: str) -> bool:
    """Whether a Redis at this port takes the password and answers."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answers = connection.makefile("rb")
            return answers.readline() == b"+OK\r\n" and answers.readline() == b"+PONG\r\n"
    except OSError:
        return False


def wait_for(child: processes.Child, ready: Callable[[], bool]) -> None:
    """Wait until a server is ready; SetupError with its log when it ends or takes too long."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and child.process.poll() is None:
        if ready():
            return
        time.sleep(0.1)
    raise SetupError(f"{child.name} did not start. The last lines of its log:\n{tail(child.log)}")


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    """Command line: run both until Ctrl-C."""
    debian.bring(debian.TEST_PARTS)
    with services() as found:
        for name, value in found.env.items():
            say(f"export {name}={value}")
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    finish(main)
