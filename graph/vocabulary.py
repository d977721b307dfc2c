"""The vocabulary of the graph: which labels, relationship types and properties exist.

Neo4j Community checks none of this, and a misspelt label silently matches nothing; so every Cypher file is compared
with this table when it is loaded. Names that start with `_` are internal to a statement (a lock, say) and not listed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class NodeKind:
    """What nodes with one label may carry."""

    properties: frozenset[str]


@dataclass(frozen=True, slots=True)
class RelationshipKind:
    """What relationships of one type may join (labels at the start and at the end) and carry."""

    start: frozenset[str]
    end: frozenset[str]
    properties: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All labels and all relationship types, by name."""

    nodes: Mapping[str, NodeKind]
    relationships: Mapping[str, RelationshipKind]


def _node(*properties: str) -> NodeKind:
    return NodeKind(frozenset(properties))


def _noun(*properties: str) -> NodeKind:
    """A noun whose attributes the latest event decides; a placeholder until one defines it."""
    return _node(*properties, "placeholder", "order_key", "occurred_at", "known_from", "source")


def _evidence(*properties: str) -> NodeKind:
    """Something that one event asserts; it counts from `known_from` until a void."""
    return _node("key", *properties, "order_key", "occurred_at", "known_from", "known_to", "source")


def _between(start: str, end: str, *properties: str) -> RelationshipKind:
    """A relationship type; labels are separated by `|`."""
    return RelationshipKind(frozenset(start.split("|")), frozenset(end.split("|")), frozenset(properties))


_VALIDITY = ("view", "plants", "eff_from", "eff_to", "known_from", "known_to")
"""On the relationship types that a structure walk follows or may follow instead, always all of them set."""

VOCABULARY = Vocabulary(
    nodes={
        # the nouns
        "System": _noun("code", "name", "kind", "plants", "party"),
        "Plant": _noun("code", "name", "country"),
        "Party": _noun("code", "name", "roles"),
        "Item": _noun("number", "name", "uom", "procurement", "family", "regulatory_class", "tracking"),
        "Identifier": _noun("key", "system", "kind", "value", "canonical"),
        "BomRevision": _noun(
            "key",
            "item",
            "revision",
            "view",
            "plant",
            "state",
            "digest",
            "description",
            "change",
            "plants",
            "eff_from",
            "eff_to",
        ),
        "ChangeOrder": _noun(
            "number", "kind", "title", "change_class", "risk", "reason", "cause_kind", "cause_reference", "cause_text"
        ),
        "Gate": _node("key", "gate", "roles", "guards"),
        "Release": _noun("number", "generation", "released_by", "purposes", "plants", "eff_from", "eff_to"),
        "ReleaseStep": _node("key", "release", "system", "kind", "declared", "required", "due"),
        "Order": _noun(
            "key",
            "number",
            "system",
            "kind",
            "status",
            "plant",
            "party",
            "quantity",
            "uom",
            "scheduled_start",
            "due",
            "revision",
            "view",
        ),
        "Unit": _noun("key", "serial", "plant", "revision", "view", "built_under"),
        # the evidence
        "Approval": _evidence("role", "signer", "decision", "meaning", "signed_digest"),
        "Dispatch": _evidence("generation", "revision", "digest", "message"),
        "Acknowledgment": _evidence("generation", "kind", "status", "revision", "digest", "text", "actor"),
        "Withdrawal": _evidence("reason", "actor", "replaced_by"),
        # the log and what waits before it
        "Fact": _node(
            "key",
            "source",
            "event",
            "contract",
            "subject",
            "structure",
            "occurred_at",
            "occurred_text",
            "recorded_at",
            "voided_at",
            "digest",
            "receipt",
            "position",
            "order_key",
            "body",
            "outcome",
        ),
        "Receipt": _node(
            "id",
            "upload",
            "number",
            "source",
            "channel",
            "principal",
            "media_type",
            "payload",
            "payload_digest",
            "events",
            "outcomes",
            "state",
            "received_at",
            "recorded_at",
            "occurred_at",
            "tries",
            "taken_at",
            "reason",
            "leaves",
            "sealed_from",
            "replays",
        ),
        "Exception": _node(
            "id",
            "receipt",
            "position",
            "source",
            "event",
            "outcome",
            "queue",
            "problems",
            "state",
            "raised_at",
            "closed_at",
            "replay",
        ),
        "LogHead": _node("name", "size", "root", "frontier", "sealed_at"),
        "LogCheckpoint": _node("size", "root", "sealed_at"),
        "LogTile": _node("key", "level", "index", "hashes"),
        "ApiKey": _node(
            "id",
            "hash",
            "role",
            "sources",
            "label",
            "created_at",
            "expires_at",
            "revoked_at",
            "rotated_at",
            "previous_hash",
            "previous_until",
        ),
        "Migration": _node("version", "name", "checksum", "applied_at"),
        "Maintenance": _node("name", "since", "reason", "run", "stage", "at", "after", "done", "before"),
    },
    relationships={
        "HAS_REVISION": _between("Item", "BomRevision", *_VALIDITY),
        "USES": _between(
            "BomRevision",
            "Item",
            "line",
            "find_number",
            "designators",
            "quantity",
            "uom",
            "quantity_kind",
            "scrap",
            "phantom",
            "consumable",
            "optional",
            *_VALIDITY,
        ),
        "MAY_USE": _between(
            "BomRevision",
            "Item",
            "line",
            "component",
            "quantity",
            "uom",
            "priority",
            "set_name",
            "kind",
            *_VALIDITY,
        ),
        "OF": _between("BomRevision|Unit", "Item"),
        "SUPERSEDES": _between("BomRevision", "BomRevision"),
        "DERIVED_FROM": _between("BomRevision", "BomRevision"),
        "IDENTIFIES": _between("Identifier", "Item|Plant|Party"),
        "WAITS_FOR": _between("Exception", "Identifier"),
        "AFFECTS": _between("ChangeOrder", "BomRevision", "item", "action", "role"),
        "HAS_GATE": _between("ChangeOrder", "Gate"),
        "APPROVES": _between("Approval", "ChangeOrder|Release"),
        "UNDER": _between("Release", "ChangeOrder"),
        "RELEASES": _between("Release", "BomRevision"),
        "HAS_STEP": _between("Release", "ReleaseStep"),
        "DEPENDS_ON": _between("ReleaseStep", "ReleaseStep"),
        "SENDS": _between("Dispatch", "ReleaseStep"),
        "ANSWERS": _between("Acknowledgment", "ReleaseStep"),
        "WITHDRAWS": _between("Withdrawal", "Release"),
        "MAKES": _between("Order", "Item"),
        "PINS": _between(
            "Order", "BomRevision", "event", "order_key", "occurred_at", "known_from", "known_to", "source"
        ),
        "BUILT_TO": _between(
            "Unit", "BomRevision", "event", "order_key", "occurred_at", "known_from", "known_to", "source"
        ),
    },
)
