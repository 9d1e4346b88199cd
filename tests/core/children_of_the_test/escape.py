import socket
import subprocess
import sys

answers = []
for attempt in (
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: subprocess.run(["true"], check=False),
):
    try:
        attempt()
        answers.append("allowed")
    except PermissionError:
        answers.append("refused")
sys.stdout.write(" ".join(answers))
