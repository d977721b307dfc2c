"""The schema files: numbered, checksummed, and read for the constraints and indexes that they leave behind."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import MigrationError
from graph.statements.files import CypherFile, named_errors, read_folder
from graph.statements.patterns import at, is_group, is_symbol, is_word, label_names, name_at
from graph.statements.rules import Binding, Rules, Uniqueness
from graph.statements.text import CypherError, Group, Token, nest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.statements.files import Folder
    from graph.statements.text import Item
    from graph.vocabulary import Vocabulary

_FILE_NAME = re.compile(r"V(\d{3})__\w+")


@dataclass(frozen=True, slots=True)
class Migration:
    """One schema file: its number, its name without the extension, SHA-256 of its text, its statements in order."""

    version: int
    name: str
    checksum: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchemaElement:
    """A constraint or an index, on a label or a relationship type (several for a full-text index)."""

    unique: bool
    binding: Binding
    names: tuple[Token, ...]
    properties: tuple[Token, ...]


def load_migrations(folder: Folder) -> list[Migration]:
    """Read `<folder>/schema/V000__Words.cypher` and so on, in order.

    Raises:
        MigrationError: a name is not of this form, a number is missing or taken twice, or there is no file.
        StatementError: a file breaks its contract.
    """
    migrations = [_migration(number, file) for number, file in enumerate(read_folder(folder, "schema"))]
    if not migrations:
        raise MigrationError(f"{folder.name}/schema holds no files", hint="Install the release again")
    return migrations


def _migration(number: int, file: CypherFile) -> Migration:
    match = _FILE_NAME.fullmatch(file.name)
    if match is None:
        raise MigrationError(f"{file.path} is not called V001__Words.cypher", hint="Rename it")
    if int(match[1]) != number:
        hint = "Schema files count up from V000, one by one"
        raise MigrationError(f"{file.path}: number V{number:03} is missing or taken twice", hint=hint)
    checksum = hashlib.sha256(file.text.encode()).hexdigest()
    statements = tuple(file.text[tokens[0].start : tokens[-1].end] for tokens in file.statements)
    return Migration(number, file.name, checksum, statements)


def load_schema(folder: Folder, vocabulary: Vocabulary) -> list[SchemaElement]:
    """The constraints and indexes that remain when all schema files have been applied.

    Raises:
        StatementError: one of them has no name, cannot be applied twice, or is not about the vocabulary.
    """
    elements: dict[str, tuple[str, SchemaElement]] = {}
    for file in read_folder(folder, "schema"):
        with named_errors(file.path):
            _apply(file, elements)
    rules = Rules(vocabulary, frozenset())
    for path, element in elements.values():
        with named_errors(path):
            _check(element, rules)
    return [element for _, element in elements.values()]


def uniqueness(elements: Iterable[SchemaElement]) -> Uniqueness:
    """The uniqueness constraints among them."""
    return frozenset(
        (name.value, frozenset(token.value for token in element.properties))
        for element in elements
        if element.unique
        for name in element.names
    )


def _check(element: SchemaElement, rules: Rules) -> None:
    if element.binding.kind == "node":
        rules.labels(element.names)
    else:
        rules.types(element.names)
    for name in element.properties:
        rules.property(element.binding, name)


def _apply(file: CypherFile, elements: dict[str, tuple[str, SchemaElement]]) -> None:
    """Add what the file creates and take out what it drops."""
    if file.params or file.returns:
        raise CypherError(3, "a schema file has no parameters and returns nothing")
    if not file.statements:
        raise CypherError(1, "the file holds no statement")
    for tokens in file.statements:
        items = nest(tokens)
        kind = next((index for index in range(3) if is_word(at(items, index), "CONSTRAINT", "INDEX")), 0)
        name = name_at(items, kind + 1)
        if not kind or not is_word(items[0], "CREATE", "DROP"):
            continue
        if is_word(items[0], "DROP"):
            _wants(items, kind + 2, "IF", "EXISTS")
            elements.pop(name.value if name else "", None)
        else:
            _wants(items, kind + 2, "IF", "NOT", "EXISTS", "FOR")
            elements[name.value if name else ""] = (file.path, _element(items[kind + 6 :]))


def _wants(items: Sequence[Item], index: int, *words: str) -> None:
    if not all(is_word(at(items, index + offset), word) for offset, word in enumerate(words)):
        raise CypherError(items[0].line, f"after its own name the constraint or index wants {' '.join(words)}")


def _element(items: Sequence[Item]) -> SchemaElement:
    """Read `(n:Label) REQUIRE n.key IS UNIQUE` or `(n:Label) ON (n.key)`, and the same for `()-[r:TYPE]-()`."""
    cut = next((index for index, item in enumerate(items) if is_word(item, "REQUIRE", "ON")), len(items))
    relationship = next((item for item in items[:cut] if is_group(item, "[")), None)
    subject = relationship or items[0]
    names = label_names(subject.items[2:]) if isinstance(subject, Group) else ()
    binding = Binding("relationship" if relationship else "node", frozenset(name.value for name in names))
    unique = is_word(items[cut], "REQUIRE") and is_word(items[-1], "UNIQUE") if cut < len(items) else False
    return SchemaElement(unique, binding, names, tuple(_properties(items[cut:])))


def _properties(items: Sequence[Item]) -> list[Token]:
    found: list[Token] = []
    for index, item in enumerate(items):
        name = name_at(items, index)
        if isinstance(item, Group):
            found.extend(_properties(item.items))
        elif name is not None and is_symbol(at(items, index - 1), "."):
            found.append(name)
    return found
