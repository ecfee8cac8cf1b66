"""A receiver of webhooks on this machine that remembers what came, and how often."""

from __future__ import annotations

import collections
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.faults.house import House

KINDS = ["document.finished", "application.judged"]
ALLOWED = {"webhook_networks": "127.0.0.0/8", "webhook_http": True, "webhook_seconds": 0.2}
"""Settings of a service that may call a receiver on this machine."""


class Receiver:
    """Listens while it is open; `ids` counts calls by event id, `told` documents that were said to have ended."""

    def __init__(self, house: House) -> None:
        self.ids: collections.Counter[str] = collections.Counter()
        self.told: collections.Counter[str] = collections.Counter()
        self._house = house
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                receiver.note(self.headers["Webhook-Id"], body)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._guard = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def note(self, event_id: str, body: dict[str, str]) -> None:
        with self._guard:
            self.ids[event_id] += 1
            if body["kind"] == "document.finished":
                self.told[body["document"]] += 1

    def __enter__(self) -> Receiver:
        self._thread.start()
        url = f"http://127.0.0.1:{self._server.server_port}/hook"
        with self._house.client() as client:
            client.post("/webhooks", json={"url": url, "kinds": KINDS}).raise_for_status()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def figures(self) -> dict[str, int]:
        """Return how many calls came, under one id twice, and about one document twice."""
        return {
            "webhooks": sum(self.ids.values()),
            "webhooks_twice_under_one_id": sum(times - 1 for times in self.ids.values()),
            "documents_told": len(self.told),
            "documents_told_twice": sum(times - 1 for times in self.told.values()),
        }
