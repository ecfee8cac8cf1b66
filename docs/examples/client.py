"""A client in one file: hands in an application, waits, corrects a fact, decides a finding, fetches the report.

    API=http://127.0.0.1:8000/api/v1 KEY=mv_... python docs/examples/client.py FILE...

Needs httpx. Everything that is sent twice by mistake is done once: requests carry an Idempotency-Key, and the same file
in the same slot is the same document.
"""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import httpx

POLICY = "xj-by-2024-qs"


class Problem(Exception):
    """An answer that is no success: RFC 9457, with a stable `code` and what to do in Chinese."""

    def __init__(self, answer: httpx.Response) -> None:
        self.problem = answer.json()
        super().__init__(f"{answer.status_code} {self.problem['code']}: {self.problem['detail']}")


class Verifier:
    """The calls that this example needs."""

    def __init__(self, api: str, key: str) -> None:
        self.http = httpx.Client(base_url=api, headers={"Authorization": f"Bearer {key}"}, timeout=60)

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Make a call; try again where the service is busy or the answer was lost."""
        for attempt in range(5):
            try:
                answer = self.http.request(method, path, **options)
            except httpx.TransportError:
                time.sleep(2**attempt)
                continue
            if answer.status_code in (429, 503):
                time.sleep(float(answer.headers.get("Retry-After", 2**attempt)))
                continue
            if answer.is_error:
                raise Problem(answer)
            return answer
        raise TimeoutError(path)

    def post_once(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Post a body that is done once, however often it is sent."""
        return self.call("POST", path, json=body, headers={"Idempotency-Key": str(uuid.uuid4())}).json()

    def events(self, path: str) -> Any:
        """Yield events as they come; streams end now and then and are followed further."""
        last = "0"
        while True:
            with self.http.stream("GET", path, headers={"Last-Event-ID": last}, params={"seconds": 20}) as stream:
                for line in stream.iter_lines():
                    if line.startswith("id: "):
                        last = line[4:]
                    if line.startswith("data: "):
                        yield json.loads(line[6:])


def main(files: list[str]) -> None:
    """Go the whole way with some files of one applicant."""
    verifier = Verifier(os.environ["API"], os.environ["KEY"])

    application = verifier.post_once(
        "/applications",
        {"policy": POLICY, "applicant": {"name": "张闻溪", "unit": "孔雀滩县计量检定所"}, "facts": {"level": "中级"}},
    )["id"]
    path = f"/applications/{application}"

    for name in files:
        with Path(name).open("rb") as file:
            sent = verifier.call("POST", f"{path}/documents", files={"file": file}, data={"slot": "学历学位"}).json()
        for refused in sent["refused"]:
            print("refused:", refused["filename"], refused["detail"])

    for event in verifier.events(f"{path}/events"):
        print("event:", event["kind"], event["state"])
        if event["kind"] in ("application.judged", "application.needs_manual"):
            break

    # A fact was wrong. `If-Match` says which state is corrected; nothing is read again.
    tag = verifier.call("GET", path).headers["ETag"]
    correction = {"facts": {"level": "副高级"}, "note": "申报人来函"}
    verifier.call("PATCH", path, json=correction, headers={"If-Match": tag})
    while verifier.call("GET", path).json()["verdict"] is None:
        time.sleep(0.5)

    findings = verifier.call("GET", f"{path}/findings").json()
    print("verdict:", findings["verdict"], "findings:", len(findings["findings"]))
    for entry in findings["findings"][:1]:
        found = entry["finding"]
        decision = {"kind": "decide", "verdict": "passed", "reason": "看过原件"}
        about = {"requirement": found["requirement"], "document": found["document"]}
        print("decided:", verifier.post_once(f"{path}/decisions", decision | about)["number"])

    report = verifier.call("GET", f"{path}/report", headers={"Accept": "text/html"})
    Path("report.html").write_bytes(report.content)
    print("report:", len(report.content), "bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
