"""`revtrace keys`: who may use the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.access import Role

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from app.keys import ApiKey, Issued
    from graph.database import Graph

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Create, list, rotate and revoke API keys.")

DAY_SECONDS = 86_400

Id = Annotated[str, typer.Argument(help="The id of the key, as `list` shows it: the part between rvt_ and the secret.")]


@app.command()
def create(
    role: Annotated[Role, typer.Option(case_sensitive=False, help="What the key is for.")],
    source: Annotated[
        list[str] | None, typer.Option(help="A system that it may send events for, again for more; * for all.")
    ] = None,
    label: Annotated[str, typer.Option(help="Words by which you know it again.")] = "",
    days: Annotated[int | None, typer.Option(min=1, help="Days until it expires; never when left out.")] = None,
) -> None:
    """Make a key and print it, this one time."""
    from app.keys import create as create_key

    issued = _run(lambda graph: create_key(graph, role, sources=source or (), label=label, expires_at=_in(days)))
    _show_once(issued)


@app.command("list")
def list_keys() -> None:
    """List all keys, the revoked ones too; secrets are not kept and cannot be shown."""
    import time

    from app.keys import all_keys
    from app.terminal.console import Harmless, open_console
    from app.terminal.keys import keys as page

    found: list[ApiKey] = _run(all_keys)
    open_console().print(Harmless(page(found, time.time_ns() // 1000)))


@app.command()
def rotate(
    identity: Id,
    grace: Annotated[int, typer.Option(min=0, help="Hours for which the old secret still counts.")] = 24,
) -> None:
    """Give a key a new secret and print it; the old one still counts for a while."""
    from app.keys import rotate as rotate_key
    from graph.clock import format_instant

    issued, until = _run(lambda graph: rotate_key(graph, identity, grace=grace * 3600))
    _show_once(issued)
    typer.echo(f"the old secret counts until {format_instant(until)}", err=True)


@app.command()
def revoke(identity: Id) -> None:
    """Refuse a key for good, within seconds."""
    from app.keys import revoke as revoke_key

    _run(lambda graph: revoke_key(graph, identity))
    typer.echo(f"revoked {identity}")


def _run(work: Callable[[Graph], Awaitable[Any]]) -> Any:  # noqa: ANN401 - whatever the work gives
    from app.connect import opened_graph, run, to_terminal

    async def within() -> Any:  # noqa: ANN401
        async with opened_graph(to_terminal) as graph:
            return await work(graph)

    return run(within())


def _show_once(issued: Issued) -> None:
    typer.echo(issued.token)
    typer.echo("keep it now: it is not shown again", err=True)


def _in(days: int | None) -> int | None:
    """The end of so many days from now, epoch microseconds."""
    import time

    return None if days is None else time.time_ns() // 1000 + days * DAY_SECONDS * 1_000_000
