"""`python -m tests.faults.canary [--real N]`: does a name get out where it has no business?

200 documents of applicants with names that occur nowhere else, in file names, in files, and in the texts of exceptions;
many of them fail in every way there is. Then logs, everything that ever stood in the queue server, its files, the
metrics and all temporary folders are searched for the names, as text and in the encodings in which they could hide.
With `--real` the product's own workers read N printed pages more. Last line `RESULT {json}`.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import redis
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from tests.faults.house import House, free_port, running
from tests.faults.office import wait_until_done
from tests.faults.storm import QUICK, queue_url
from tests.faults.worker import HEAD
from verifier.policies.loader import list_policies

NAMES = ("阚鸻翯", "Kanheronli Veryrare")
NUMBER = "650103199102309417"
_HIDING = ("utf-8", "utf-16-le", "gb18030")
_SAID = ("ok", "ok", "fail", "refuse", "ok", "slow 0.05", "ok", "fail", "ok", "refuse")
_ROOMS = ("tmp", "cwd", "data/spool", "data/blobs/.incoming")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--real", type=int, default=0, help="printed pages that the product's own workers read")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="canary-") as work:
        result = {"made_up": run(Path(work) / "made-up", options.documents, made_up, real=False)}
        if options.real:
            result["real"] = run(Path(work) / "real", options.real, printed, real=True)
    hits = sum(int(str(part["hits"])) for part in result.values())
    documents = sum(int(str(part["documents"])) for part in result.values())
    good = hits == 0 and all(part["good"] for part in result.values())
    print("RESULT", json.dumps({"good": good, "hits": hits, "documents": documents, **result}, ensure_ascii=False))
    return 0 if good else 1


def run(folder: Path, documents: int, make: Callable[[int], tuple[str, bytes]], *, real: bool) -> dict[str, object]:
    """Hand in, wait, and search; return where names were found."""
    (folder / "tmp").mkdir(parents=True)
    environment = {"TMPDIR": str(folder / "tmp"), **({"VERIFIER_TESTS_WORKER": "real"} if real else {})}
    settings = QUICK.model_copy(update={"metrics_port": free_port(), "job_seconds": 60.0 if real else 2.0})
    with running(folder, settings, environment) as house:
        with Eavesdropper(house) as queue:
            answers = _hand_in(house, documents, make)
            settled = wait_until_done(house, 600)
            time.sleep(1)
        with urllib.request.urlopen(f"http://127.0.0.1:{settings.metrics_port}/metrics", timeout=10) as answer:
            metrics = answer.read()
        house.stop()
        found = {
            "logs": _hits((folder / "log").read_bytes()),
            "queue": _hits(queue.heard) + sum(_hits(path.read_bytes()) for path in _files(house.settings.queue_folder)),
            "metrics": _hits(metrics),
            "temporary_files": sum(
                _hits(path.name.encode() + path.read_bytes()) for room in _ROOMS for path in _files(folder / room)
            ),
        }
        states = _states(metrics)
    control = _hits((folder / "data" / "verifier.db").read_bytes())
    return {
        "documents": documents, "hits": sum(found.values()), "found_in": found, "states": states,
        "refused_at_the_door": answers, "failures": states.get("needs_manual", 0) + answers,
        # The search finds the names where they belong: a search that finds nothing anywhere proves nothing.
        "names_in_the_database": control, "bytes_of_the_queue": len(queue.heard),
        "good": settled and control > 0 and len(queue.heard) > 0 and states.get("needs_manual", 0) + answers > 0,
    }  # fmt: skip


def made_up(number: int) -> tuple[str, bytes]:
    """Return a file for the worker of the tests: it says what becomes of it, and the names."""
    said = "crash" if number in (7, 8) else "hang" if number == 9 else _SAID[number % len(_SAID)]
    name = NAMES[number % 2]
    return f"{name}-{number}.pdf", HEAD + f"{said} {name} {NUMBER} {number}".encode()


def printed(number: int) -> tuple[str, bytes]:
    """Return a picture with a name in print and in its metadata; every third one is cut or has a wrong checksum."""
    image = Image.new("L", (900, 300), 250)
    ImageDraw.Draw(image).text((40, 40), f"{NAMES[1]}\n{NUMBER}\n{number}", fill=10, font_size=36)
    told = PngInfo()
    told.add_text("Author", NAMES[1])
    file = io.BytesIO()
    image.save(file, "PNG", pnginfo=told)
    data = file.getvalue()
    if number % 3 == 2:
        half = len(data) // 2
        data = data[:half] + bytes(8) + data[half + 8 :]
    return f"{NAMES[number % 2]}-{number}.png", data


class Eavesdropper:
    """Reads everything that stands in the queue server, again and again while it is open."""

    def __init__(self, house: House) -> None:
        self._url = queue_url(house)
        self._lines: set[bytes] = set()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    @property
    def heard(self) -> bytes:
        return b"\n".join(sorted(self._lines))

    def __enter__(self) -> Eavesdropper:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _listen(self) -> None:
        with redis.Redis.from_url(self._url) as server:
            while not self._stop.wait(0.1):
                try:
                    self._lines.update(_dump(server))
                except redis.RedisError:
                    continue


def _dump(server: redis.Redis) -> Iterator[bytes]:
    readers: dict[bytes, Callable[[bytes], object]] = {
        b"string": server.get,
        b"hash": server.hgetall,
        b"list": lambda key: server.lrange(key, 0, -1),
        b"set": server.smembers,
        b"zset": lambda key: server.zrange(key, 0, -1),
        b"stream": server.xrange,
    }
    for key in server.scan_iter(count=500):
        reader = readers.get(server.type(key))
        value = reader(key) if reader is not None else None
        yield key + b" " + (value if isinstance(value, bytes) else b" ".join(_flat(value)))


def _flat(value: object) -> Iterator[bytes]:
    if isinstance(value, bytes):
        yield value
    elif isinstance(value, dict):
        for pair in value.items():
            yield from _flat(pair)
    elif isinstance(value, list | tuple | set):
        for inner in value:
            yield from _flat(inner)


def _hand_in(house: House, documents: int, make: Callable[[int], tuple[str, bytes]]) -> int:
    """Upload; return how many files were refused at the door."""
    refused = 0
    policy = list_policies()[0].id
    with house.client() as client:
        for number in range(documents):
            if number % 10 == 0:
                body = {"policy": policy, "applicant": {"name": NAMES[0]}}
                application = client.post("/applications", json=body).raise_for_status().json()["id"]
            name, data = make(number)
            answer = client.post(f"/applications/{application}/documents", files={"file": (name, data)})
            if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
                raise AssertionError(f"{answer.status_code}: {answer.text[:200]}")
            refused += not answer.is_success
    return refused


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _hits(data: bytes) -> int:
    """Count the names and the number, plain, in other encodings, and as JSON and URLs write them."""
    wanted = {word.encode(encoding) for word in (*NAMES, NUMBER) for encoding in _HIDING}
    wanted |= {json.dumps(word).strip('"').encode() for word in NAMES}
    wanted |= {repr(word.encode())[2:-1].encode() for word in NAMES}
    wanted |= {urllib.request.quote(word).encode() for word in NAMES}
    return sum(data.count(word) for word in wanted)


def _states(metrics: bytes) -> dict[str, int]:
    lines = [line for line in metrics.decode().splitlines() if line.startswith("verifier_documents{")]
    return {line.split('"')[1]: int(float(line.rpartition(" ")[2])) for line in lines}


if __name__ == "__main__":
    sys.exit(main())
