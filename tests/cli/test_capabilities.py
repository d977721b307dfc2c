"""The list of capabilities is whole, and what it says of the tests is what pytest sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import app.cli.capabilities as command
from app.capabilities import CHECKOUT, Claim, capabilities, claims, claims_of
from app.terminal.marks import NONE

EVERY_PLACE = """
import pytest

pytestmark = [pytest.mark.timeout(3), pytest.mark.capability(1)]


@pytest.mark.capability(2, 3)
async def test_function() -> None: ...


@pytest.mark.capability(4)
class TestClass:
    pytestmark = pytest.mark.capability(5)

    @pytest.mark.parametrize("n", [1, pytest.param(2, marks=pytest.mark.capability(6))])
    def test_method(self, n: int) -> None: ...

    def helper(self) -> None: ...
"""


def claimed() -> list[Claim]:
    found = claims()
    assert found is not None
    return found


def test_the_numbers_run_from_1_to_132_and_no_title_is_there_twice() -> None:
    known = capabilities()
    assert [it.number for it in known] == list(range(1, 133))
    assert len({it.title for it in known}) == 132


def test_every_number_that_a_test_names_exists() -> None:
    known = {it.number for it in capabilities()}
    assert [claim for claim in claimed() if not known.issuperset(claim.numbers)] == []


def test_marks_are_found_on_modules_classes_functions_and_parameters(tmp_path: Path) -> None:
    file = tmp_path / "tests" / "test_sample.py"
    file.parent.mkdir()
    file.write_text(EVERY_PLACE, "utf-8")
    assert list(claims_of(file, tmp_path)) == [
        Claim("tests/test_sample.py::test_function", (1, 2, 3)),
        Claim("tests/test_sample.py::TestClass::test_method", (1, 4, 5, 6)),
    ]


def test_the_list_agrees_with_what_pytest_collected(request: pytest.FixtureRequest) -> None:
    seen: dict[str, set[int]] = {}
    for item in request.session.items:
        path = item.path.relative_to(CHECKOUT).as_posix()
        test = "::".join([path, *item.nodeid.partition("[")[0].split("::")[1:]])
        numbers = {number for mark in item.iter_markers("capability") for number in mark.args}
        seen.setdefault(test, set()).update(numbers)
    read = {claim.test: set(claim.numbers) for claim in claimed() if claim.test in seen}
    assert read == {test: numbers for test, numbers in seen.items() if numbers}


def test_the_command_tells_the_tests_of_each_number_and_how_many_are_proven(capsys: pytest.CaptureFixture[str]) -> None:
    command.capabilities()
    shown = capsys.readouterr().out
    proven = len({number for claim in claimed() for number in claim.numbers})
    assert shown.rstrip().endswith(f"{proven} of 132 capabilities are proven by tests, {132 - proven} not yet.")
    assert f"  132  {NONE.symbol} Planning, execution and finance from one state" in shown
    for claim in claimed():
        assert claim.test in shown.replace("\n         ", "")


def test_as_json_each_number_has_its_tests(capsys: pytest.CaptureFixture[str]) -> None:
    command.capabilities(json=True)
    answer = json.loads(capsys.readouterr().out)
    assert answer["total"] == len(answer["capabilities"]) == 132
    assert answer["proven"] == sum(1 for it in answer["capabilities"] if it["tests"])


def test_without_a_checkout_the_list_says_that_the_tests_are_not_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert claims(tmp_path) is None
    monkeypatch.setattr(command, "claims", lambda: None)
    command.capabilities()
    shown = capsys.readouterr().out
    assert "not yet" not in shown
    assert "132 capabilities. The tests that prove them are in a checkout of the source" in " ".join(shown.split())
    command.capabilities(json=True)
    answer = json.loads(capsys.readouterr().out)
    assert answer["proven"] is None
    assert {it["tests"] for it in answer["capabilities"]} == {None}
