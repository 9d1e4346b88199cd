import os
import socket
import subprocess
import sys

attempts = (
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9)),
    lambda: socket.gethostbyname("localhost"),
    lambda: subprocess.run(["true"], check=False),
    lambda: os.posix_spawn("/bin/true", ["true"], {}),
    lambda: os.forkpty(),
)
answers = []
for attempt in attempts:
    try:
        attempt()
        answers.append("allowed")
    except PermissionError:
        answers.append("refused")
sys.stdout.write(" ".join(answers))
