"""Events that have to be mended, in a file that can be loaded again, and the reasons in another one beside it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self, TextIO

from graph.errors import InputError

if TYPE_CHECKING:
    from graph.model.problem import Problem
    from ingest.loading import Refused


class Rejects:
    """Two files that are made when the first event has to go into them, and never over others.

    Args:
        loaded: the file that is being loaded.
        wanted: where the events go; in the current folder, by the name of the loaded file, when None.

    Raises:
        InputError: the wanted file exists.
    """

    def __init__(self, loaded: Path, wanted: Path | None) -> None:
        if wanted is not None and wanted.exists():
            raise InputError(f"{wanted} exists already", hint="choose another --rejects file, or move this one away")
        self.path = wanted or _free_name(loaded)
        self.reasons = self.path.with_suffix(".txt")
        self.count = 0
        self._stack = ExitStack()
        self._files: tuple[BinaryIO, TextIO] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def put(self, refused: Iterable[Refused]) -> None:
        """Add events and what is wrong with them."""
        for one in refused:
            events, reasons = self._files or self._open()
            self.count += 1
            # An element of a batch may span lines; between the tokens of JSON a space does as well.
            events.write(one.event.text.replace(b"\n", b" ") + b"\n")
            reasons.writelines(f"{line}\n" for line in _reasons(one))

    def _open(self) -> tuple[BinaryIO, TextIO]:
        try:
            events = self._stack.enter_context(self.path.open("xb"))
            reasons = self._stack.enter_context(self.reasons.open("x", encoding="utf-8"))
        except OSError as error:
            hint = "choose another --rejects file"
            raise InputError(f"cannot write {error.filename}: {error.strerror}", hint=hint) from error
        self._files = (events, reasons)
        return self._files


def _free_name(loaded: Path) -> Path:
    stem = loaded.name.removesuffix(".gz").removesuffix(".ndjson").removesuffix(".json")
    number = 1
    while True:
        path = Path(f"{stem}{'' if number == 1 else f'-{number}'}.rejects.ndjson")
        if not path.exists() and not path.with_suffix(".txt").exists():
            return path
        number += 1


def _reasons(one: Refused) -> list[str]:
    where = f"line {one.event.line}: {one.outcome}"
    lost = [] if one.event.text else [f"{where} the text is too long to be repeated here"]
    return [*lost, *(f"{where} {_told(problem)}" for problem in one.problems)]


def _told(problem: Problem) -> str:
    got = f", got {problem.got!r}" if problem.got else ""
    expected = f", expected {problem.expected}" if problem.expected else ""
    return f"{problem.code} {problem.pointer or '(event)'}: {problem.detail}{got}{expected}"
