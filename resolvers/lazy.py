"""Types by the names of their modules: nouns refer to each other, and not all of them can be imported first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

import strawberry

if TYPE_CHECKING:
    from resolvers.bom_revision import BomRevision
    from resolvers.change_order import ChangeOrder
    from resolvers.release import ReleaseSummary
    from resolvers.structure import Use

LazyBomRevision: TypeAlias = Annotated["BomRevision", strawberry.lazy("resolvers.bom_revision")]
LazyChangeOrder: TypeAlias = Annotated["ChangeOrder", strawberry.lazy("resolvers.change_order")]
LazyReleaseSummary: TypeAlias = Annotated["ReleaseSummary", strawberry.lazy("resolvers.release")]
LazyUse: TypeAlias = Annotated["Use", strawberry.lazy("resolvers.structure")]
