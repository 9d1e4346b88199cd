"""The folder broker of the embedded default: whole messages, one taker, garbage dropped."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection, Queue

import mrs_portal.celery  # noqa: F401 - makes filesystem:// stand for the portal's transport
from core.broker import Transport


def connect(folder: Path) -> Connection:
    options = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder.parent / "control"),
        "polling_interval": 0.05,
    }
    Transport.global_state.clear()  # kombu remembers per process which queues it has bound, whatever the folder
    return Connection("filesystem://localhost", transport_options=options)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    messages = tmp_path / "messages"
    messages.mkdir()
    return messages


def ring_often(folder: Path, count: int) -> None:
    with connect(folder) as connection:
        producer = connection.Producer(serializer="json")
        for number in range(count):
            content = {"number": number, "padding": "x" * 20_000}
            producer.publish(content, routing_key="interactive", declare=[Queue("interactive")])


def test_a_message_comes_back_whole_and_once(folder: Path) -> None:
    with connect(folder) as connection:
        queue = connection.SimpleQueue("interactive")
        queue.put({"job": 1}, serializer="json")

        message = queue.get(timeout=20)
        assert message.payload == {"job": 1}
        message.ack()
        with pytest.raises(Empty):
            queue.get(block=False)
    assert list(folder.iterdir()) == []


def test_garbage_in_the_folder_is_dropped_and_the_next_message_is_read(folder: Path) -> None:
    (folder / "0_garbage.interactive.msg").write_bytes(b'{"half": "a mess')
    with connect(folder) as connection:
        queue = connection.SimpleQueue("interactive")
        queue.put({"job": 2}, serializer="json")

        assert queue.get(timeout=20).payload == {"job": 2}


def test_messages_are_private(folder: Path) -> None:
    ring_often(folder, 1)

    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_readers_beside_writers_lose_and_double_nothing(folder: Path) -> None:
    count = 150
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=ring_often, args=(folder, count)) for _ in range(2)]
    for writer in writers:
        writer.start()
    read = []
    with connect(folder) as connection:
        queue = connection.SimpleQueue("interactive")
        while len(read) < 2 * count:
            message = queue.get(timeout=20)
            read.append(message.payload["number"])
            message.ack()
    for writer in writers:
        writer.join()

    assert sorted(read) == sorted([*range(count), *range(count)])
