"""Settings of the service beside those of the databases (`app.engines.EngineSettings`), from the environment."""

from __future__ import annotations

from typing import Annotated, Literal

from limits import parse
from pydantic import AfterValidator, ByteSize, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.engines.settings import Port
from ingest.worker import Pace

MIB = 1024 * 1024

Seconds = Annotated[float, Field(gt=0)]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]


def _rate(text: str) -> str:
    parse(text)
    return text


class Settings(BaseSettings):
    """Settings of API and worker; each variable is `REVTRACE_` plus the field's name.

    Attributes:
        host: address that the API listens on; anything but loopback wants TLS in front of it.
        port: its port.
        log_level: the least that is logged.
        development: whether callers may ask GraphQL for its schema, as tools for writing queries do.
        max_body: bytes of one request to the intake.
        max_events: events of one request to the intake.
        max_upload: longest time for the body of a request to arrive, seconds.
        max_wait: longest time for which a sender may wait for outcomes, seconds.
        rate: requests to the intake per key and process, such as `100/second` or `6000/minute`.
        key_refresh: seconds after which a revoked key is refused at the latest.
        warm_up: seconds for which the API warms the database up, before it says that it is ready.
        jobs: receipts that a worker has in work at once.
        sweep_every: seconds between two looks for receipts that wait.
        sweep_after: seconds after which a receipt that nobody took up counts as forgotten.
        chore_every: seconds between two rounds of sealing and of replays.
        stop_within: seconds that begun work gets to end when API or worker stop.

    """

    model_config = SettingsConfigDict(env_prefix="REVTRACE_", env_ignore_empty=True, frozen=True)

    host: str = "127.0.0.1"
    port: Port = 8321
    log_level: LogLevel = "INFO"
    development: bool = False

    max_body: ByteSize = Field(default=ByteSize(32 * MIB), ge=1024)
    max_events: int = Field(default=50_000, ge=1)
    max_upload: Seconds = 60.0
    max_wait: Seconds = 30.0
    rate: Annotated[str, AfterValidator(_rate)] = "100/second"
    key_refresh: Seconds = 2.0
    warm_up: float = Field(default=20.0, ge=0)

    jobs: int = Field(default=2, ge=1, le=16)
    sweep_every: Seconds = 5.0
    sweep_after: Seconds = 20.0
    chore_every: Seconds = 2.0
    stop_within: Seconds = 20.0

    @property
    def pace(self) -> Pace:
        """How a worker works."""
        return Pace(self.jobs, self.sweep_every, self.sweep_after, self.chore_every, self.stop_within)
