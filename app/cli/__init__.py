"""The command line: every module of this package whose name does not begin with `_` is a command.

A module holds a function of its own name, or for commands with sub-commands a Typer named `app`; underscores of the
name become dashes. Only the module of the command that runs is imported, except to list them all, so a module imports
at its top what its options need and everything else inside of its functions.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TYPE_CHECKING, Final

import typer
from typer.core import TyperGroup

from graph.errors import RevtraceError

if TYPE_CHECKING:
    from typer._click import Command, Context

ORDER: Final = (
    "demo",
    "up",
    "serve",
    "work",
    "migrate",
    "load",
    "trace",
    "explode",
    "where-used",
    "status",
    "exceptions",
)
"""The commands that are listed first, in this order."""


class Commands(TyperGroup):
    """The commands, found by the modules of this package and imported when they are asked for."""

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002 - the signature is given
        """The names of all commands, those of everyday first."""
        names = [module.name.replace("_", "-") for module in iter_modules(__path__) if not module.name.startswith("_")]
        return sorted(names, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command of this name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        stem = cmd_name.replace("-", "_")
        module = import_module(f"{__name__}.{stem}")
        return typer.main.get_command(_typer(module, stem, cmd_name))


def _typer(module: ModuleType, stem: str, name: str) -> typer.Typer:
    app: typer.Typer | None = getattr(module, "app", None)
    if app is not None:
        app.info.name = name
        return app
    single = typer.Typer(add_completion=False)
    single.command(name)(getattr(module, stem))
    return single


root = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@root.callback()
def revtrace() -> None:
    """Did the approved revision reach every system that had to acknowledge it?"""
    from app.logs import set_up_logs

    set_up_logs("WARNING")


def main() -> None:
    """Run the command line; exit status 1 for an error, told in one line and a hint, 2 for wrong usage."""
    try:
        root()
    except RevtraceError as error:
        _complain(error)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _complain(error: RevtraceError) -> None:
    print(f"revtrace: {error.message}", file=sys.stderr)  # noqa: T201 - this is the terminal
    if error.hint:
        print(f"  hint: {error.hint}", file=sys.stderr)  # noqa: T201
