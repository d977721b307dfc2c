"""Node and relationship patterns and lists, read from nested Cypher tokens; pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from graph.statements.text import CypherError, Group, Item, Kind, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Entries: TypeAlias = tuple[tuple[Token, tuple[Item, ...]], ...]


@dataclass(frozen=True, slots=True)
class NodePattern:
    """`(variable:Label {key: value} WHERE condition)`; `entries` is None without a map."""

    line: int
    variable: Token | None
    labels: tuple[Token, ...]
    negated: bool
    entries: Entries | None
    condition: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class RelationshipPattern(NodePattern):
    """`[variable:TYPE*1..3 {key: value} WHERE condition]`; its types stand in `labels`."""

    repeated: bool = False


def is_symbol(item: Item | None, *texts: str) -> bool:
    """Whether the item is one of these symbols."""
    return isinstance(item, Token) and item.kind is Kind.SYMBOL and item.text in texts


def is_word(item: Item | None, *words: str) -> bool:
    """Whether the item is one of these keywords (upper case)."""
    return isinstance(item, Token) and item.is_word(*words)


def is_group(item: Item | None, opener: str) -> bool:
    """Whether the item is a group that this bracket opens."""
    return isinstance(item, Group) and item.opener.text == opener


def at(items: Sequence[Item], index: int) -> Item | None:
    """The item at the index, None outside of the list."""
    return items[index] if 0 <= index < len(items) else None


def name_at(items: Sequence[Item], index: int) -> Token | None:
    """The name at the index, None when something else stands there."""
    item = at(items, index)
    return item if isinstance(item, Token) and item.is_name else None


def split(items: Sequence[Item], separator: str = ",") -> list[tuple[Item, ...]]:
    """Split at a symbol of this level; an empty list has no parts."""
    cuts = [index for index, item in enumerate(items) if is_symbol(item, separator)]
    bounds = zip([-1, *cuts], [*cuts, len(items)], strict=True)
    return [tuple(items[start + 1 : end]) for start, end in bounds] if items else []


def split_condition(items: Sequence[Item]) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """What stands before and after the first WHERE of this level."""
    for index, item in enumerate(items):
        if is_word(item, "WHERE") and not is_symbol(at(items, index - 1), ".", ":", "|", "&"):
            return tuple(items[:index]), tuple(items[index + 1 :])
    return tuple(items), ()


def node_pattern(group: Group) -> NodePattern:
    """Read `(...)` as a node."""
    variable, rest = _variable(group.items)
    labels, negated, rest = _label_expression(rest)
    entries, condition = _map_and_condition(rest, group.line)
    return NodePattern(group.line, variable, labels, negated, entries, condition)


def relationship_pattern(group: Group) -> RelationshipPattern:
    """Read `[...]` as a relationship."""
    variable, rest = _variable(group.items)
    types, negated, rest = _label_expression(rest)
    repeated = is_symbol(at(rest, 0), "*")
    if repeated:
        rest = _after_range(rest)
    entries, condition = _map_and_condition(rest, group.line)
    return RelationshipPattern(group.line, variable, types, negated, entries, condition, repeated)


def _variable(items: tuple[Item, ...]) -> tuple[Token | None, tuple[Item, ...]]:
    name = name_at(items, 0)
    if name is None or name.is_word("WHERE"):
        return None, items
    return name, items[1:]


def _label_expression(items: tuple[Item, ...]) -> tuple[tuple[Token, ...], bool, tuple[Item, ...]]:
    """The names of `:A|B&!C`, whether it excludes any (`!`, `%`), and what follows it."""
    if not is_symbol(at(items, 0), ":"):
        if is_word(at(items, 0), "IS"):
            raise CypherError(items[0].line, "write `:Label` in place of `IS Label`")
        return (), False, items
    end = label_expression_end(items, 1)
    names = tuple(_label_names(items[1:end]))
    return names, _excludes(items[1:end]), items[end:]


def label_expression_end(items: Sequence[Item], start: int) -> int:
    """Where the label expression that begins at `start` (after the colon) ends; names and operators alternate."""
    index, wants_name = start, True
    while index < len(items):
        item = items[index]
        if wants_name and (name_at(items, index) or is_group(item, "(") or is_symbol(item, "%")):
            wants_name = False
        elif not wants_name and is_symbol(item, "|", "&", ":"):
            wants_name = True
        elif not is_symbol(item, "!"):
            break
        index += 1
    if wants_name:
        raise CypherError(_line(items, index), "a label or type has to be written out, never computed")
    return index


def _line(items: Sequence[Item], index: int) -> int:
    item = at(items, index) or at(items, index - 1)
    return item.line if item else 1


def _label_names(items: Sequence[Item]) -> Iterator[Token]:
    for item in items:
        if isinstance(item, Group):
            yield from _label_names(item.items)
        elif item.is_name:
            yield item


def _excludes(items: Sequence[Item]) -> bool:
    return any(_excludes(item.items) if isinstance(item, Group) else is_symbol(item, "!", "%") for item in items)


def label_names(items: Sequence[Item]) -> tuple[Token, ...]:
    """The labels or types that a label expression names."""
    return tuple(_label_names(items))


def _after_range(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Skip `*`, `*2`, `*1..3`."""
    index = 1
    while is_symbol(at(items, index), "..") or _is_number(at(items, index)):
        index += 1
    return items[index:]


def _is_number(item: Item | None) -> bool:
    return isinstance(item, Token) and item.kind is Kind.NUMBER


def _map_and_condition(items: tuple[Item, ...], line: int) -> tuple[Entries | None, tuple[Item, ...]]:
    """The entries of `{key: value}` (None without a map) and the items after WHERE."""
    pattern, condition = split_condition(items)
    if not pattern:
        return None, condition
    group = pattern[0]
    if len(pattern) > 1 or not isinstance(group, Group) or not is_group(group, "{"):
        raise CypherError(line, "properties have to be written out as {key: value}")
    return map_entries(group), condition


def map_entries(group: Group) -> Entries:
    """The keys of a literal map, each with the items of its value.

    Raises:
        CypherError: an entry is not `key: value`.
    """
    entries = []
    for entry in split(group.items):
        key = name_at(entry, 0)
        if key is None or not is_symbol(at(entry, 1), ":"):
            raise CypherError(group.line, "a map is written as {key: value}")
        entries.append((key, entry[2:]))
    return tuple(entries)


def is_path_group(group: Group) -> bool:
    """Whether the brackets hold a path, as in `((a)-[r]->(b)){1,3}`, and not a node."""
    named = name_at(group.items, 0) is not None and is_symbol(at(group.items, 1), "=")
    return is_group(at(group.items, 2 if named else 0), "(")


def starts_chain(items: Sequence[Item], index: int) -> bool:
    """Whether `(a)-[`, `(a)--`, `(a)<-[` or `(a)<--` begins here."""
    if not is_group(items[index], "("):
        return False
    dash = index + 2 if is_symbol(at(items, index + 1), "<") else index + 1
    return is_symbol(at(items, dash), "-") and (
        is_group(at(items, dash + 1), "[") or is_symbol(at(items, dash + 1), "-")
    )


def chain_end(items: Sequence[Item], index: int) -> int:
    """The index after the chain that begins at the index."""
    while index < len(items) and (
        is_group(items[index], "(") or is_group(items[index], "[") or is_symbol(items[index], "-", "<", ">")
    ):
        index += 1
    return index
