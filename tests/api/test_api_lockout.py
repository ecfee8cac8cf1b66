"""Guessing is slowed down, over all processes; a right key always opens; nobody may ask without end."""

from __future__ import annotations

import datetime as dt
import statistics
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from apiflask import APIFlask

from api.app import create_app
from api.lockout import ADDRESS_TRIES, KEY_TRIES, NAME_TRIES
from models.store.api_keys import ApiKeys, Role, authenticate
from models.store.organisations import Organisations
from models.store.users import Users
from tests.api.doors import API, assert_problem
from tests.api.test_api_accounts import PASSWORD, cheap_hashes, hashed, sign_in  # noqa: F401  # fixtures
from workers import queue_server
from workers.settings import Settings


@pytest.fixture
def address() -> str:
    """An address of one test alone: tries of others from the same would count."""
    return f"10.{uuid4().int % 250}.{uuid4().int % 250}.{uuid4().int % 250}"


@pytest.fixture
def login(service, organisation: str, hashed: str) -> str:  # noqa: F811
    login = f"u{uuid4().hex[:12]}"
    with service.database.transaction() as session:
        Users(session, organisation).create(login, hashed, Role.REVIEWER, display_name="王审核")
    return login


def ask(app: APIFlask, key: str, address: str):
    environ = {"REMOTE_ADDR": address}
    return app.test_client().get(
        f"{API}/session", headers={"Authorization": f"Bearer {key}"}, environ_overrides=environ
    )


def wrong_keys(app: APIFlask, address: str, how_many: int) -> list[int]:
    return [ask(app, f"mv_{uuid4().hex[:12]}_{'0' * 64}", address).status_code for _ in range(how_many)]


def guess(app: APIFlask, login: str, address: str, password: str = "wrong horse battery"):
    return sign_in(app.test_client(), login, password, environ_overrides={"REMOTE_ADDR": address})


def test_wrong_keys_from_one_address_are_told_to_wait(app: APIFlask, address: str, admin):
    codes = wrong_keys(app, address, 300)
    assert codes.index(429) + 1 == ADDRESS_TRIES + 1 <= 20
    assert set(codes[ADDRESS_TRIES:]) == {429}
    answer = ask(app, "mv_x", address)
    assert_problem(answer, 429, "too_many_tries")
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert ask(app, admin.key, address).status_code == 200, "a right key opens from there all the same"


def test_the_secret_of_one_key_is_not_guessed_from_many_addresses(app: APIFlask, admin):
    wrong = admin.key[: len("mv_") + 13] + "0" * 64
    codes = [ask(app, wrong, f"10.9.{number}.1").status_code for number in range(30)]
    assert codes.index(429) == KEY_TRIES and set(codes[KEY_TRIES:]) == {429}
    assert ask(app, admin.key, "10.9.99.1").status_code == 200


def test_a_password_is_not_guessed_from_many_addresses(app: APIFlask, login: str, address: str):
    codes = [guess(app, login.upper(), f"10.8.{number}.1").status_code for number in range(NAME_TRIES + 3)]
    assert codes == [401] * NAME_TRIES + [429] * 3
    assert_problem(guess(app, login, address, PASSWORD), 429, "too_many_tries")
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=16)):
        assert guess(app, login, address, PASSWORD).status_code == 201


def test_many_names_are_not_tried_from_one_address(app: APIFlask, address: str, login: str):
    codes = [guess(app, f"n{uuid4().hex}", address).status_code for _ in range(ADDRESS_TRIES + 2)]
    assert codes == [401] * ADDRESS_TRIES + [429] * 2
    assert guess(app, login, address, PASSWORD).status_code == 429


def test_who_gets_in_starts_anew_and_uses_up_nothing_of_the_address(app: APIFlask, login: str, address: str):
    for _ in range(3):
        for _ in range(4):
            guess(app, login, address)
        assert guess(app, login, address, PASSWORD).status_code == 201
    for _ in range(20):
        assert guess(app, login, address, PASSWORD).status_code == 201


def test_tries_at_once_are_counted_one_by_one(app: APIFlask, login: str, address: str):
    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(lambda _: guess(app, login, address).status_code, range(NAME_TRIES + 6)))
    assert codes.count(401) == NAME_TRIES and codes.count(429) == 6


def test_the_current_password_is_not_guessed_in_a_session_left_open(app: APIFlask, login: str, address: str):
    client = app.test_client()
    opened = sign_in(client, login, environ_overrides={"REMOTE_ADDR": address}).json
    path, headers = f"{API}/users/{opened['user']['id']}/password", {"X-CSRF-Token": opened["csrf_token"]}
    body = {"password": "another horse battery", "current": "wrong horse"}
    codes = [client.post(path, json=body, headers=headers).status_code for _ in range(NAME_TRIES + 2)]
    assert codes == [422] * NAME_TRIES + [429] * 2


def test_other_processes_know_the_count(app: APIFlask, settings: Settings, login: str, address: str):
    for _ in range(NAME_TRIES):
        guess(app, login, address)
    other = create_app(settings)
    assert guess(other, login, address, PASSWORD).status_code == 429
    other.extensions["verifier"].database.close()


@pytest.fixture
def narrow(tmp_path: Path) -> Iterator[tuple[APIFlask, str]]:
    app = create_app(Settings(data_dir=tmp_path / "data", redis_url=None, requests_per_minute=20))
    with app.extensions["verifier"].database.transaction() as session:
        made = ApiKeys(session, Organisations(session).create("市评审办").id).create(Role.ADMIN, label="x")
    yield app, made.plaintext
    app.extensions["verifier"].database.close()


def test_one_caller_may_not_ask_without_end(narrow: tuple[APIFlask, str]):
    app, key = narrow
    first = ask(app, key, "10.1.1.1")
    assert (first.headers["RateLimit-Limit"], first.headers["RateLimit-Remaining"]) == ("20", "19")
    assert 0 <= int(first.headers["RateLimit-Reset"]) <= 60
    codes = [ask(app, key, "10.1.1.1").status_code for _ in range(20)]
    answer = ask(app, key, "10.1.1.1")
    assert 200 in codes and assert_problem(answer, 429, "too_many_requests")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    other = app.test_client().post(f"{API}/session", json={})
    assert other.status_code == 422 and other.headers["RateLimit-Limit"] == "2", "another caller is not held up by it"
    assert all(app.test_client().get(f"{API}/health/live").status_code == 200 for _ in range(5))


def test_a_queue_server_that_is_away_stops_nobody(tmp_path: Path):
    away = f"unix://{tmp_path}/nobody.sock"
    app = create_app(Settings(data_dir=tmp_path / "data", redis_url=away, requests_per_minute=20))
    codes = [app.test_client().post(f"{API}/session", json={}).status_code for _ in range(4)]
    assert codes == [422, 422, 429, 429], "counted in memory meanwhile"
    app.extensions["verifier"].database.close()


@pytest.mark.slow
def test_how_long_a_refusal_takes_tells_nothing_of_a_key(service, organisation: str):
    """Welch's t over 2,000 tries each: a known id with a wrong secret against an id that there is not."""
    with service.database.transaction() as session:
        key = ApiKeys(session, organisation).create(Role.ADMIN, label="x").plaintext
    known, unknown = key[:-64] + "0" * 64, "mv_" + "0" * 12 + "_" + "0" * 64
    taken: dict[str, list[int]] = {known: [], unknown: []}
    with service.database.reading() as session:
        for number in range(4200):
            tried = known if number % 2 else unknown
            session.expunge_all()
            begin = time.thread_time_ns()
            assert authenticate(session, tried) is None
            if number >= 200:
                taken[tried].append(time.thread_time_ns() - begin)
    first, second = (sorted(values)[: len(values) * 9 // 10] for values in taken.values())
    spread = (statistics.variance(first) / len(first) + statistics.variance(second) / len(second)) ** 0.5
    t = (statistics.mean(first) - statistics.mean(second)) / spread
    print(f"Welch t {t:.2f}, means {statistics.mean(first):.0f} and {statistics.mean(second):.0f} ns")
    assert abs(t) < 4.5


@pytest.mark.slow
def test_processes_share_the_count_of_the_queue_server(tmp_path: Path):
    place = queue_server.socket_path(tmp_path)
    server = subprocess.Popen(queue_server.command(queue_server.find_server(), tmp_path, place))
    try:
        assert queue_server.wait_until_up(f"unix://{place}", lambda: True)
        settings = Settings(data_dir=tmp_path / "data", redis_url=f"unix://{place}", requests_per_minute=40)
        apps = [create_app(settings) for _ in range(2)]
        codes = [apps[number % 2].test_client().post(f"{API}/session", json={}).status_code for number in range(6)]
        assert codes == [422, 422, 422, 422, 429, 429]
        for app in apps:
            app.extensions["verifier"].database.close()
    finally:
        server.terminate()
        server.wait(10)
