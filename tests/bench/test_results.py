"""Figures, aims, and the form of the results."""

from __future__ import annotations

import asyncio
from pathlib import Path

import orjson
import pytest

from app.cli import bench
from app.terminal.console import open_console
from graph.errors import ConfigurationError
from tests.bench import report
from tests.bench.client import Job, Line, in_another_process, requests_of
from tests.bench.machine import load_average
from tests.bench.measured import Aim, measure, percentile


def test_a_ratio_is_taken_round_by_round() -> None:
    made = measure("pipeline", "events/s", [30, 10, 20], [60, 40, 20], aim=Aim("ratio", least=0.5))
    assert made.ratio is not None
    assert (made.ours.median, made.ratio.median, made.ratio.least, made.ratio.most) == (20, 0.5, 0.25, 1.0)
    assert made.met is True


def test_an_aim_may_be_a_most_and_may_be_of_our_own_figure() -> None:
    assert measure("trace", "ms", [30], [10], aim=Aim("ratio", most=2.0)).met is False
    assert measure("memory", "MiB", [250], aim=Aim("ours", most=300)).met is True
    assert measure("trace", "ms", [30]).met is None


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(value) for value in range(1, 101)]
    assert [percentile(values, share) for share in (0.5, 0.99, 1.0)] == [51, 100, 100]


def test_results_are_json_with_every_round(tmp_path: Path) -> None:
    made = measure("pipeline", "events/s", [1.0, 2.0], [4.0, 4.0], aim=Aim("ratio", least=0.5), details={"events": 7})
    path = report.write(tmp_path / "new", "2026-11-24T12:00:00+00:00", {"machine": {"cores": 2}}, [made])
    assert path.name == "2026-11-24T120000+0000.json"
    assert orjson.loads(path.read_bytes()) == {
        "machine": {"cores": 2},
        "measures": [
            {
                "name": "pipeline",
                "unit": "events/s",
                "ours": {"median": 1.5, "least": 1.0, "most": 2.0, "rounds": [1.0, 2.0]},
                "bare": {"median": 4.0, "least": 4.0, "most": 4.0, "rounds": [4.0, 4.0]},
                "ratio": {"median": 0.375, "least": 0.25, "most": 0.5, "rounds": [0.25, 0.5]},
                "aim": {"figure": "ratio", "least": 0.5, "most": None},
                "met": False,
                "details": {"events": 7},
            }
        ],
    }


def test_the_table_says_what_was_missed(capsys: pytest.CaptureFixture[str]) -> None:
    measures = [
        measure("pipeline", "events/s", [1000.0, 2000.0], [4000.0, 4000.0], aim=Aim("ratio", least=0.5)),
        measure("memory", "MiB", [80.0], aim=Aim("ours", most=300)),
    ]
    open_console(width=120).print(report.table(measures))
    _, pipeline, memory = capsys.readouterr().out.splitlines()
    assert pipeline.split() == [
        *("pipeline", "1,500", "(1,000-2,000)", "events/s", "4,000", "(4,000-4,000)"),
        *("0.38", "(0.25-0.50)", "ratio", ">=", "0.5", "missed"),
    ]
    assert memory.split() == ["memory", "80.0", "MiB", "<=", "300", "met"]


async def test_the_client_counts_the_answers_and_sends_the_bodies_in_turns() -> None:
    seen: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readline():
            while (line := await reader.readline()) != b"\r\n":
                head += line
            seen.append(await reader.readexactly(3))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
            await writer.drain()
            writer.write(b"ok")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        answers = await in_another_process(Job(port, "/x", {"a": "b"}, ["one", "two"], connections=2, seconds=0.2))
        line = await Line.open(port)
        assert await line.ask(requests_of(Job(port, "/x", {}, ["six"], 1, 0))[0]) == (200, b"ok")
        line.close()
    assert answers.statuses == {"200": len(seen) - 1}
    assert len(answers.times) == answers.requests > 1
    assert answers.example == "ok"
    assert {*seen} == {b"one", b"two", b"six"}


def test_the_load_average_is_told_for_three_spans() -> None:
    assert len(load_average()) == 3


def test_an_installed_package_says_that_it_has_no_benchmark(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("app.capabilities.CHECKOUT", tmp_path)
    with pytest.raises(ConfigurationError, match="is part of a checkout") as raised:
        bench.bench()
    assert "uv run revtrace bench" in raised.value.hint
