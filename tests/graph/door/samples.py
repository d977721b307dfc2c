"""A small vocabulary and a way to write Cypher files for the tests of the door."""

from __future__ import annotations

from pathlib import Path

from graph.vocabulary import NodeKind, RelationshipKind, Vocabulary

SAMPLES = Path(__file__).parent.parent / "samples"

_VALIDITY = frozenset({"eff_from", "eff_to"})

SAMPLE_VOCABULARY = Vocabulary(
    nodes={
        "DoorItem": NodeKind(frozenset({"key", "name", "seq"})),
        "DoorRevision": NodeKind(frozenset({"item", "revision", "state"})),
        "Migration": NodeKind(frozenset({"version", "name", "checksum", "applied_at"})),
    },
    relationships={
        "DOOR_HAS_REVISION": RelationshipKind(frozenset({"DoorItem"}), frozenset({"DoorRevision"}), _VALIDITY),
        "DOOR_USES": RelationshipKind(
            frozenset({"DoorRevision"}), frozenset({"DoorItem"}), _VALIDITY | {"line", "qty"}
        ),
    },
)

SAMPLE_SCHEMA = """\
CREATE CONSTRAINT door_item IF NOT EXISTS FOR (n:DoorItem) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT door_revision IF NOT EXISTS FOR (n:DoorRevision) REQUIRE (n.item, n.revision) IS UNIQUE;
CREATE CONSTRAINT door_uses IF NOT EXISTS FOR ()-[r:DOOR_USES]-() REQUIRE r.line IS UNIQUE;
CREATE INDEX door_item_name IF NOT EXISTS FOR (n:DoorItem) ON (n.name);
"""


def write_cypher(
    folder: Path, access: str, name: str, body: str, *, params: str = "none", returns: str = "none", header: str = ""
) -> Path:
    """Write one Cypher file with a header of four lines and one of prose; the body begins on line 6."""
    header = (
        header or f"// name: {name}\n// access: {access}\n// params: {params}\n// returns: {returns}\n// A sample.\n"
    )
    path = folder / access / f"{name}.cypher"
    path.parent.mkdir(exist_ok=True)
    path.write_text(header + body, encoding="utf-8")
    return path
