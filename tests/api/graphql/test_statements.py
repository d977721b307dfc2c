"""How many statements a question takes: as many for many rows as for one."""

from __future__ import annotations

import pytest

from tests.api.graphql.conftest import AS_OF, Ask, Statements
from tests.api.graphql.documents import example, examples

EXPECTED = {
    "acknowledgments": [
        "answer_frame",
        "releases_page",
        "facts_current",
        "facts_current",
        "change_evidence",
        "release_evidence",
    ],
    "bomRevision": [
        "answer_frame",
        "bom_revisions_by_key",
        "items_by_key",
        "windows_of_items",
        "releases_of_items",
        "facts_current",
        "withdrawals_of_releases",
        "facts_current",
        "change_evidence",
        "bom_revisions_by_key",
        "windows_of_items",
        "lines_of_revisions",
        "releases_of_boms",
        "facts_current",
        "facts_current",
        "change_evidence",
        "release_evidence",
        "items_by_key",
        "windows_of_items",
        "releases_of_items",
        "facts_current",
        "withdrawals_of_releases",
    ],
    "exceptions": ["answer_frame", "exceptions_list"],
    "explode": [
        "answer_frame",
        "bom_revisions_by_key",
        "components_of_revision",
        "explosion_of_revision",
        "items_without_revision",
        "items_by_key",
    ],
    "identifiers": ["answer_frame", "identifiers_of_nouns"],
    "items": ["answer_frame", "items_page"],
    "receipts": ["answer_frame", "uploads_page"],
    "releaseTrace": [
        "database_time",
        "releases_of_change",
        "facts_current",
        "facts_current",
        "change_evidence",
        "release_evidence",
        "bom_usage",
        "watermarks",
        "maintenance_reason",
        "items_by_key",
    ],
    "releases": [
        "answer_frame",
        "releases_page",
        "facts_current",
        "facts_current",
        "change_evidence",
        "release_evidence",
        "systems_by_key",
    ],
    "resolveIdentifier": ["answer_frame", "identifiers_by_key"],
    "substituteAllowed": ["answer_frame", "bom_revisions_by_key", "substitute_rules"],
    "systemStatus": ["answer_frame", "system_loads", "systems_by_key", "log_head_at"],
    "whereUsed": ["answer_frame", "items_by_key", "where_used", "items_by_key"],
}


@pytest.mark.parametrize("name", EXPECTED)
async def test_an_example_takes_these_statements_and_no_others(ask: Ask, asked: Statements, name: str) -> None:
    query = example(name)
    await ask(query.query, **query.variables)
    assert sorted(asked.take()) == sorted(EXPECTED[name])


async def test_no_example_takes_more_than_25_statements(ask: Ask, asked: Statements) -> None:
    for query in examples():
        await ask(query.query, **query.variables)
        assert len(asked.take()) <= 25, query.name


ITEMS = """query Items($first: Int!, $asOf: DateTime) {
  items(first: $first, where: { search: "b" }, asOf: $asOf) { nodes {
    number
    externalIds(first: 3) { nodes { value } }
    usedIn(first: 3) { nodes { parent { name } revision { state } } }
    revisions(first: 3) { nodes {
      state
      windows(first: 3) { nodes { plants } }
      lines(first: 3) { nodes { item { name } } }
    } }
  } }
}"""

RELEASES = """query Releases($first: Int!, $asOf: DateTime) { releases(first: $first, asOf: $asOf) { nodes {
  number systems { system { name } }
  bomRevision { state item { name } changeOrder { title releases { number } } supersedes { state } }
} } }"""


@pytest.mark.parametrize("query", [ITEMS, RELEASES], ids=["items", "releases"])
async def test_many_rows_take_as_many_statements_as_few(ask: Ask, asked: Statements, query: str) -> None:
    counts = []
    for first in (3, 7):
        data = await ask(query.replace("$first)", str(first)), first=first, asOf=AS_OF)
        (answer,) = data.values()
        assert len(answer["nodes"]) == first
        counts.append(len(asked.take()))
    assert counts[1] <= counts[0] + 2, "a noun whose node does not tell takes one more, however many there are"
