"""A request that is sent again makes nothing twice, not even at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from api.service import Service
from models.store.database import clock
from models.store.idempotency import KEPT
from models.store.tables import IdempotencyRow
from tests.api.doors import Door, assert_problem


def open_application(door: Door, policy: str, key: str, **body):
    return door.post("/applications", json={"policy": policy} | body, headers={"Idempotency-Key": key})


def count(reviewer: Door) -> int:
    return len(reviewer.get("/applications?limit=200").json["applications"])


def test_the_same_request_gives_the_same_answer(reviewer: Door, policy: str):
    first, again = (open_application(reviewer, policy, "k-1", submission_number=1) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json and count(reviewer) == 1


def test_other_keys_and_no_keys_are_other_requests(reviewer: Door, policy: str):
    ids = {open_application(reviewer, policy, key).json["id"] for key in ("a", "b")}
    ids |= {reviewer.new_application(policy), reviewer.new_application(policy)}

    assert len(ids) == 4


def test_a_key_with_another_body_is_a_mistake(reviewer: Door, policy: str):
    open_application(reviewer, policy, "k", submission_number=1)

    answer = open_application(reviewer, policy, "k", submission_number=2)

    assert_problem(answer, 422, "invalid_request")
    assert count(reviewer) == 1


def test_keys_of_others_are_not_ours(reviewer: Door, stranger: Door, policy: str):
    assert open_application(reviewer, policy, "k").json["id"] != open_application(stranger, policy, "k").json["id"]


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb"])
def test_a_key_has_a_form(reviewer: Door, policy: str, key: str):
    assert_problem(open_application(reviewer, policy, key), 422, "invalid_request")


def test_at_the_same_moment(reviewer: Door, policy: str, app):
    def send(_: int) -> str:
        door = Door(app.test_client(), reviewer.key)
        return open_application(door, policy, "at once").json["id"]

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(send, range(8)))

    assert len(ids) == 1 and count(reviewer) == 1


def test_keys_are_forgotten_in_the_end(reviewer: Door, policy: str, service: Service, organisation: str):
    first = open_application(reviewer, policy, "old").json["id"]
    with service.database.transaction() as session:
        row = session.scalars(select(IdempotencyRow).where(IdempotencyRow.organisation_id == organisation)).one()
        row.created_at = clock(session) - KEPT - timedelta(minutes=1)
    open_application(reviewer, policy, "new")

    assert open_application(reviewer, policy, "old").json["id"] != first
