"""`revtrace export-schema`: the GraphQL schema as text."""

from __future__ import annotations

import typer


def export_schema() -> None:
    """Print the GraphQL schema, with a description of everything that can be asked."""
    from resolvers.schema import build_schema

    typer.echo(build_schema(development=True).as_str())
