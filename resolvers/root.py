"""Root fields: the questions that can be asked, each only by those who may read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import strawberry
from strawberry.extensions import FieldExtension
from strawberry.extensions.field_extension import AsyncExtensionResolver

from resolvers.context import Ask


class Root(FieldExtension):
    """Lets callers in who may read, and keeps the clocks of the answer for the fields below."""

    async def resolve_async(self, next_: AsyncExtensionResolver, source: object, info: Ask, **kwargs: object) -> object:
        """Answer the question.

        Raises:
            AccessError: the caller may not read.
        """
        info.context.caller.require_read()
        answer = await next_(source, info, **kwargs)
        info.context.moments[info.path.key] = answer.envelope.clocks
        return answer


def root(resolver: Callable[..., Any], description: str) -> Any:  # noqa: ANN401 - as strawberry.field
    """A question that can be asked.

    Args:
        resolver: answers it; its answer has an envelope.
        description: what it asks, for a plant engineer.

    """
    return strawberry.field(resolver=resolver, description=description, extensions=[Root()])
