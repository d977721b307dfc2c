"""A client that costs little: HTTP/1.1 over kept-alive connections, one request at a time on each of them.

It is a process of its own, `python -m tests.bench.client`: it reads a `Job` as JSON from its standard input and writes
`Answers` to its standard output. It parses of an answer no more than its status and length.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle
from typing import Final, Self, cast

import orjson
import uvloop

_END_OF_HEAD: Final = b"\r\n\r\n"
_LENGTH: Final = b"content-length:"
_PATIENCE_SECONDS: Final = 30.0


@dataclass(frozen=True)
class Job:
    """What to send.

    Attributes:
        bodies: sent in turns, as text.
        connections: how many requests are under way at once.
        seconds: for how long requests are begun.

    """

    port: int
    path: str
    headers: Mapping[str, str]
    bodies: Sequence[str]
    connections: int
    seconds: float


@dataclass(frozen=True)
class Answers:
    """What came back.

    Attributes:
        requests: how many were answered.
        seconds: from the first request to the last answer.
        statuses: how many answers had which status.
        busy: CPU seconds that the client itself took.
        times: seconds of each request, sorted.
        example: the body of one answer.

    """

    requests: int
    seconds: float
    statuses: Mapping[str, int]
    busy: float
    times: Sequence[float]
    example: str

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.requests / self.seconds


def requests_of(job: Job) -> list[bytes]:
    """The requests of a job as they go over the wire."""
    head = "".join(f"{name}: {value}\r\n" for name, value in job.headers.items())
    made = []
    for body in job.bodies:
        sent = body.encode()
        first = f"POST {job.path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{head}content-length: {len(sent)}\r\n\r\n"
        made.append(first.encode() + sent)
    return made


class Connection(asyncio.Protocol):
    """One connection: sends a request, waits for its whole answer, sends the next.

    Args:
        requests: what to send, without end.
        until: the moment of the monotonic clock after which nothing more is sent.
    """

    def __init__(self, requests: Iterator[bytes], until: float) -> None:
        self._requests = requests
        self._until = until
        self._held = b""
        self._sent_at = 0.0
        self.statuses: Counter[str] = Counter()
        self.times: list[float] = []
        self.example = b""
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # those of uvloop are no subclass
        self._send()

    def data_received(self, data: bytes) -> None:
        self._held = self._held + data if self._held else data
        whole = _length(self._held)
        if whole is None or len(self._held) < whole:
            return
        now = time.perf_counter()
        self.times.append(now - self._sent_at)
        self.statuses[self._held[9:12].decode()] += 1
        self.example = self._held[:whole]
        self._held = self._held[whole:]
        if now < self._until:
            self._send()
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the signature is given
        if not self.ended.done():
            self.ended.set_result(None)

    def _send(self) -> None:
        self._sent_at = time.perf_counter()
        self._transport.write(next(self._requests))


def _length(held: bytes) -> int | None:
    """How long the answer is that these bytes begin, head included; None while its head is not whole."""
    end = held.find(_END_OF_HEAD)
    if end < 0:
        return None
    head = held[:end].lower()
    at = head.find(_LENGTH)
    length = 0 if at < 0 else int(head[at + len(_LENGTH) :].split(b"\r\n", 1)[0])
    return end + len(_END_OF_HEAD) + length


async def send(job: Job) -> Answers:
    """Do a job."""
    requests = cycle(requests_of(job))
    busy, begun = time.process_time(), time.perf_counter()
    loop = asyncio.get_running_loop()
    opened = [
        (await loop.create_connection(lambda: Connection(requests, begun + job.seconds), "127.0.0.1", job.port))[1]
        for _ in range(job.connections)
    ]
    await asyncio.gather(*(one.ended for one in opened))
    statuses: Counter[str] = sum((one.statuses for one in opened), Counter())
    return Answers(
        requests=statuses.total(),
        seconds=time.perf_counter() - begun,
        statuses=dict(statuses),
        busy=time.process_time() - busy,
        times=sorted(seconds for one in opened for seconds in one.times),
        example=opened[0].example.partition(_END_OF_HEAD)[2].decode(),
    )


class Line:
    """One connection on which requests are sent one after another and waited for.

    Args:
        reader: what comes.
        writer: what goes.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, port: int) -> Self:
        """Connect."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """The status and the body of the answer to one request."""
        self._writer.write(request)
        head = await self._reader.readuntil(_END_OF_HEAD)
        body = await self._reader.readexactly((_length(head) or 0) - len(head))
        return int(head[9:12]), body

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


async def in_another_process(job: Job) -> Answers:
    """Do a job in a process of its own, so that it does not share an event loop with what measures."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.client", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(job.seconds + _PATIENCE_SECONDS):
            told, _ = await process.communicate(orjson.dumps(asdict(job)))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise RuntimeError(f"the client ended with status {process.returncode}")
    return Answers(**orjson.loads(told))


def main() -> None:
    """Do the job on standard input."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        answers = runner.run(send(Job(**orjson.loads(sys.stdin.buffer.read()))))
    sys.stdout.buffer.write(orjson.dumps(answers))


if __name__ == "__main__":
    main()
