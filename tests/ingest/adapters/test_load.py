"""`revtrace load` and `revtrace mapping check` with a mapping: the same pipeline, and rows that can be mended."""

from __future__ import annotations

import gzip
from pathlib import Path

import orjson
import pytest

from app.engines import Endpoints
from graph.database import Graph
from ingest.cloudevents import Envelope, read_event
from ingest.receipts import texts_of
from tests.cli.running import addresses, revtrace
from tests.cli.test_load import counts
from tests.graph.door.looking import Outside
from tests.ingest.adapters.making import BOM, CSV, HEAD, item_text, line, workbook


@pytest.fixture
def settings(endpoints: Endpoints) -> dict[str, str]:
    return addresses(endpoints)


@pytest.fixture
def bom(tmp_path: Path) -> str:
    """The mapping of structures, in a file."""
    path = tmp_path / "bom.toml"
    path.write_text(BOM.replace("INPUT\n", CSV), encoding="utf-8")
    return str(path)


async def test_rows_are_loaded_and_those_that_are_refused_can_be_mended_and_loaded(
    graph: Graph, settings: dict[str, str], tmp_path: Path, bom: str
) -> None:
    file, aside = tmp_path / "boms.csv", tmp_path / "mend.csv"
    unknown = line("B") + line("B", "20", unit="PAL")
    reversed_dates = line("C", start="02.01.2026", end="31.12.2025")
    file.write_text(HEAD + line("A") + unknown + reversed_dates + line("D"), encoding="utf-8")
    load = ["load", "--source", "ERP", "--as", bom]
    done = revtrace(*load, str(file), "--rejects", str(aside), settings=settings)
    assert counts(done.stdout) == {"ACCEPTED": 2, "REJECTED": 1}, done.stderr
    assert "NO EVENT            2" in done.stdout
    assert set(aside.read_text("utf-8").splitlines()[1:]) == set((unknown + reversed_dates).splitlines())
    reasons = (tmp_path / "mend.txt").read_text("utf-8").splitlines()
    assert sorted(reason.split(": ")[0] for reason in reasons) == ["line 4, unit", "line 5, end, start"]
    mended = aside.read_text("utf-8").replace("PAL", "EA").replace("31.12.2025", "31.12.2026")
    aside.write_text(mended, encoding="utf-8")
    assert counts(revtrace(*load, str(aside), settings=settings).stdout) == {"ACCEPTED": 2}
    assert counts(
        revtrace(*load, str(file), "--dry-run", "--rejects", str(tmp_path / "n"), settings=settings).stdout
    ) == {"DUPLICATE": 2, "REJECTED": 1}


async def test_every_fact_leads_to_the_name_and_version_of_its_mapping(
    graph: Graph, outside: Outside, settings: dict[str, str], tmp_path: Path, bom: str
) -> None:
    file = tmp_path / "boms.csv.gz"
    file.write_bytes(gzip.compress((HEAD + line("A") + line("B")).encode()))
    assert revtrace("load", str(file), "--source", "ERP", "--as", bom, settings=settings).returncode == 0
    facts = await outside.run(
        "MATCH (f:Fact) MATCH (r:Receipt {id: f.receipt}) "
        "RETURN f.event AS event, f.position AS position, r.media_type AS media_type, r.payload AS payload"
    )
    assert {fact["event"] for fact in facts} == {"BOM:A:1", "BOM:B:1"}
    for fact in facts:
        sent = read_event(texts_of(fact["media_type"], fact["payload"])[fact["position"]].text)
        assert isinstance(sent, Envelope)
        assert (sent.id, sent.dataschema) == (fact["event"], "urn:revtrace:mapping:erp-boms:3")
    shown = revtrace("mapping", "used", "ERP", "BOM:A:1", "--in", str(tmp_path), settings=settings).stdout.splitlines()
    assert shown[0] == "urn:revtrace:mapping:erp-boms:3"
    assert '  lines[].quantity.uom: column "unit", trim true, codes {"EA":"C62","":"C62"}' in shown
    assert "  one event for all rows of the same parent, rev" in shown
    unknown = revtrace("mapping", "used", "ERP", "BOM:Z:1", settings=settings)
    assert (unknown.returncode, "no event BOM:Z:1 of ERP was accepted" in unknown.stderr) == (1, True)


async def test_a_mapping_of_another_source_and_an_unknown_adapter_are_refused(
    graph: Graph, settings: dict[str, str], tmp_path: Path, bom: str
) -> None:
    file = tmp_path / "boms.csv"
    file.write_text(HEAD, encoding="utf-8")
    foreign = revtrace("load", str(file), "--source", "MES", "--as", bom, settings=settings)
    assert (foreign.returncode, "speaks for ERP, and not for MES" in foreign.stderr) == (1, True)
    unknown = revtrace("load", str(file), "--source", "ERP", "--as", "acme", settings=settings)
    assert (unknown.returncode, "there is no adapter of the name 'acme'" in unknown.stderr) == (1, True)


async def test_rows_of_an_excel_file_are_mended_in_it(graph: Graph, settings: dict[str, str], tmp_path: Path) -> None:
    mapping, file = tmp_path / "items.toml", tmp_path / "items.xlsx"
    mapping.write_text(item_text('format = "xlsx"\nsheet = "Parts"\n'), encoding="utf-8")
    file.write_bytes(workbook([["number", "name"], ["P1", "a"], ["", "b"]]))
    arguments = ["load", str(file), "--source", "ERP", "--as", str(mapping), "--rejects", str(tmp_path / "mend.csv")]
    done = revtrace(*arguments, settings=settings)
    assert counts(done.stdout) == {"ACCEPTED": 1}, done.stderr
    assert f"rows to be mended: {file}" in done.stdout
    assert not (tmp_path / "mend.csv").exists()
    assert (tmp_path / "mend.txt").read_text("utf-8").startswith("line 3, number: FIELD_MISSING")


def test_a_check_tells_events_first_errors_and_a_sample(tmp_path: Path, bom: str) -> None:
    file = tmp_path / "boms.csv"
    file.write_text(HEAD + line("A") + line("B", qty="-1"), encoding="utf-8")
    done = revtrace("mapping", "check", bom, str(file), settings={})
    assert done.returncode == 1
    assert "boms.csv: 1 event\n  1 row to be mended\n" in done.stdout
    assert "  line 3, qty: QUANTITY_FORMAT the number is below zero, got '-1'" in done.stdout
    sample = orjson.loads(done.stdout.partition("first event\n")[2])
    assert (sample["id"], sample["dataschema"]) == ("BOM:A:1", "urn:revtrace:mapping:erp-boms:3")
    file.write_text(HEAD + line("A"), encoding="utf-8")
    assert revtrace("mapping", "check", bom, str(file), settings={}).returncode == 0


def test_a_check_of_a_wrong_mapping_tells_every_line(tmp_path: Path) -> None:
    wrong = tmp_path / "items.toml"
    wrong.write_text(item_text().replace("version = 1", 'version = "1"').replace("[data]", "[dta]"), encoding="utf-8")
    done = revtrace("mapping", "check", str(wrong), settings={})
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == "items.toml: 3 errors"
    assert "  line 3: version: Input should be a valid integer" in done.stdout
    assert "  line 12: dta: no such key is known" in done.stdout
