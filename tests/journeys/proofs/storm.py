"""A bad network: a proxy between phones and Walks that loses, cuts, delays and repeats requests.

Each phone has a port of its own, and what befalls its n-th request follows from the seed alone.
"""

from __future__ import annotations

import asyncio
import random
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.journeys.proofs.sealing import seals_of

# How many of a hundred requests meet which fate; what is left over travels unharmed.
FATES = {
    "dropped": 30,  # the server never hears of it
    "cut on the way there": 7,  # in the middle of the body
    "cut on the way back": 7,
    "reply lost": 8,  # the server has done it, the phone does not know
    "repeated": 7,  # it reaches the server twice
    "repeated late": 6,  # the second time, seconds later
    "delayed": 8,
}
UNHARMED = "unharmed"
# What may arrive once more after the phone went on to other things. Of an errand the last word to
# arrive counts, and a second joining is a second participant.
REPEATABLE = re.compile(rb"/(observations|photos|voices)\b")
PATIENCE_S = 60
BLOCK = 65_536


@dataclass
class Storm:
    """What befell requests so far, what they carried, and whether it still blows."""

    upstream: int
    seed: int
    blows: bool = True
    is_down: bool = False  # nothing gets through at all
    befell: Counter[str] = field(default_factory=Counter)
    ports: list[int] = field(default_factory=list)
    calm: set[int] = field(default_factory=set)  # phones that are spared now, by their number
    seals: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    later: set[asyncio.Task[None]] = field(default_factory=set)

    def fate(self, phone: int, chance: random.Random) -> str:
        """Draw what becomes of this phone's next request."""
        if self.is_down:
            return "dropped"
        if not self.blows or phone in self.calm:
            return UNHARMED
        drawn = chance.uniform(0, 100)
        fate = UNHARMED
        for name, share in FATES.items():
            drawn -= share
            if drawn < 0:
                fate = name
                break
        self.befell[fate] += 1
        return fate

    def wait_for_the_late(self) -> None:
        """Wait until nothing is to be repeated any more."""
        while self.later:
            time.sleep(0.1)


@dataclass(frozen=True)
class Asked:
    """One request as its bytes: its head, which ends in an empty line, and its body."""

    head: bytes
    body: bytes

    @property
    def line(self) -> bytes:
        """Method and path."""
        return self.head.split(b"\r\n", 1)[0]


@contextmanager
def a_storm(upstream: int, *, phones: int, seed: int) -> Iterator[Storm]:
    """Blow between so many phones and the server at a port, until the block ends."""
    storm = Storm(upstream, seed)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    servers = [_run(loop, _listen(storm, phone)) for phone in range(phones)]
    storm.ports += [server.sockets[0].getsockname()[1] for server in servers]
    try:
        yield storm
    finally:
        _run(loop, _close(servers))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _run(loop: asyncio.AbstractEventLoop, work: object) -> asyncio.Server:
    return asyncio.run_coroutine_threadsafe(work, loop).result()  # type: ignore[arg-type]


async def _close(servers: list[asyncio.Server]) -> None:
    for server in servers:
        server.close()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0.1)  # sockets close in a turn of their own


async def _listen(storm: Storm, phone: int) -> asyncio.Server:
    chance = random.Random(f"{storm.seed}:{phone}")  # noqa: S311 - to be the same each time

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                asked = await _read(reader)
                await _befall(storm, storm.fate(phone, chance), asked, writer, chance)
        except (OSError, EOFError, asyncio.LimitOverrunError):
            pass  # one of the two sides hung up
        finally:
            writer.close()

    return await asyncio.start_server(meet, "127.0.0.1", 0)


async def _read(reader: asyncio.StreamReader) -> Asked:
    """One request; it is passed on as the last of its connection."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = [line for line in head[:-4].split(b"\r\n") if not _is_about_connection(line)]
    sizes = [int(line[15:]) for line in lines if line.lower().startswith(b"content-length:")]
    body = await reader.readexactly(sizes[0]) if sizes else b""
    return Asked(b"\r\n".join([*lines, b"Connection: close", b"", b""]), body)


def _is_about_connection(line: bytes) -> bool:
    return line.lower().startswith((b"connection:", b"keep-alive:", b"proxy-connection:"))


async def _befall(
    storm: Storm, fate: str, asked: Asked, writer: asyncio.StreamWriter, chance: random.Random
) -> None:
    """Pass a request on as its fate has it."""
    if fate == "dropped":
        return
    if fate == "cut on the way there":
        await _send(storm, Asked(asked.head, asked.body[: chance.randrange(len(asked.body) + 1)]))
        return
    if fate == "delayed":
        await asyncio.sleep(chance.uniform(0.05, 1))
    answer = await _answer(storm, asked)
    if fate == "reply lost":
        return
    if fate == "repeated":
        answer = await _answer(storm, asked)
    if fate == "repeated late" and REPEATABLE.search(asked.line):
        storm.later.add(task := asyncio.ensure_future(_again(storm, asked, chance.uniform(1, 4))))
        task.add_done_callback(storm.later.discard)
    if fate == "cut on the way back":
        answer = answer[: chance.randrange(len(answer) + 1)]
    writer.write(answer)
    await writer.drain()


async def _again(storm: Storm, asked: Asked, seconds: float) -> None:
    await asyncio.sleep(seconds)
    with suppress(OSError, EOFError):
        await _answer(storm, asked)


async def _send(storm: Storm, asked: Asked) -> None:
    """Begin a request and hang up."""
    _, upstream = await asyncio.open_connection("127.0.0.1", storm.upstream)
    upstream.write(asked.head + asked.body)
    await upstream.drain()
    upstream.close()


async def _answer(storm: Storm, asked: Asked) -> bytes:
    """The whole answer of the server, to which the whole request travels."""
    for thing, digest in seals_of(asked.line, asked.body):
        storm.seals[thing].add(digest)
    reader, upstream = await asyncio.open_connection("127.0.0.1", storm.upstream)
    try:
        upstream.write(asked.head + asked.body)
        await upstream.drain()
        blocks = []
        while block := await reader.read(BLOCK):
            blocks.append(block)
        return b"".join(blocks)
    finally:
        upstream.close()
