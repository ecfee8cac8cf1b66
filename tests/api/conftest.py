"""A web application over a real SQLite file and real blobs, without a queue: what is enqueued is only noted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from apiflask import APIFlask
from sqlalchemy import delete

from api.app import create_app
from api.service import Service
from models.store.api_keys import ApiKeys, Role
from models.store.organisations import Organisations
from models.store.tables_accounts import TryRow
from tests.api.doors import Door
from verifier.policies.loader import list_policies
from workers.settings import Settings


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("api") / "data", redis_url=None)


@pytest.fixture(scope="session")
def one_app(settings: Settings) -> Iterator[APIFlask]:
    """The application of the whole session: what tests do in it is apart by organisation, as in the product."""
    app = create_app(settings)
    yield app
    app.extensions["verifier"].database.close()


@pytest.fixture
def enqueued() -> list[str]:
    """Ids of the documents that the service told the workers of."""
    return []


@pytest.fixture
def to_judge() -> list[str]:
    """Ids of the applications that the service wants judged."""
    return []


@pytest.fixture
def app(one_app: APIFlask, enqueued: list[str], to_judge: list[str]) -> APIFlask:
    service = one_app.extensions["verifier"]
    one_app.extensions["verifier"] = replace(service, enqueue=enqueued.extend, judge=to_judge.append)
    with service.database.transaction() as session:
        session.execute(delete(TryRow))  # all tests come from one address
    return one_app


@pytest.fixture
def service(app: APIFlask) -> Service:
    return app.extensions["verifier"]


@pytest.fixture
def organisation(service: Service) -> str:
    with service.database.transaction() as session:
        return Organisations(session).create("市评审办").id


def key(service: Service, organisation: str, role: Role) -> str:
    with service.database.transaction() as session:
        return ApiKeys(session, organisation).create(role, label="test").plaintext


@pytest.fixture
def admin(app: APIFlask, service: Service, organisation: str) -> Door:
    return Door(app.test_client(), key(service, organisation, Role.ADMIN))


@pytest.fixture
def reviewer(app: APIFlask, service: Service, organisation: str) -> Door:
    return Door(app.test_client(), key(service, organisation, Role.REVIEWER))


@pytest.fixture
def applicant(app: APIFlask, service: Service, organisation: str) -> Door:
    return Door(app.test_client(), key(service, organisation, Role.APPLICANT))


@pytest.fixture
def masked_reviewer(app: APIFlask, service: Service, organisation: str) -> Door:
    return Door(app.test_client(), key(service, organisation, Role.MASKED_REVIEWER))


@pytest.fixture
def auditor(app: APIFlask, service: Service, organisation: str) -> Door:
    return Door(app.test_client(), key(service, organisation, Role.AUDITOR))


@pytest.fixture
def stranger(app: APIFlask, service: Service) -> Door:
    """The administrator of another organisation."""
    with service.database.transaction() as session:
        other = Organisations(session).create("另一评审办").id
    return Door(app.test_client(), key(service, other, Role.ADMIN))


@pytest.fixture
def nobody(app: APIFlask) -> Door:
    """A caller without a key."""
    return Door(app.test_client(), None)


@pytest.fixture
def policy() -> str:
    """A policy pack that is there."""
    return list_policies()[0].id
