"""AdventureWorks as its mappings make it into events, for the tests; see PROVENANCE.md beside the data."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from ingest.adapters.reading import load_mapping
from ingest.adapters.transform import Mapped, Transformation

SOURCE = "ADVENTUREWORKS"
MAPPINGS = Path(__file__).parent / "adventureworks"
FILES = (
    ("items.toml", "Product.csv"),
    ("item_names.toml", "Product.csv"),
    ("bills_of_material.toml", "BillOfMaterials.csv"),
)
"""The mappings and their files, names before the structures that use them."""


def events(folder: Path) -> Iterator[bytes]:
    """The events of all files, one after the other."""
    return chain.from_iterable(events_by_file(folder))


def events_by_file(folder: Path) -> Iterator[list[bytes]]:
    """The events of each file; every row that counts gives one or is part of one."""
    for mapping, file in FILES:
        with (folder / file).open("rb") as stream:
            made = list(Transformation(load_mapping(MAPPINGS / mapping), stream).run())
        assert all(isinstance(event, Mapped) for event in made), file
        yield [event.text for event in made if isinstance(event, Mapped)]


def item_numbers(folder: Path) -> dict[str, str]:
    """ProductID to the product number that people use."""
    return {row[0]: row[2] for row in _products(folder)}


def finished_goods(folder: Path) -> set[str]:
    """The numbers of the products that are sold."""
    return {row[2] for row in _products(folder) if row[4] == "1"}


def _products(folder: Path) -> Iterator[list[str]]:
    with (folder / "Product.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file, delimiter="\t", strict=True)
