"""Has no room left for a library: the loader says so in its own words."""

from __future__ import annotations

raise ImportError("libpango.so: failed to map segment from shared object")
