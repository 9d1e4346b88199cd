"""Start of a limited child process: `python -m core.child CPU_SECONDS MEMORY_BYTES MODULE [ARGS]`.

Standard library only. The limits are set before the module is imported; the child dies with its parent
and may open no network connection and start no process.
"""

from __future__ import annotations

import ctypes
import resource
import runpy
import signal
import sys

OUT_OF_MEMORY = 71
_FORBIDDEN = {
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.system",
    "socket.bind",
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyaddr",
    "socket.gethostbyname",
    "socket.getnameinfo",
    "socket.sendmsg",
    "socket.sendto",
    "subprocess.Popen",
}
MOST_OUTPUT = 256 * 1024**2  # bytes


def _refuse(event: str, _args: tuple[object, ...]) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"{event} is not allowed in a limited child process")


def _tell_memory() -> None:
    """The most memory that this process had, for the parent; what the system counts for it includes the parent's."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            found = [line.split()[1] for line in status if line.startswith("VmHWM:")]
        sys.stderr.write(f"MEMORY {found[0]}\n")
        sys.stderr.flush()
    except (OSError, IndexError, MemoryError):
        pass  # no Linux, or no room left: it is a figure for the log only


def main(argv: list[str]) -> None:
    """Set the limits and become the module."""
    cpu, memory, module, *args = argv
    resource.setrlimit(resource.RLIMIT_CPU, (int(cpu), int(cpu) + 2))
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_OUTPUT, MOST_OUTPUT))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    sys.addaudithook(_refuse)
    sys.argv = [module, *args]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    finally:
        _tell_memory()


if __name__ == "__main__":
    main(sys.argv[1:])
