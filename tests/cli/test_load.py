"""`revtrace load`: files into the graph, and what has to be mended out of it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import orjson
import pytest

from app.engines import Endpoints
from graph.database import Graph
from ingest.receipts import CHUNK_EVENTS
from tests.cli.running import addresses, revtrace
from tests.graph.door.looking import Outside
from tests.ingest.asking import letters
from tests.ingest.events import factory, item, mapping, order


def counts(output: str) -> dict[str, int]:
    """The outcomes of the summary."""
    found = re.findall(r"^  ([A-Z]+) +([0-9,]+)", output, re.MULTILINE)
    return {outcome: int(count.replace(",", "")) for outcome, count in found}


@pytest.fixture
def settings(endpoints: Endpoints) -> dict[str, str]:
    return addresses(endpoints)


@pytest.mark.capability(9)
async def test_a_file_is_loaded_and_loading_it_again_changes_nothing(
    graph: Graph, outside: Outside, settings: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "day.ndjson"
    file.write_bytes(b"\n".join(factory(CHUNK_EVENTS + 500)))
    first = revtrace("load", str(file), "--source", "MES", settings=settings)
    assert (first.returncode, counts(first.stdout)) == (0, {"ACCEPTED": CHUNK_EVENTS + 500}), first.stderr
    nouns = "MATCH (n) WHERE NOT n:Receipt RETURN count(n) AS nodes"
    before = await outside.run(nouns)
    again = revtrace("load", str(file), "--source", "MES", settings=settings)
    assert counts(again.stdout) == {"DUPLICATE": CHUNK_EVENTS + 500}
    assert await outside.run(nouns) == before
    channels = await outside.run("MATCH (r:Receipt) RETURN DISTINCT r.channel AS channel")
    assert channels == [{"channel": "FILE"}]


async def test_a_compressed_file_and_one_array_are_loaded_too(
    graph: Graph, settings: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "a.ndjson.gz").write_bytes(gzip.compress(item("PUMP") + b"\n" + item("SEAL")))
    (tmp_path / "b.json").write_bytes(b"[" + item("CAP") + b",\n" + item("NUT") + b"]")
    one = revtrace("load", str(tmp_path / "a.ndjson.gz"), "--source", "PLM", settings=settings)
    two = revtrace("load", str(tmp_path / "b.json"), "--source", "PLM", "--as", "batch", settings=settings)
    assert counts(one.stdout) == counts(two.stdout) == {"ACCEPTED": 2}


async def test_what_has_to_be_mended_goes_to_a_file_with_its_reasons_and_can_be_loaded_when_it_is(
    graph: Graph, settings: dict[str, str], tmp_path: Path
) -> None:
    wrong = orjson.loads(item("SEAL"))
    del wrong["data"]["name"]
    file, rejects = tmp_path / "items.ndjson", tmp_path / "mend.ndjson"
    lines = [item("PUMP"), orjson.dumps(wrong), b"{no json", item("PUMP", "Piston"), b"x" * 1_100_000, item("NUT")]
    file.write_bytes(b"\n".join(lines))
    done = revtrace("load", str(file), "--source", "PLM", "--rejects", str(rejects), settings=settings)
    assert counts(done.stdout) == {"ACCEPTED": 2, "CONFLICT": 1, "REJECTED": 3}
    aside = rejects.read_bytes().splitlines()
    assert aside == [orjson.dumps(wrong), b"{no json", item("PUMP", "Piston"), b""]
    reasons = rejects.with_suffix(".txt").read_text("utf-8").splitlines()
    assert [line.split(" ", 4)[:4] for line in reasons] == [
        ["line", "2:", "REJECTED", "FIELD_MISSING"],
        ["line", "3:", "REJECTED", "MALFORMED"],
        ["line", "4:", "CONFLICT", "CONFLICT"],
        ["line", "5:", "REJECTED", "the"],
        ["line", "5:", "REJECTED", "TOO_LARGE"],
    ]
    mended = aside[0].replace(b'"item":"SEAL"', b'"item":"SEAL","name":"Seal"')
    rejects.write_bytes(mended + b"\n" + item("PUMP", "Piston", event_id="item-PUMP-2", at=60))
    assert counts(revtrace("load", str(rejects), "--source", "PLM", settings=settings).stdout) == {"ACCEPTED": 2}


async def test_files_of_an_earlier_load_are_not_written_over(
    graph: Graph, settings: dict[str, str], tmp_path: Path
) -> None:
    file, rejects = tmp_path / "items.ndjson", tmp_path / "mend.ndjson"
    file.write_bytes(b"{}")
    rejects.write_bytes(b"being mended")
    refused = revtrace("load", str(file), "--source", "PLM", "--rejects", str(rejects), settings=settings)
    assert (refused.returncode, rejects.read_bytes()) == (1, b"being mended")
    assert refused.stderr.splitlines()[0].endswith("mend.ndjson exists already")


async def test_held_events_that_a_later_line_maps_are_told_as_accepted(
    graph: Graph, settings: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "erp.ndjson"
    orders = [order(str(number), {"value": "4711"}) for number in range(CHUNK_EVENTS)]
    file.write_bytes(b"\n".join([*orders, mapping("4711", "PUMP"), order("last", {"value": "0815"})]))
    done = revtrace("load", str(file), "--source", "ERP", settings=settings)
    assert counts(done.stdout) == {"ACCEPTED": CHUNK_EVENTS + 1, "HELD": 1}


@pytest.mark.parametrize("name", ["DRY", "REAL"])
async def test_a_rehearsal_tells_what_a_load_would_do_and_writes_nothing(
    graph: Graph, outside: Outside, settings: dict[str, str], tmp_path: Path, name: str
) -> None:
    """The same file both ways: the outcomes are the same."""
    logged, file = tmp_path / "logged.ndjson", tmp_path / "erp.ndjson"
    logged.write_bytes(item("PUMP", source="ERP") + b"\n" + item("SEAL", source="ERP"))
    revtrace("load", str(logged), "--source", "ERP", settings=settings)
    lines = [
        item("PUMP", source="ERP"),
        item("SEAL", "other", source="ERP"),
        mapping("4711", "PUMP"),
        order("1", {"value": "4711"}),
        order("2", {"value": "0815"}),
        order("1", {"value": "4711"}),
        order("1", {"value": "4711"}, status="CLOSED"),
        item("CAP", source="PLM"),
    ]
    file.write_bytes(b"\n".join(lines))
    before = await outside.run("MATCH (n) RETURN count(n) AS nodes")
    dry = ["--dry-run"] if name == "DRY" else []
    done = revtrace("load", str(file), "--source", "ERP", "--rejects", str(tmp_path / "r"), *dry, settings=settings)
    assert counts(done.stdout) == {"ACCEPTED": 2, "DUPLICATE": 2, "CONFLICT": 2, "HELD": 1, "REJECTED": 1}
    if name == "DRY":
        assert "would be loaded" in done.stdout
        assert await outside.run("MATCH (n) RETURN count(n) AS nodes") == before
        assert await letters(graph) == ["AA"]


async def test_a_file_that_cannot_be_read_is_one_line_and_a_hint(settings: dict[str, str], tmp_path: Path) -> None:
    missing = revtrace("load", str(tmp_path / "nowhere"), "--source", "PLM", settings=settings)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert len(missing.stderr.splitlines()) == 2
    (tmp_path / "cut.ndjson.gz").write_bytes(gzip.compress(item("PUMP") * 100)[:-20])
    cut = revtrace("load", str(tmp_path / "cut.ndjson.gz"), "--source", "PLM", settings=settings)
    assert cut.returncode == 1
    assert "damaged or cut off" in cut.stderr
