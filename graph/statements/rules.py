"""What the text of a statement may say about the graph: the vocabulary, and MERGE only on unique keys."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from operator import and_
from typing import TYPE_CHECKING, Literal, TypeAlias

from graph.statements.patterns import NodePattern, RelationshipPattern
from graph.statements.text import CypherError, Token

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from graph.vocabulary import RelationshipKind, Vocabulary

Uniqueness: TypeAlias = "frozenset[tuple[str, frozenset[str]]]"
"""Each uniqueness constraint as (label or relationship type, its properties)."""


@dataclass(frozen=True, slots=True)
class Binding:
    """What a variable stands for.

    Args:
        kind: a node or a relationship.
        names: its labels or types as far as known; empty when unknown.
        many: whether it is a list of them, as `us` in `[us:USES*1..]`.
    """

    kind: Literal["node", "relationship"]
    names: frozenset[str] = frozenset()
    many: bool = False


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a chain: what the arrow leaves, the relationship, what it reaches; undirected may be either way."""

    start: Binding
    relationship: RelationshipPattern
    end: Binding
    directed: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """The checks. Each raises CypherError with the line of the offending token."""

    vocabulary: Vocabulary
    uniqueness: Uniqueness

    def labels(self, names: Iterable[Token]) -> None:
        """Every label is in the vocabulary."""
        for name in names:
            _known(name, self.vocabulary.nodes, "label")

    def types(self, names: Iterable[Token]) -> None:
        """Every relationship type is in the vocabulary."""
        for name in names:
            _known(name, self.vocabulary.relationships, "relationship type")

    def property(self, binding: Binding | None, name: Token) -> None:
        """The property belongs to the label or type of the variable.

        With several labels one of them has to carry it; with several types all of them, because a walk over
        `USES|HAS_REVISION` drops each relationship whose property is missing. With no label known, any may carry it.
        """
        if binding is None or name.value.startswith("_"):
            return
        if binding.kind == "node":
            owners = [self.vocabulary.nodes[label].properties for label in binding.names or self.vocabulary.nodes]
            enough = any
        else:
            types = self.vocabulary.relationships
            owners = [types[kind].properties for kind in binding.names or types]
            enough = all if binding.names else any
        if not enough(name.value in properties for properties in owners):
            _unknown(name, set().union(*owners), f"property of {_or(binding.names, f'any {binding.kind}')}")

    def hop(self, hop: Hop) -> None:
        """The vocabulary knows a relationship of this type that leaves and reaches nodes with these labels."""
        if hop.relationship.labels and not hop.relationship.negated and not self._fits(hop):
            types = _or((name.value for name in hop.relationship.labels), "a relationship")
            ends = f"from {_or(hop.start.names, 'any node')} to {_or(hop.end.names, 'any node')}"
            raise CypherError(hop.relationship.line, f"{types} does not lead {ends} (is the arrow reversed?)")

    def _fits(self, hop: Hop) -> bool:
        kinds = [self.vocabulary.relationships[name.value] for name in hop.relationship.labels]
        if _joins(kinds, hop.start.names, hop.end.names, repeated=hop.relationship.repeated):
            return True
        return not hop.directed and _joins(kinds, hop.end.names, hop.start.names, repeated=hop.relationship.repeated)

    def merge_node(self, node: NodePattern) -> None:
        """A node is merged by exactly the properties of a uniqueness constraint, or two workers make twins."""
        if len(node.labels) != 1 or not node.entries:
            raise CypherError(node.line, "MERGE of a node is written (n:Label {key: value}), with one label")
        self._unique(node)

    def merge_relationship(self, relationship: RelationshipPattern, *, directed: bool, bound: bool) -> None:
        """A relationship is merged with one type and a direction, between nodes that the statement holds already."""
        if not bound:
            raise CypherError(
                relationship.line, "MERGE of a relationship needs both nodes bound before, as (a)-[:T]->(b)"
            )
        if len(relationship.labels) != 1 or not directed or relationship.repeated:
            raise CypherError(relationship.line, "MERGE of a relationship needs one type and a direction")
        if relationship.entries:
            self._unique(relationship)

    def _unique(self, pattern: NodePattern) -> None:
        name = pattern.labels[0].value
        keys = frozenset(key.value for key, _ in pattern.entries or ())
        if (name, keys) not in self.uniqueness:
            known = [", ".join(sorted(properties)) for label, properties in self.uniqueness if label == name]
            have = f"only on {' / '.join(sorted(known))}" if known else "none"
            wanted = ", ".join(sorted(keys))
            raise CypherError(
                pattern.line, f"MERGE on {name} ({wanted}) needs a uniqueness constraint; cypher/schema has {have}"
            )


def _joins(kinds: list[RelationshipKind], start: frozenset[str], end: frozenset[str], *, repeated: bool) -> bool:
    """Whether one kind leads from start to end; when repeated, the first and the last step may differ in kind."""
    leaves = [not start or bool(kind.start & start) for kind in kinds]
    reaches = [not end or bool(kind.end & end) for kind in kinds]
    return any(leaves) and any(reaches) if repeated else any(map(and_, leaves, reaches))


def _known(name: Token, names: Mapping[str, object], what: str) -> None:
    if name.value not in names:
        _unknown(name, names, what)


def _unknown(name: Token, names: Collection[str], what: str) -> None:
    close = get_close_matches(name.value, names, n=1)
    guess = f"; did you mean {close[0]}?" if close else ""
    raise CypherError(name.line, f"{name.value} is no {what} in the vocabulary{guess}")


def _or(names: Iterable[str], otherwise: str) -> str:
    return "|".join(sorted(names)) or otherwise
