"""Gives up as a C library does."""

from __future__ import annotations

import faulthandler
import os

faulthandler.disable()
os.abort()
