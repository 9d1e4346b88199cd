"""The embedded default's broker: kombu's filesystem transport, made safe for several processes.

kombu 5.7 writes a message into the folder that readers watch, so that a reader can take a half-written file and
end the worker (JSONDecodeError); and it passes messages through the system's temporary folder. Here a message
appears by a rename and is claimed by a rename, both inside the portal's own private folder.
"""

from __future__ import annotations

import json
import os
import time
import uuid
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem


class Channel(filesystem.Channel):
    """A filesystem channel whose messages are whole or absent."""

    @property
    def _inbox(self) -> Path:
        return Path(self.data_folder_in)

    def get_table(self, exchange: str) -> Any:
        """Bindings of an exchange; read again when another process is just writing them."""
        for _attempt in range(20):
            with suppress(ValueError):
                return super().get_table(exchange)
            time.sleep(0.05)
        return []

    def _put(self, queue: str, message: Any, **_options: Any) -> None:  # type: ignore[override]  # as kombu calls it
        """Write the message beside the folder's messages under a name that nobody reads, then show it."""
        name = f"{time.monotonic_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        draft = self._inbox / f"{name}.draft"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            json.dump(message, out)
        draft.rename(self._inbox / name)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """The oldest message of the queue.

        Raises:
            Empty: there is none.
        """
        for found in sorted(self._inbox.glob(f"*.{queue}.msg")):
            mine = found.with_name(f"{found.name}.taken-{os.getpid()}")
            try:
                found.rename(mine)
            except FileNotFoundError:
                continue  # another worker was faster
            text = mine.read_text(encoding="utf-8", errors="replace")
            mine.unlink()
            with suppress(ValueError):  # not ours: dropped, and the worker lives on
                return json.loads(text)
        raise Empty


class Transport(filesystem.Transport):
    """What `filesystem://` stands for in this portal."""

    Channel = Channel
