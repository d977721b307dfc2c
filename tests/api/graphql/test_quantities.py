"""Quantities of the demo story, as told and in canonical units."""

from __future__ import annotations

from fractions import Fraction

import pytest

from graph.units import convert
from tests.api.graphql.conftest import AS_OF, Ask

QUANTITY = "quantity { value uom canonicalValue canonicalUom }"


@pytest.mark.capability(16)
@pytest.mark.parametrize(
    ("part", "uom", "canonical"),
    [("CE-4106", "C62", "C62"), ("CP-4504", "PR", "C62"), ("CP-4515", "LTR", "MTQ")],
)
async def test_each_use_of_a_part_shows_both_quantities(ask: Ask, part: str, uom: str, canonical: str) -> None:
    query = f"""query Q($part: ID!, $d: DateTime) {{ whereUsed(item: $part, levels: 1, asOf: $d) {{
      uses(first: 200) {{ nodes {{ {QUANTITY} }} }} envelope {{ completeness {{ complete }} }} }} }}"""
    answer = (await ask(query, part=part, d=AS_OF))["whereUsed"]
    amounts = [use["quantity"] for use in answer["uses"]["nodes"]]
    assert amounts
    assert answer["envelope"]["completeness"]["complete"]
    for it in amounts:
        assert (it["uom"], it["canonicalUom"]) == (uom, canonical)
        assert Fraction(it["canonicalValue"]) == convert(Fraction(it["value"]), uom, canonical)


async def test_no_unit_of_the_story_is_unknown(ask: Ask) -> None:
    query = f"""query Q($d: DateTime) {{ explode(item: "BP-2210", anyTime: true, asOf: $d) {{
      uses(first: 200) {{ nodes {{ {QUANTITY} }} }} envelope {{ completeness {{ gaps {{ kind }} }} }} }} }}"""
    answer = (await ask(query, d=AS_OF))["explode"]
    assert all(use["quantity"]["canonicalUom"] for use in answer["uses"]["nodes"])
    assert "UNKNOWN_UNIT" not in {gap["kind"] for gap in answer["envelope"]["completeness"]["gaps"]}
