"""What holds for every file: nothing of one machine in it, and small enough to be read at once."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from graph.statements import load_statements
from graph.statements.files import shipped
from graph.statements.schema import load_migrations
from tests.project.tracked import ROOT, named, project_files, text_of

MOST_FILE_LINES = 250
MOST_FUNCTION_LINES = 50
MOST_STATEMENT_LINES = 60

LONGER_FILES = {
    "tests/unit/cloudevents/test_splitting.py": 283,
}
"""Files that are longer than they should be, with the lines that they may have at most: these only fall."""

LONGER_FUNCTIONS = {"graph/derivation/trace.py::derive_trace": 54}
"""Functions likewise."""

MACHINE_PATH = re.compile(r"(?<![\w./~-])/(?:root|home|Users|work|tmp|mnt|opt)/[\w.-]+")
REGISTRY_HOST = re.compile(
    r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|maven\.(?:org|apache\.org)|sonatype\.org"
    r"|(?:ghcr|docker|quay|gcr)\.io|crates\.io|golang\.org|debian\.org)\b"
)
THIS = "tests/project/test_files.py"


def found(pattern: re.Pattern[str]) -> Iterator[str]:
    """Where a pattern occurs in the files of the project, this one aside."""
    for path in project_files():
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if named(path) != THIS and pattern.search(line):
                yield f"{named(path)}:{number}: {line.strip()[:100]}"


def test_no_file_names_a_path_of_one_machine() -> None:
    assert list(found(MACHINE_PATH)) == []


def test_no_file_names_the_host_of_a_registry() -> None:
    assert list(found(REGISTRY_HOST)) == []


def test_no_list_of_download_addresses_is_tracked() -> None:
    assert [named(path) for path in project_files() if path.name in {"uv.lock", "poetry.lock", "Pipfile.lock"}] == []


def test_the_top_level_holds_the_given_folders_and_no_other() -> None:
    folders = {named(path).partition("/")[0] for path in project_files() if "/" in named(path)}
    assert folders == {".ci", "app", "cypher", "graph", "ingest", "resolvers", "tests"}


def lengths_of_functions(source: str) -> Iterator[tuple[str, int]]:
    """The functions of a module and their lines, signature and docstring included."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.lineno + 1


def test_no_file_of_python_is_longer_than_it_may_be() -> None:
    lengths = {named(path): len(text_of(path).splitlines()) for path in project_files() if path.suffix == ".py"}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_FILE_LINES} == LONGER_FILES


def test_no_function_is_longer_than_it_may_be() -> None:
    lengths = {
        f"{named(path)}::{name}": lines
        for path in project_files()
        if path.suffix == ".py"
        for name, lines in lengths_of_functions(text_of(path))
    }
    assert {name: lines for name, lines in lengths.items() if lines > MOST_FUNCTION_LINES} == LONGER_FUNCTIONS


def test_every_cypher_file_loads_and_is_short() -> None:
    files = {path for path in project_files() if path.is_relative_to(ROOT / "cypher") and path.suffix == ".cypher"}
    loaded = {*load_statements(), *(migration.name for migration in load_migrations(shipped()))}
    assert loaded == {path.stem for path in files}
    statements = [path for path in files if path.parent.name != "schema"]
    assert [named(path) for path in statements if len(text_of(path).splitlines()) > MOST_STATEMENT_LINES] == []
