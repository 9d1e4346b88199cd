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


if __name__ == "__main__":
    main(sys.argv[1:])
