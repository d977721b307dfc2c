"""The canonical form is RFC 8785: the published examples, and rfc8785 itself as the judge of any value."""

from __future__ import annotations

import hashlib
import json
import math
import struct
from typing import Any

import orjson
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from graph.canonical import _fast, canonical_json, digest
from graph.errors import InputError

ODD_TEXT = ["", "\x00", "\x1f\x7f\x80", "\u2028", '"\\/', "\ue000", "\uffff", "\U0001f600", "\U0010ffff", "\ud800"]
TEXT = st.text() | st.sampled_from(ODD_TEXT)
EDGE_INTEGERS = [0, 1, -1, 2**53 - 1, 2**53, 2**53 + 1, -(2**53) + 1, -(2**53), 2**63, 2**64, 10**40]
EDGE_FLOATS = [0.0, -0.0, 1e16, 1e20, 1e21, 1e22, 1e-6, 1e-7, 5e-324, math.inf, -math.inf, math.nan]


def values_of(scalars: st.SearchStrategy[Any], keys: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=6), max_leaves=20
    )


ANY_VALUE = values_of(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(EDGE_INTEGERS)
    | st.floats()
    | st.sampled_from(EDGE_FLOATS)
    | TEXT
    | st.tuples(st.integers(-5, 5), st.text(max_size=3))
    | st.binary(max_size=2)
    | st.dates(),
    TEXT,
)
CLOSED_VALUE = values_of(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(max_codepoint=0xD7FF)),
    st.text(st.characters(max_codepoint=0x7F)),
)


def defined_form(value: Any) -> bytes | None:
    try:
        return rfc8785.dumps(value)
    except ValueError:
        return None


@given(ANY_VALUE)
def test_any_value_is_written_as_the_reference_writes_it_or_refused_as_it_refuses(value: Any) -> None:
    expected = defined_form(value)
    if expected is None:
        with pytest.raises(InputError):
            canonical_json(value)
    else:
        assert canonical_json(value) == expected


@given(CLOSED_VALUE)
def test_the_fast_way_takes_the_closed_profile_and_gives_the_same_bytes(value: Any) -> None:
    assert _fast(value) == rfc8785.dumps(value)


@given(CLOSED_VALUE)
def test_the_canonical_form_is_a_fixed_point(value: Any) -> None:
    written = canonical_json(value)
    assert orjson.loads(written) == value
    assert canonical_json(orjson.loads(written)) == written


@given(st.dictionaries(st.text(max_size=4), st.integers(0, 9), min_size=2, max_size=6))
def test_the_order_in_which_keys_were_set_does_not_show(members: dict[str, int]) -> None:
    assert canonical_json(dict(reversed(members.items()))) == canonical_json(members)


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("c340000000000000", "-9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("444b1ae4d6e2ef4f", "999999999999999900000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555554", "333333333.33333325"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers_are_written_as_rfc_8785_appendix_b_lists_them(bits: str, text: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical_json(number) == text.encode()


def test_the_example_of_rfc_8785_section_3_2_2_is_reproduced() -> None:
    value = json.loads(r"""{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }""")
    expected = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert canonical_json(value) == expected.encode()


def test_keys_are_sorted_by_their_utf_16_units_as_in_rfc_8785_section_3_2_3() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    written = orjson.loads(canonical_json(dict.fromkeys(keys)))
    assert list(written) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_the_digest_is_the_sha_256_of_the_canonical_form() -> None:
    assert digest({"b": 1, "a": [True, None]}) == hashlib.sha256(b'{"a":[true,null],"b":1}').hexdigest()
