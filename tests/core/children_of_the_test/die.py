"""Ends as when the machine's memory runs out."""

import os
import signal

os.kill(os.getpid(), signal.SIGKILL)
