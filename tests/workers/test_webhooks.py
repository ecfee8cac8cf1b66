"""What the outbox sends: once, signed, to nobody inside, and again when it was not taken."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import update

from models.store.events import DeliveryState, EventKind, Events
from models.store.tables_events import DeliveryRow
from models.store.webhooks import PAUSES, Delivered, NewWebhook, Webhooks, settle, take_due
from tests.workers.conftest import Desk
from workers.addresses import Callout
from workers.context import Context
from workers.jobs import observe_document
from workers.webhooks import send_due, signature

INSIDE = Callout.of("127.0.0.0/8", plain_http=True)


class Receiver:
    """Another system: notes what it gets and answers as it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((dict(self.headers), body))
                status = receiver.statuses.pop(0) if receiver.statuses else 204
                self.send_response(status)
                if status in (301, 302, 307):
                    self.send_header("Location", f"http://127.0.0.1:{receiver.port}/other")
                self.end_headers()

            def do_GET(self) -> None:
                receiver.got.append(({"method": "GET"}, b""))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?x=1"

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


def register(desk: Desk, url: str, *kinds: EventKind) -> NewWebhook:
    with desk.database.transaction() as session:
        return Webhooks(session, desk.organisation).create(url, kinds or tuple(EventKind), author="user:1")


def happen(desk: Desk, count: int = 1) -> None:
    application = desk.application()
    for _ in range(count):
        with desk.database.transaction() as session:
            Events(session, desk.organisation).emit(
                EventKind.APPLICATION_JUDGED, application=application, state="passed"
            )


def deliveries(desk: Desk, made: NewWebhook) -> tuple[Delivered, ...]:
    with desk.database.reading() as session:
        return Webhooks(session, desk.organisation).deliveries(made.webhook.id)


def hurry(desk: Desk) -> None:
    with desk.database.transaction() as session:
        session.execute(update(DeliveryRow).values(due_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)))


def send_all(desk: Desk, allowed: Callout = INSIDE) -> int:
    attempts = 0
    while made := send_due(desk.database, allowed):
        attempts += made
    return attempts


def test_what_a_worker_does_is_told(desk: Desk, context: Context, receiver: Receiver) -> None:
    register(desk, receiver.url)
    application = desk.application()
    document = desk.hand_in(application, "ok")
    for _ in range(3):
        observe_document(document)

    assert send_all(desk) == 2 and send_all(desk) == 0

    said = [json.loads(body) for _, body in receiver.got]
    assert [(entry["kind"], entry["state"]) for entry in said] == [
        ("document.finished", "observed"), ("application.judged", "passed"),
    ]  # fmt: skip
    assert said[0]["document"] == document and said[1]["application"] == application
    assert "张伟" not in str(receiver.got) and "证书" not in str(receiver.got)


def test_a_receiver_can_tell_who_sent_it(desk: Desk, receiver: Receiver) -> None:
    made = register(desk, receiver.url)
    happen(desk)
    send_all(desk)
    headers, body = receiver.got[0]
    expected = signature(made.secret, headers["Webhook-Id"], int(headers["Webhook-Timestamp"]), body)
    assert headers["Webhook-Signature"] == expected
    assert expected != signature("whsec_other", headers["Webhook-Id"], int(headers["Webhook-Timestamp"]), body)
    assert headers["Webhook-Id"] == str(json.loads(body)["id"]) and headers["Host"] == f"127.0.0.1:{receiver.port}"


def test_what_was_not_taken_is_sent_again_later_under_the_same_id(desk: Desk, receiver: Receiver) -> None:
    made = register(desk, receiver.url)
    receiver.statuses = [500, 302, 200]
    happen(desk)
    for expected in (500, 302, 200):
        assert send_all(desk) == 1 and deliveries(desk, made)[0].status == expected
        assert send_due(desk.database, INSIDE) == 0, "not before its pause is over"
        hurry(desk)
    assert send_all(desk) == 0 and deliveries(desk, made)[0].state is DeliveryState.DELIVERED
    assert len({headers["Webhook-Id"] for headers, _ in receiver.got}) == 1
    assert len(receiver.got) == 3, "nobody followed the redirect"


def test_after_the_last_attempt_it_is_given_up(desk: Desk, receiver: Receiver) -> None:
    made = register(desk, receiver.url)
    receiver.statuses = [503] * 20
    happen(desk)
    for _ in range(len(PAUSES) + 3):
        hurry(desk)
        send_all(desk)
    assert len(receiver.got) == len(PAUSES) + 1
    assert deliveries(desk, made)[0].state is DeliveryState.FAILED


def test_one_that_does_not_answer_is_not_asked_for_every_event(desk: Desk, receiver: Receiver) -> None:
    register(desk, receiver.url)
    receiver.statuses = [500]
    happen(desk, 5)
    assert send_all(desk) == 1


def test_nobody_inside_is_called(desk: Desk, receiver: Receiver) -> None:
    made = register(desk, receiver.url)
    happen(desk)
    assert send_all(desk, Callout.of("", plain_http=True)) == 1
    assert receiver.got == [] and deliveries(desk, made)[0].error == "address_private"


def test_only_wanted_kinds_and_only_one_s_own(desk: Desk, receiver: Receiver) -> None:
    register(desk, receiver.url, EventKind.BATCH_JUDGED)
    happen(desk)
    assert send_all(desk) == 0


def test_a_removed_webhook_gets_nothing_more(desk: Desk, receiver: Receiver) -> None:
    made = register(desk, receiver.url)
    happen(desk)
    with desk.database.transaction() as session:
        Webhooks(session, desk.organisation).remove(made.webhook.id)
    happen(desk)
    assert send_all(desk) == 0 and receiver.got == []


def test_senders_at_the_same_time_send_nothing_twice(desk: Desk, receiver: Receiver) -> None:
    register(desk, receiver.url)
    happen(desk, 12)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: send_all(desk), range(3)))
    ids = [headers["Webhook-Id"] for headers, _ in receiver.got]
    assert len(ids) == len(set(ids)) == 12


def test_who_was_overtaken_notes_nothing(desk: Desk) -> None:
    made = register(desk, "https://example.com/")
    happen(desk)
    with desk.database.transaction() as session:
        slow = take_due(session, ttl=dt.timedelta(seconds=60))[0]
    hurry(desk)
    with desk.database.transaction() as session:
        quick = take_due(session, ttl=dt.timedelta(seconds=60))[0]
        assert settle(session, quick, arrived=True, status=200, error=None)
        assert not settle(session, slow, arrived=False, status=500, error=None)
    assert deliveries(desk, made)[0].status == 200


def test_a_rolled_back_change_is_told_to_nobody(desk: Desk, receiver: Receiver) -> None:
    register(desk, receiver.url)
    application = desk.application()
    with pytest.raises(RuntimeError), desk.database.transaction() as session:
        Events(session, desk.organisation).emit(EventKind.APPLICATION_JUDGED, application=application)
        raise RuntimeError
    assert send_all(desk) == 0
