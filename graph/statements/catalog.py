"""The statements by name: loaded from files and checked against their contract before the first one runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from graph.errors import StatementError
from graph.statements.files import CypherFile, named_errors, read_folder, shipped
from graph.statements.rules import Rules
from graph.statements.schema import load_schema, uniqueness
from graph.statements.text import CypherError, Kind
from graph.statements.walk import check_statement, refuse_batches, refuse_writes
from graph.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.statements.files import Folder
    from graph.vocabulary import Vocabulary

MAX_LINES = 60
_TAKEN_PARAMS = {"into", "deadline"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One named statement.

    Args:
        name: the stem of its file; it shows in metrics and in the transaction list of the database.
        access: whether it reads or writes.
        params: the names of its `$parameters`.
        returns: its columns, in order.
        doc: what its header says about it.
        text: what is sent to the database.
        path: its file, for messages.
    """

    name: str
    access: Literal["read", "write"]
    params: frozenset[str]
    returns: tuple[str, ...]
    doc: str
    text: str
    path: str


def load_statements(folder: Folder | None = None, vocabulary: Vocabulary = VOCABULARY) -> Mapping[str, Statement]:
    """Load and check all statements below a folder.

    Args:
        folder: holds `read/`, `write/` and `schema/`; the shipped files when left out.
        vocabulary: the labels, types and properties that may occur.

    Raises:
        StatementError: the first file and line that breaks the contract.
    """
    folder = folder or shipped()
    rules = Rules(vocabulary, uniqueness(load_schema(folder, vocabulary)))
    reads = [_statement(file, "read", rules) for file in read_folder(folder, "read")]
    writes = [_statement(file, "write", rules) for file in read_folder(folder, "write")]
    return _by_name([*reads, *writes])


def _by_name(statements: Iterable[Statement]) -> dict[str, Statement]:
    named: dict[str, Statement] = {}
    for statement in statements:
        if statement.name in named:
            message = f"{statement.path}:1: {named[statement.name].path} has the same name"
            raise StatementError(message, hint="Rename one of them")
        named[statement.name] = statement
    return named


def _statement(file: CypherFile, access: Literal["read", "write"], rules: Rules) -> Statement:
    with named_errors(file.path):
        if len(file.statements) != 1:
            raise CypherError(1, f"one statement per file, this one holds {len(file.statements)}")
        tokens = file.statements[0]
        if tokens[-1].line - tokens[0].line + 1 > MAX_LINES:
            raise CypherError(tokens[0].line, f"the statement is longer than {MAX_LINES} lines")
        if access == "read":
            refuse_writes(tokens)
        refuse_batches(tokens)
        columns = check_statement(tokens, rules)
        _check_params(file)
        _check_returns(file, columns)
    text = file.text[tokens[0].start : tokens[-1].end]
    return Statement(file.name, access, frozenset(file.params), file.returns, file.doc, text, file.path)


def _check_params(file: CypherFile) -> None:
    used = {token.value: token.line for token in file.statements[0] if token.kind is Kind.PARAMETER}
    undeclared = next((name for name in used if name not in file.params), None)
    if undeclared is not None:
        raise CypherError(used[undeclared], f"${undeclared} is used, but not declared in the header")
    for name in file.params:
        if name not in used:
            raise CypherError(3, f"the header declares {name}, but the statement does not use it")
        if name in _TAKEN_PARAMS:
            raise CypherError(3, f"a parameter cannot be called {name}: the door takes an argument of that name")


def _check_returns(file: CypherFile, columns: list[str]) -> None:
    if file.access == "read" and not columns:
        raise CypherError(4, "a read statement has to return something")
    if list(file.returns) != columns:
        raise CypherError(4, f"the header says it returns {_list(file.returns)}, but it returns {_list(columns)}")


def _list(names: Iterable[str]) -> str:
    return ", ".join(names) or "nothing"
