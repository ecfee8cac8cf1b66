"""The settings of every process of the service, from the environment (`VERIFIER_...`, and plain `REDIS_URL`)."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.store.blob_stores import open_blobs
from models.store.blobs import BlobStore
from workers.addresses import Callout


def _cores() -> int:
    # Not os.cpu_count(): in a container or under taskset that counts cores which this process may not use.
    return len(os.sched_getaffinity(0))


class Settings(BaseSettings):
    """What an operator may set; each field is the variable `VERIFIER_` + its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="VERIFIER_", frozen=True, populate_by_name=True)

    data_dir: Path = Path("data")
    """Folder of database, blobs and queue; all that has to be backed up where none of them is elsewhere."""
    database_url: str | None = Field(
        None, validation_alias=AliasChoices("database_url", "VERIFIER_DATABASE", "VERIFIER_DATABASE_URL")
    )
    """SQLAlchemy URL (`postgresql+psycopg://...`), `VERIFIER_DATABASE` for short; None: a SQLite file in `data_dir`."""
    blobs_url: str | None = Field(
        None, validation_alias=AliasChoices("blobs_url", "VERIFIER_BLOBS", "VERIFIER_BLOBS_URL")
    )
    """`s3://BUCKET/PREFIX`, `VERIFIER_BLOBS` for short; None keeps files in `data_dir`. Credentials: `AWS_...`."""
    blobs_endpoint: str | None = None
    """Address of a bucket's server that is not Amazon's."""
    redis_url: str | None = Field(None, validation_alias=AliasChoices("redis_url", "REDIS_URL", "VERIFIER_REDIS_URL"))
    """Queue server; None starts a private one that listens on a unix socket only."""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    web_threads: Annotated[int, Field(ge=1)] = 8
    web: bool = True
    """Whether this machine answers HTTP; one that does not only works."""
    workers: Annotated[int, Field(ge=0)] = Field(default_factory=_cores)
    """Worker processes of this machine; each reads with one thread."""
    ocr_engine: str = Field(
        "pp-ocrv6-openvino", validation_alias=AliasChoices("ocr_engine", "VERIFIER_OCR_ENGINE", "ENGINE")
    )
    """A name of `verifier.reading.engines.ENGINES`; `ENGINE` for short."""
    corpus: Path | None = None
    """JSONL of earlier papers to compare with; None compares nothing."""
    session_idle_minutes: Annotated[int, Field(ge=1, le=24 * 60)] = 60
    """A signed-in user who does nothing for so long is signed out."""
    session_hours: Annotated[int, Field(ge=1, le=7 * 24)] = 12
    """A session ends after so long in any case."""
    proxies: Annotated[int, Field(ge=0, le=5)] = 0
    """How many proxies of one's own stand in front and say, in `X-Forwarded-...`, who called and whether by HTTPS."""
    requests_per_minute: Annotated[int, Field(ge=0, le=1_000_000)] = 3000
    """How often one caller may ask; who is not signed in a tenth of it. 0: as often as it likes."""
    metrics_port: Annotated[int, Field(ge=0, le=65535)] | None = None
    """Port of `/metrics` for Prometheus; None: none."""
    metrics_host: str = "127.0.0.1"
    """Where `/metrics` listens: it asks for no key, so only this machine or a private network may reach it."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    production: bool = False
    """Refuses what is only fit for trying out: a machine without a sandbox."""
    lease_seconds: Annotated[float, Field(gt=0, le=300)] = 60.0
    """A worker that has not been heard of for so long has lost its document."""
    job_seconds: Annotated[float, Field(gt=0)] = 600.0
    """Wall time of one document; a worker that needs longer hangs and is ended."""
    reconcile_seconds: Annotated[float, Field(gt=0)] = 5.0
    """How often is looked for documents that nobody works on."""
    drain_seconds: Annotated[float, Field(gt=0)] = 30.0
    """How long a stop waits for documents in work."""

    webhook_networks: str = ""
    """Networks of the office's own that webhooks may be in, such as `10.1.0.0/16, 192.168.7.0/24`."""
    webhook_http: bool = False
    """Allows webhooks without TLS, for such networks."""
    webhook_seconds: Annotated[float, Field(gt=0)] = 1.0
    """How often is looked for what is to be sent."""

    @property
    def callout(self) -> Callout:
        """Where webhooks may be."""
        return Callout.of(self.webhook_networks, plain_http=self.webhook_http)

    @property
    def database(self) -> str:
        """URL of the database."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'verifier.db'}"

    def open_blobs(self) -> BlobStore:
        """Return the store of uploaded files and pictures."""
        return open_blobs(self.blobs_folder, url=self.blobs_url, endpoint=self.blobs_endpoint)

    @property
    def session_idle(self) -> dt.timedelta:
        """How long a session lasts without a request."""
        return dt.timedelta(minutes=self.session_idle_minutes)

    @property
    def session_lifetime(self) -> dt.timedelta:
        """How long a session lasts."""
        return dt.timedelta(hours=self.session_hours)

    @property
    def blobs_folder(self) -> Path:
        """Where uploaded files and pictures are kept, or pass through on their way to a bucket."""
        return self.data_dir / "blobs"

    @property
    def queue_folder(self) -> Path:
        """Where the private queue server keeps its log of changes."""
        return self.data_dir / "queue"

    @property
    def spool_folder(self) -> Path:
        """Where request bodies lie while they come in; in the data folder, since /tmp may be small or in memory."""
        return self.data_dir / "spool"

    def environment(self) -> dict[str, str]:
        """Return the variables from which a child process makes the same settings."""
        values = {name: getattr(self, name) for name in type(self).model_fields if name != "redis_url"}
        values["data_dir"] = self.data_dir.absolute()
        variables = {f"VERIFIER_{name.upper()}": str(value) for name, value in values.items() if value is not None}
        if self.redis_url is not None:
            variables["REDIS_URL"] = self.redis_url
        return variables
