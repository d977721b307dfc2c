"""Small mappings and files for the tests."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import orjson

from ingest.adapters.mapping import Mapping
from ingest.adapters.reading import read_mapping
from ingest.adapters.rows import RowError
from ingest.adapters.transform import Mapped, Transformation, Unmapped

CSV = 'format = "csv"\ndelimiter = ";"\n'

BOM = """
name = "erp-boms"
version = 3
source = "ERP"
type = "structure.bom.defined.v1"
id.template = "BOM:{parent}:{rev}"
time = { column = "released", date = { format = "%d.%m.%Y", zone = "Europe/Berlin" } }

[input]
INPUT
[data]
bom.item.column = "parent"
bom.revision.column = "rev"

[group]
by = ["parent", "rev"]
list = "lines"
rows = "adjacent"

[group.fields]
line.column = "pos"
item.column = "child"
designators = { column = "refs", split = "," }
quantity.value = { column = "qty", decimal = { mark = ",", group = "." } }
quantity.uom = { column = "unit", trim = true, codes = { EA = "C62", "" = "C62" } }
effectivity.from = { column = "start", date = { format = "%d.%m.%Y", zone = "Europe/Berlin" } }
effectivity.toExclusive = { column = "end", date = { format = "%d.%m.%Y", zone = "Europe/Berlin", inclusive_end = true } }
"""  # noqa: E501 - an inline table stands on one line

HEAD = "parent;rev;released;pos;child;refs;qty;unit;start;end\n"

ITEM = """
name = "erp-items"
version = 1
source = "ERP"
type = "master.item.defined.v1"
id.template = "ITEM:{number}"
time.constant = "2026-01-01T00:00:00Z"

[input]
INPUT
[data]
item = { PLACE = "number", trim = true }
name.PLACE = "name"
"""


def bom_mapping(form: str = CSV, **changes: str) -> Mapping:
    """The mapping of structures, with texts of it replaced."""
    text = BOM.replace("INPUT\n", form)
    for old, new in changes.items():
        text = text.replace(old, new)
    return read_mapping(text.encode(), "bom.toml")


def item_text(form: str = CSV) -> str:
    """The mapping of items, as text."""
    text = ITEM.replace("INPUT\n", form)
    if '"json' in form:
        return (
            text.replace("PLACE", "path")
            .replace('"number"', '"/number"')
            .replace('"name"', '"/name"')
            .replace("{number}", "{/number}")
        )
    return text.replace("PLACE", "column")


def item_mapping(form: str = CSV) -> Mapping:
    """The mapping of items."""
    return read_mapping(item_text(form).encode(), "items.toml")


def made(mapping: Mapping, content: bytes | str) -> tuple[list[dict[str, Any]], list[RowError]]:
    """The events of a file, and the errors of its rows."""
    content = content.encode() if isinstance(content, str) else content
    found = list(Transformation(mapping, BytesIO(content)).run())
    events = [orjson.loads(it.text) for it in found if isinstance(it, Mapped)]
    return events, [error for it in found if isinstance(it, Unmapped) for error in it.errors]


def line(parent: str = "A", pos: str = "10", **cells: str) -> str:
    """One row of a structure."""
    row = {"parent": parent, "rev": "1", "released": "01.02.2026", "pos": pos, "child": "S1", "refs": ""}
    row |= {"qty": "1,5", "unit": "EA ", "start": "", "end": ""} | cells
    return ";".join(row.values()) + "\n"


def workbook(rows: list[list[object]], sheet: str = "Parts") -> bytes:
    """An Excel file of one sheet, as the format has it at least; a text that begins with # is an error of Excel."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    data = "".join(
        f'<row r="{at}">{"".join(_cell(at, place, it) for place, it in enumerate(row))}</row>'
        for at, row in enumerate(rows, 1)
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',  # noqa: E501
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="{sheet}" sheetId="1" r:id="s"/></sheets></workbook>',  # noqa: E501
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="s" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',  # noqa: E501
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>',
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, text in parts.items():
            file.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return packed.getvalue()


def _cell(row: int, place: int, value: object) -> str:
    at = f'r="{chr(65 + place)}{row}"'
    if isinstance(value, int | float):
        return f"<c {at}><v>{value}</v></c>"
    if str(value).startswith("#"):
        return f'<c {at} t="e"><v>{value}</v></c>'
    return f'<c {at} t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
