"""The worker of the web process with a patience of a second, and an application for it: for test_api_connections."""

from __future__ import annotations

from api import connections

connections.HEADER_SECONDS = 1.0  # type: ignore[misc]
ImpatientWorker = connections.PatientWorker


def application(environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
