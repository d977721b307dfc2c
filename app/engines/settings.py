"""Where the databases are: given by address, or embedded and then where and how large."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import platformdirs
from pydantic import ByteSize, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.engines.memory import MIB

Port = Annotated[int, Field(ge=1, le=65535)]


@dataclass(frozen=True)
class Endpoints:
    """Addresses and credentials of a running Neo4j and a running Redis (or Valkey)."""

    neo4j_uri: str
    neo4j_username: str
    neo4j_password: str = field(repr=False)
    neo4j_database: str
    redis_url: str = field(repr=False)


class EngineSettings(BaseSettings):
    """Settings of the databases, from the environment.

    `NEO4J_URI` and `REDIS_URL` each name a server of your own; the one that is not set is embedded. Variables are named
    by the aliases below, and otherwise `REVTRACE_` plus the field's name. Sizes are bytes, or carry a unit ("512MiB").
    """

    model_config = SettingsConfigDict(env_prefix="REVTRACE_", env_ignore_empty=True, frozen=True, populate_by_name=True)

    neo4j_uri: str | None = Field(default=None, validation_alias="NEO4J_URI")
    neo4j_username: str = Field(default="neo4j", validation_alias="NEO4J_USERNAME")
    neo4j_password: str = Field(default="", validation_alias="NEO4J_PASSWORD", repr=False)
    neo4j_database: str = Field(default="neo4j", validation_alias="NEO4J_DATABASE")
    redis_url: str | None = Field(default=None, validation_alias="REDIS_URL", repr=False)

    home: Path = Field(default_factory=lambda: platformdirs.user_data_path("revtrace", appauthor=False))
    cache: Path = Field(default_factory=lambda: platformdirs.user_cache_path("revtrace", appauthor=False))
    neo4j_version: str = "2026.09.0"
    neo4j_heap: ByteSize | None = Field(default=None, ge=128 * MIB)
    neo4j_pagecache: ByteSize | None = Field(default=None, ge=8 * MIB)
    neo4j_port: Port | None = None
    redis_port: Port | None = None
