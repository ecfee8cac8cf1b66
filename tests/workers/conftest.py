"""A service's data folder with one organisation, and what hands documents in."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.application import Applicant
from models.store.applications import Applications, StoredApplication
from models.store.blobs import Blobs
from models.store.database import Database
from models.store.documents import Documents, StoredDocument
from models.store.findings import Findings
from models.store.observations import Observations
from models.store.organisations import Organisations
from models.store.reports import Reports
from tests.workers.fakes import fake_context
from workers.context import Context, install
from workers.settings import Settings


@dataclass
class Desk:
    """What an office does: hands in applications and looks at what became of them."""

    settings: Settings
    database: Database
    organisation: str

    def application(self, policy: str = "policy") -> str:
        with self.database.transaction() as session:
            return Applications(session, self.organisation).create(policy=policy, applicant=Applicant(name="张伟")).id

    def hand_in(self, application: str, content: str, filename: str = "证书.pdf") -> str:
        blob = Blobs(self.settings.blobs_folder).put(self.organisation, io.BytesIO(content.encode()))
        with self.database.transaction() as session:
            return (
                Documents(session, self.organisation)
                .add(application, sha256=blob.sha256, size=blob.size, filename=filename)
                .id
            )

    def documents(self, application: str) -> list[str]:
        with self.database.reading() as session:
            return [one.id for one in Documents(session, self.organisation).of_application(application)]

    def document(self, document: str) -> StoredDocument:
        with self.database.reading() as session:
            return Documents(session, self.organisation).get(document)

    def stored(self, application: str) -> StoredApplication:
        with self.database.reading() as session:
            return Applications(session, self.organisation).get(application)

    def report(self, application: str):
        with self.database.reading() as session:
            return Reports(session, self.organisation).latest(application)

    def findings(self, document: str):
        with self.database.reading() as session:
            return Findings(session, self.organisation).of_document(document)

    def observation(self, document: str):
        with self.database.reading() as session:
            return Observations(session, self.organisation).of_document(document)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", workers=2, lease_seconds=3, reconcile_seconds=0.3, drain_seconds=5)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store with its schema: copied, since migrating anew for every test takes most of its time."""
    place = tmp_path_factory.mktemp("migrated") / "verifier.db"
    database = Database(f"sqlite:///{place}")
    database.migrate()
    database.close()
    return place


@pytest.fixture
def desk(settings: Settings, migrated: Path) -> Iterator[Desk]:
    settings.data_dir.mkdir(mode=0o700)
    shutil.copy(migrated, settings.data_dir / "verifier.db")
    database = Database(settings.database)
    with database.transaction() as session:
        organisation = Organisations(session).create("测试评委会").id
    yield Desk(settings, database, organisation)
    database.close()


@pytest.fixture
def context(desk: Desk) -> Iterator[Context]:
    context = fake_context(desk.settings)
    install(context)
    yield context
    context.database.close()


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    place = tmp_path / "runs"
    monkeypatch.setenv("FAKE_RUNS", str(place))
    return lambda: place.read_text(encoding="utf-8").splitlines() if place.exists() else []
