"""The JSON of an event is read so that no name, digit or character is lost in silence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.problem import ProblemCode
from ingest.cloudevents import DATA_BYTES, EVENT_BYTES, Envelope, read_event
from tests.unit.cloudevents.events import EVENT, accepted, bent, problems_of, refused, said

WHOLE = json.dumps(EVENT).encode()


def with_data(data: str) -> bytes:
    """The event with data given as JSON text."""
    return json.dumps(bent(data="HERE")).replace('"HERE"', data).encode()


def nested(levels: int) -> Any:
    value: Any = "bottom"
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        (WHOLE[:-1] + b',"id":"e-41"}', "/id"),
        (WHOLE[:-1] + b',"\\u0069d":"e-42"}', "/id"),
        (with_data('{"a":1,"a":1}'), "/data/a"),
        (with_data('{"ext":{"a":{"b":[0,{"c/d":1,"c/d":2}]}}}'), "/data/ext/a/b/1/c~1d"),
    ],
)
def test_a_repeated_name_is_refused_at_any_depth(text: bytes, pointer: str) -> None:
    assert said(text) == [("DUPLICATE_KEY", pointer)]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_does_not_know_are_refused(number: str) -> None:
    assert said(with_data(f'{{"a":[{number}]}}')) == [("MALFORMED", "/data/a/0")]
    assert said(with_data(f'{{"ext":{number}}}')) == [("MALFORMED", "/data/ext")]


@pytest.mark.parametrize("number", ["1.5", "1.0", "1e2", "0.1", "-0.0"])
def test_a_number_that_is_not_an_integer_is_accepted_below_ext_only(number: str) -> None:
    (problem,) = problems_of(with_data(f'{{"quantity":{number}}}'))
    assert (problem.code, problem.pointer) == (ProblemCode.FIELD_INVALID, "/data/quantity")
    assert "decimal text" in problem.detail
    for name in ("extra", "ext/x"):
        assert said(with_data(f'{{"{name}":{number}}}'))[0][0] == "FIELD_INVALID"
    envelope = read_event(with_data(f'{{"ext":{{"a":[{number}]}}}}'))
    assert isinstance(envelope, Envelope)
    assert envelope.data["ext"]["a"] == [float(number)]


@pytest.mark.parametrize(
    "number",
    [
        "12345678901234567890.123456789",
        "0.1000000000000000055",
        "1e400",
        "1e-400",
        "1e99999999999999999999",
        "9007199254740992",
        "-9007199254740992",
        "9" * 5000,
    ],
)
def test_a_number_with_more_digits_than_a_reader_keeps_is_refused_everywhere(number: str) -> None:
    assert said(with_data(f'{{"ext":{{"a":{number}}}}}')) == [("FIELD_INVALID", "/data/ext/a")]
    assert said(with_data(f'{{"a":{number}}}')) == [("FIELD_INVALID", "/data/a")]


@pytest.mark.parametrize("number", [0, -1, 2**53 - 1, -(2**53) + 1])
def test_integers_that_every_reader_keeps_are_accepted(number: int) -> None:
    assert accepted(data={"count": number}).data == {"count": number}


def test_a_lone_surrogate_is_refused_in_names_and_values() -> None:
    assert said(with_data(r'{"a":"x\ud800y"}')) == [("MALFORMED", "/data/a")]
    assert said(with_data(r'{"b":{"\uDFFF":1}}')) == [("MALFORMED", "/data/b")]
    assert said(with_data("{}").replace(b"e-41", rb"\ud83d")) == [("FIELD_INVALID", "/id")]
    assert said(WHOLE[:-1] + rb',"\ud800":1}') == [("FIELD_UNKNOWN", r"/\ud800")]


def test_a_whole_surrogate_pair_is_a_character() -> None:
    envelope = read_event(with_data(r'{"a":"\ud83d\ude00"}'))
    assert isinstance(envelope, Envelope)
    assert envelope.data == {"a": "\U0001f600"}


def test_data_may_be_nested_sixteen_levels_deep_and_no_deeper() -> None:
    accepted(data={"a": nested(15)})
    assert refused(data={"a": nested(16)}) == [("TOO_LARGE", "/data/a" + "/0/a" * 7 + "/0")]


@pytest.mark.parametrize("opening", ["[", '{"a":'])
@pytest.mark.parametrize("levels", [900, 3000, 100_000])
def test_deep_nesting_gives_a_problem_and_no_crash(opening: str, levels: int) -> None:
    closing = "]" if opening == "[" else "}"
    value = opening * levels + "1" + closing * levels
    for text in (value.encode(), with_data(value), with_data(value).replace(b'"data"', b'"id"')):
        assert problems_of(text)


def test_data_of_more_than_256_kib_in_canonical_form_are_refused() -> None:
    frame = len('{"a":""}')
    accepted(data={"a": "x" * (DATA_BYTES - frame)})
    assert refused(data={"a": "x" * (DATA_BYTES - frame + 1)}) == [("TOO_LARGE", "/data")]


def test_white_space_does_not_count_as_data() -> None:
    assert isinstance(read_event(WHOLE[:-1] + b" " * DATA_BYTES + b"}"), Envelope)


def test_a_text_of_more_than_1_mib_is_not_even_parsed() -> None:
    assert said(b"[" * (EVENT_BYTES + 1)) == [("TOO_LARGE", "")]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (b"", "line 1, column 1"),
        (b"hello", "line 1, column 1"),
        (b'{"id": "a",}', "line 1, column 12"),
        (b'{"id":\n "a"', "line 2, column 5"),
        (b"{'id': 1}", "line 1, column 2"),
        (b'{"id": "a\tb"}', "line 1, column 10"),
        (b'{"id": 01}', "line 1, column 9"),
        (b'{"id": 1} {}', "line 1, column 11"),
        (b"\xef\xbb\xbf{}", "line 1, column 1"),
        (b'{"id": "\xff"}', "byte 8"),
        (b'{"id": "\xed\xa0\x80"}', "byte 8"),
    ],
)
def test_text_that_is_not_json_gives_one_problem_with_its_place(text: bytes, where: str) -> None:
    (problem,) = problems_of(text)
    assert (problem.code, problem.pointer) == (ProblemCode.MALFORMED, "")
    assert where in problem.detail


@pytest.mark.parametrize("text", [b"[]", b'"x"', b"1", b"null", b"1.5", b"NaN"])
def test_json_that_is_not_an_object_is_not_an_event(text: bytes) -> None:
    assert said(text) == [("FIELD_INVALID", "")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3) | st.just("ext"), inner, max_size=4)
    ),
    max_leaves=15,
)


@given(st.dictionaries(st.sampled_from([*EVENT, "ext", "sequence", "plant"]), JSON), st.booleans())
def test_no_json_whatever_crashes_the_reader(changes: dict[str, Any], escaped: bool) -> None:
    text = json.dumps(EVENT | changes, ensure_ascii=escaped).encode(errors="surrogatepass")
    outcome = read_event(text)
    assert isinstance(outcome, Envelope) or 1 <= len(outcome) <= 20


@given(st.binary(max_size=80), st.integers(0, len(WHOLE)))
def test_no_bytes_whatever_crash_the_reader(junk: bytes, at: int) -> None:
    for text in (junk, WHOLE[:at] + junk + WHOLE[at:], WHOLE[:at]):
        outcome = read_event(text)
        assert isinstance(outcome, Envelope) or 1 <= len(outcome) <= 20


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=3), inner, max_size=4)
    ),
    max_leaves=15,
)
DATA = st.dictionaries(st.text("abcdext", max_size=3), PLAIN, max_size=5)


@given(DATA)
def test_data_arrive_as_they_were_sent(data: dict[str, Any]) -> None:
    assert accepted(data=data).data == data


@given(DATA, st.booleans(), st.sampled_from([None, 2]), st.randoms())
def test_the_digest_is_blind_to_layout_order_and_transport(
    data: dict[str, Any], escaped: bool, indent: int | None, random: Any
) -> None:
    members = list(bent(data=data, recordedtime="2026-11-25T00:00:00Z").items())
    random.shuffle(members)
    again = read_event(json.dumps(dict(members), ensure_ascii=escaped, indent=indent).encode())
    assert isinstance(again, Envelope)
    assert again.digest == accepted(data=data).digest


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "e-42"},
        {"time": "2026-11-24T07:13:00.25Z"},
        {"sequence": "1"},
        {"correlationid": "c"},
        {"data": {"item": "100-201"}},
    ],
)
def test_the_digest_sees_every_change_of_content(changes: dict[str, Any]) -> None:
    assert accepted(**changes).digest != accepted().digest
