"""Sends what stands in the outbox to the webhooks: signed, to checked addresses, without following anybody anywhere.

The signature is an HMAC-SHA256 over event id, time and body (as the Standard Webhooks specification has it), so that a
receiver can refuse what is old, and drop what it has under the same id.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import socket
import ssl
import threading
import time
from datetime import timedelta
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from models.store.database import Database
from models.store.webhooks import Delivery, anything_due, settle, take_due
from workers.addresses import AddressRefused, Callout, Target, check
from workers.logs import logger

_SECONDS: Final = 10.0
"""How long a receiver may take for each step; what it does with the event it does after its answer."""

_ALTOGETHER: Final = 30.0
_HELD: Final = timedelta(seconds=120)
"""How long a taken delivery is nobody else's: longer than a call may last."""

_log = logger(__name__)


def run(database: Database, allowed: Callout, *, every_seconds: float, stop: threading.Event) -> None:
    """Send until `stop` is set; a database that does not answer is asked again."""
    while not stop.wait(every_seconds):
        try:
            while send_due(database, allowed) and not stop.is_set():
                pass
        except SQLAlchemyError as error:
            _log.error("webhooks_failed", error=type(error).__name__)


def send_due(database: Database, allowed: Callout) -> int:
    """Send what is due now, one after the other; return how many attempts were made."""
    with database.reading() as session:
        if not anything_due(session):
            return 0
    with database.transaction() as session:
        taken = take_due(session, ttl=_HELD, limit=1)
    for delivery in taken:
        status, error = _try(delivery, allowed)
        arrived = status is not None and 200 <= status < 300
        with database.transaction() as session:
            settle(session, delivery, arrived=arrived, status=status, error=error)
        _log.info(
            "webhook_sent" if arrived else "webhook_not_taken", webhook=delivery.webhook_id, event_id=delivery.event.id,
            attempt=delivery.attempt, status=status, error=error,
        )  # fmt: skip
    return len(taken)


def body_of(delivery: Delivery) -> bytes:
    """Return what is sent: ids and a state, and never anything of a document."""
    event = delivery.event
    said = {
        "id": event.id, "kind": event.kind.value, "created_at": event.at.isoformat(), "batch": event.batch,
        "application": event.application, "document": event.document, "state": event.state,
    }  # fmt: skip
    return json.dumps(said, separators=(",", ":")).encode()


def signature(secret: str, event_id: str, timestamp: int, body: bytes) -> str:
    """Return the signature header: `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64."""
    signed = b".".join((event_id.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()


def _try(delivery: Delivery, allowed: Callout) -> tuple[int | None, str | None]:
    """Make one attempt; return the status of the answer, or a code for why there is none."""
    body, timestamp = body_of(delivery), int(time.time())
    event_id = str(delivery.event.id)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "material-verifier",
        "Webhook-Id": event_id,
        "Webhook-Timestamp": str(timestamp),
        "Webhook-Signature": signature(delivery.secret, event_id, timestamp, body),
    }
    try:
        return _post(check(delivery.url, allowed), headers, body), None
    except AddressRefused as refused:
        return None, refused.code
    except TimeoutError:
        return None, "timeout"
    except ssl.SSLError:
        return None, "tls"
    except (OSError, http.client.HTTPException):
        return None, "unreachable"


def _post(target: Target, headers: dict[str, str], body: bytes) -> int:
    """Send to the checked address and return the status; a redirect is an answer like any other, nobody follows it."""
    connection = _Checked(target)
    # A receiver that sends a byte now and then would keep within every single time limit.
    watch = threading.Timer(_ALTOGETHER, connection.cut)
    watch.start()
    try:
        connection.request("POST", target.path, body=body, headers=headers)
        return connection.getresponse().status
    finally:
        watch.cancel()
        connection.close()


class _Checked(http.client.HTTPConnection):
    """A connection to the address that was checked; the name serves the request's Host and the certificate only."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=_SECONDS)
        self.default_port = 443 if target.scheme == "https" else 80
        self._target = target

    def connect(self) -> None:
        """Connect to the checked address, with TLS for https."""
        raw = socket.create_connection((self._target.address, self._target.port), timeout=_SECONDS)
        if self._target.scheme == "https":
            try:
                self.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=self._target.host)
            except BaseException:
                raw.close()
                raise
        else:
            self.sock = raw

    def cut(self) -> None:
        """End a call that lasts too long, from another thread."""
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                _log.debug("webhook_was_over")
