"""Somebody else's ordinary document, handed in while another is at work: how long it takes from upload to result."""

from __future__ import annotations

import io
import itertools
import time

import httpx
from PIL import Image, ImageDraw

TERMINAL = ("observed", "needs_manual", "cancelled")
_numbers = itertools.count()


def page() -> bytes:
    """Return a small page of print as PNG, another one at every call: nothing comes from a cache."""
    image = Image.new("L", (1000, 700), 250)
    draw = ImageDraw.Draw(image)
    number = next(_numbers)
    for line in range(12):
        draw.text(
            (60, 40 + line * 50), f"Material {number} line {line} of the neighbour 2024-05-{line + 1:02}", fill=20
        )
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


class Neighbour:
    """Hands in one ordinary document at a time in an application of its own."""

    def __init__(self, client: httpx.Client, policy: str) -> None:
        self._client = client
        self._application = client.post("/applications", json={"policy": policy}).raise_for_status().json()["id"]

    def begin(self) -> tuple[str, float]:
        """Upload a page; return the document and when."""
        began = time.monotonic()
        answer = self._client.post(
            f"/applications/{self._application}/documents", files={"file": (f"n{next(_numbers)}.png", page())}
        ).raise_for_status()
        return str(answer.json()["documents"][0]["id"]), began

    def wait(self, begun: tuple[str, float], limit_seconds: float = 300) -> float:
        """Return the seconds from upload to result."""
        document, began = begun
        while time.monotonic() - began < limit_seconds:
            state = self._client.get(f"/documents/{document}").raise_for_status().json()["state"]
            if state in TERMINAL:
                return time.monotonic() - began if state == "observed" else float("inf")
            time.sleep(0.05)
        return float("inf")

    def time_of(self, count: int) -> float:
        """Return the median seconds of `count` documents, one after the other."""
        return sorted(self.wait(self.begin()) for _ in range(count))[count // 2]
