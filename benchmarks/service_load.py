"""What loads the service in `benchmarks.service`: one person's uploads, slow senders, pages of the sample."""

from __future__ import annotations

import io
import math
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
from PIL import Image, ImageEnhance

from tests.faults.house import House
from tests.faults.processes import tree
from tests.faults.worker import HEAD
from verifier.policies.loader import list_policies

STUB_SECONDS = 0.05
SLOW_CONNECTIONS = 200
_DARKER_A_ROUND = 0.003
_SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "zhang-wenxi"


def policy() -> str:
    """Return the id of a policy pack; which one it is does not matter here."""
    return list_policies()[0].id


def open_application(client: httpx.Client) -> object:
    """Open an application; return its id."""
    return client.post("/applications", json={"policy": policy()}).raise_for_status().json()["id"]


def page_files(pages: int, *, first: int = 0) -> Iterator[tuple[str, bytes]]:
    """Yield pages of the sample application from the number `first` on; each round of them is a little darker.

    No two are the same file: what was observed once is not observed again.
    """
    pictures = sorted(_SAMPLE.glob("*.jpg"))
    for number in range(first, first + pages):
        path = pictures[number % len(pictures)]
        with Image.open(path) as picture:
            shaded = ImageEnhance.Brightness(picture.convert("RGB")).enhance(
                1 - _DARKER_A_ROUND * (number // len(pictures))
            )
        file = io.BytesIO()
        shaded.save(file, "JPEG", quality=90, dpi=(200, 200))
        yield f"{number}-{path.name}", file.getvalue()


_DOCUMENTS_A_PERSON = 20
"""Each document has the application judged anew: one of a thousand documents would be a load of its own."""


class Interactive:
    """Uploads of one person after the other, some documents each: from the call to the result."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._number = 0
        self._application = ""

    def seconds(self, limit_seconds: float = 120) -> float:
        """Upload one document and wait for it; infinite where it takes longer than the limit."""
        if self._number % _DOCUMENTS_A_PERSON == 0:
            self._application = str(open_application(self._client))
        self._number += 1
        began = time.monotonic()
        data = HEAD + f"slow {STUB_SECONDS} interactive {self._number}".encode()
        try:
            answer = self._client.post(
                f"/applications/{self._application}/documents",
                files={"file": (f"i{self._number}.pdf", data)},
                timeout=limit_seconds,
            ).raise_for_status()
            document = answer.json()["documents"][0]["id"]
            while time.monotonic() - began < limit_seconds:
                if self._client.get(f"/documents/{document}").raise_for_status().json()["state"] == "observed":
                    return time.monotonic() - began
                time.sleep(0.02)
        except httpx.TimeoutException:
            pass
        return math.inf


class Memory:
    """The largest resident memory of the web process seen so far, its master counted in."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.peak = 0

    def sample(self) -> None:
        """Look once."""
        masters = [process for process in self._house.processes("web") if process.parent == self._house.supervisor]
        total = sum(process.resident for master in masters for process in tree(master.pid))
        self.peak = max(self.peak, total)


class SlowSenders:
    """Connections that send the beginning of a request and then a byte every five seconds."""

    def __init__(self, house: House, beginning: bytes) -> None:
        self._address = ("127.0.0.1", house.settings.port)
        self._beginning = beginning
        self._stop = threading.Event()
        self._sockets: list[socket.socket] = []
        self._thread = threading.Thread(target=self._drip, daemon=True)
        self.open = 0

    def __enter__(self) -> SlowSenders:
        for _ in range(SLOW_CONNECTIONS):
            connection = socket.create_connection(self._address, timeout=30)
            connection.sendall(self._beginning)
            self._sockets.append(connection)
        self.open = len(self._sockets)
        self._thread.start()
        time.sleep(1)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        for connection in self._sockets:
            connection.close()

    def _drip(self) -> None:
        while not self._stop.wait(5):
            for connection in self._sockets:
                try:
                    connection.sendall(b"x")
                except OSError:
                    continue  # the service has lost its patience, as it should


def half_header(house: House) -> bytes:
    """Return a request up to the middle of its header."""
    return f"POST /api/v1/applications HTTP/1.1\r\nHost: 127.0.0.1:{house.settings.port}\r\nX-Slow: ".encode()


def half_body(house: House, client: httpx.Client) -> bytes:
    """Return an upload up to the first bytes of its file."""
    application = open_application(client)
    return (
        f"POST /api/v1/applications/{application}/documents HTTP/1.1\r\nHost: 127.0.0.1:{house.settings.port}\r\n"
        f"Authorization: Bearer {house.key}\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        "Content-Length: 1000000\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\n'
    ).encode()
