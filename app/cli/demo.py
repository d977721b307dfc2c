"""`revtrace demo`: everything at once, on the story of an e-bike maker."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from graph.database import Graph

Once = Annotated[bool, typer.Option("--once", help="Load the story, print the trace that shows most, and stop.")]


def demo(once: Once = False) -> None:
    """Show it all at work: databases, the story of an e-bike maker's changes, the API and a worker; until Ctrl-C."""
    from app.connect import run

    use_own_home()
    os.environ.setdefault("REVTRACE_LOG_LEVEL", "WARNING")  # what API and worker do is not what the demo is about
    os.environ.setdefault("REVTRACE_DEVELOPMENT", "true")
    run(_show_once() if once else _show())


def use_own_home() -> None:
    """Keep the demo's data apart from real data, unless a home is given."""
    import platformdirs

    if not os.environ.get("REVTRACE_HOME"):
        os.environ["REVTRACE_HOME"] = str(platformdirs.user_data_path("revtrace-demo", appauthor=False))


async def _show_once() -> None:
    from app.cli._story import ASKED
    from app.cli.trace import show
    from app.connect import opened_graph, to_terminal
    from app.demo import MOST_INTERESTING
    from graph.queries.release_trace import TraceSubject, traces_of

    async with opened_graph(to_terminal) as graph:
        await _load(graph)
        to_terminal(f"tracing {MOST_INTERESTING.item}/{MOST_INTERESTING.revision}")
        found = await traces_of(graph, TraceSubject(bom=MOST_INTERESTING.key), as_of=ASKED)
    show(found, as_json=False)


async def _show() -> None:
    from app.connect import open_graph, read_settings, to_terminal
    from app.settings import Settings
    from app.stack import address_of, stack

    async with stack(to_terminal) as (supervisor, endpoints):
        async with await open_graph(endpoints) as graph:
            await _load(graph)
            token = await _new_key(graph)
        typer.echo(_welcome(address_of(read_settings(Settings)), endpoints.neo4j_uri, token))
        await supervisor.wait()


async def _load(graph: Graph) -> None:
    from app.cli._story import count_events, load_story, summary
    from app.connect import to_terminal
    from app.demo import story_files
    from app.terminal.loading import bar_of_events

    files = story_files()
    total = count_events(files)
    to_terminal(f"loading the story of Velmont: {total} events")
    with bar_of_events(total) as advance:
        outcomes = await load_story(graph, files, advance)
    to_terminal(summary(outcomes))


async def _new_key(graph: Graph) -> str | None:
    """A key for everything, at the first start; it cannot be shown again, so at later ones None."""
    from app.access import ANY_SOURCE, Role
    from app.keys import all_keys, create

    if any(key.label == _LABEL and key.revoked_at is None for key in await all_keys(graph)):
        return None
    return (await create(graph, Role.ADMINISTRATOR, sources=[ANY_SOURCE], label=_LABEL)).token


_LABEL = "demo"
_QUERY = "{ releases(first: 10) { nodes { number verdict blockingReason } } }"


def _welcome(api: str, neo4j: str, token: str | None) -> str:
    """Where everything is, and what to try next."""
    from app.cli._story import ASKED_AT
    from app.demo import LATE, MOST_INTERESTING, STORY

    key = token or "was shown at the first start; for another one: revtrace keys create"
    own = "" if os.environ.get("NEO4J_URI") else f"  export REVTRACE_HOME={shlex.quote(os.environ['REVTRACE_HOME'])}\n"
    bearer = f'-H "Authorization: Bearer {token or "$KEY"}"'
    return f"""
API      {api}, GraphQL at {api}/graphql
Neo4j    {neo4j}
API key  {key}

Now, in another terminal (Ctrl-C here stops everything):
{own}  revtrace trace {MOST_INTERESTING.item}/{MOST_INTERESTING.revision} --as-of {ASKED_AT}
  revtrace board --as-of {ASKED_AT}
  curl -s {api}/graphql {bearer} \\
    -H "Content-Type: application/json" -d '{{"query": "{_QUERY}"}}'
  curl -s {api}/ingest/MES-LYON {bearer} \\
    -H "Content-Type: application/cloudevents+json" -H "Prefer: wait=10" -d @{shlex.quote(str(STORY / LATE))}"""
