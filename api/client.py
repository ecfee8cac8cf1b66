"""The HTTP client: hands in an applicant's folder, waits, fetches the report."""

from __future__ import annotations

import mimetypes
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import httpx

from models.errors import ERRORS, VerifierError
from models.report import Report
from models.values import from_json, to_jsonable
from verifier.folders import ApplicantFolder, FolderMaterial

_PREFIX: Final = "/api/v1"
_TIMEOUT: Final = httpx.Timeout(60.0, connect=5.0)

_FINISHED: Final = ("judged", "needs_manual")
"""States of an application in which nothing more happens by itself."""


class ServiceProblem(Exception):
    """A problem document as an exception; `code` and `exit_code` are those of the product's typed errors."""

    def __init__(self, answer: httpx.Response) -> None:
        try:
            self.problem: dict[str, Any] = answer.json()
        except ValueError:
            self.problem = {}
        self.status = answer.status_code
        self.code = str(self.problem.get("code", "internal"))
        self.title = str(self.problem.get("title", f"HTTP {answer.status_code}"))
        self.detail = str(self.problem.get("detail", ""))
        super().__init__(f"{self.title}: {self.detail}")

    @property
    def exit_code(self) -> int:
        """The command line's exit code for this problem."""
        known = ERRORS.get(self.code)
        if known is not None:
            return known.exit_code
        return VerifierError.exit_code if self.status >= httpx.codes.INTERNAL_SERVER_ERROR else 2


@dataclass(frozen=True)
class Refused:
    """A file that the service did not accept, and why."""

    filename: str
    code: str
    title: str
    detail: str


@dataclass(frozen=True)
class Uploaded:
    """What became of the files of one request: accepted documents (id -> file name) and refused ones."""

    documents: dict[str, str]
    refused: tuple[Refused, ...]


class Client:
    """Speaks to one service with one key. Every method raises `ServiceProblem` where the service answers with one.

    `transport` replaces the network, for tests.
    """

    def __init__(self, url: str, key: str, *, transport: httpx.BaseTransport | None = None) -> None:
        # trust_env=False: a proxy of the office must not see applicants' papers on their way to a service next door.
        self._http = httpx.Client(
            base_url=url.rstrip("/") + _PREFIX,
            headers={"Authorization": f"Bearer {key}"},
            timeout=_TIMEOUT,
            transport=transport,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def is_live(self) -> bool:
        """Tell whether the service answers at all."""
        try:
            return self._http.get("/health/live").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def create_application(self, folder: ApplicantFolder, policy: str) -> str:
        """Open an application for the applicant of `folder`; return its id."""
        body = {
            "policy": policy,
            "applicant": to_jsonable(folder.applicant),
            "facts": _plain(folder.facts),
            "submitted_at": _moment(folder.submitted_at),
            "received_at": _moment(folder.received_at),
            "submission_number": folder.submission_number,
            "earlier_notices": list(folder.earlier_notices),
        }
        answer = self._checked(self._http.post("/applications", json=body))
        return str(answer.json()["id"])

    def upload(self, application: str, material: FolderMaterial) -> Uploaded:
        """Hand in one file; a refusal is an answer (`refused`), every other problem is raised."""
        fields = {"slot": material.slot, "declared_type": material.declared_type}
        with material.path.open("rb") as stream:
            kind = mimetypes.guess_type(material.path.name)[0] or "application/octet-stream"
            answer = self._http.post(
                f"/applications/{application}/documents",
                data={name: value for name, value in fields.items() if value},
                files={"file": (material.path.name, stream, kind)},
            )
        refused = _refused(answer)
        if refused and answer.is_error:
            return Uploaded({}, refused)
        documents = self._checked(answer).json()["documents"]
        return Uploaded({document["id"]: document["filename"] for document in documents}, refused)

    def application(self, application: str) -> dict[str, Any]:
        """Return state, progress and verdict of an application."""
        answer = self._checked(self._http.get(f"/applications/{application}"))
        return dict(answer.json())

    def wait(
        self,
        application: str,
        *,
        on_progress: Callable[[dict[str, Any]], None] | None = None,
        poll_seconds: float = 0.5,
        limit_seconds: float | None = None,
    ) -> dict[str, Any]:
        """Poll until the application is judged or left to a person; return its last state.

        Raises:
            TimeoutError: not judged after `limit_seconds`.
        """
        started = time.monotonic()
        while True:
            state = self.application(application)
            if on_progress is not None:
                on_progress(state)
            if state["state"] in _FINISHED:
                return state
            if limit_seconds is not None and time.monotonic() - started > limit_seconds:
                raise TimeoutError(f"application {application} is not judged after {limit_seconds:.0f} s")
            time.sleep(poll_seconds)

    def report(self, application: str) -> Report:
        """Return the report."""
        return from_json(Report, self._report(application, "application/json").content)

    def report_html(self, application: str) -> str:
        """Return the report as a self-contained page."""
        return self._report(application, "text/html").text

    def _report(self, application: str, media_type: str) -> httpx.Response:
        answer = self._http.get(f"/applications/{application}/report", headers={"Accept": media_type})
        return self._checked(answer)

    def _checked(self, answer: httpx.Response) -> httpx.Response:
        if answer.is_error:
            raise ServiceProblem(answer)
        return answer


def _refused(answer: httpx.Response) -> tuple[Refused, ...]:
    try:
        entries = answer.json().get("refused", ())
    except ValueError:
        return ()
    return tuple(Refused(entry["filename"], entry["code"], entry["title"], entry["detail"]) for entry in entries)


def _moment(value: Any) -> str | None:  # noqa: ANN401
    return None if value is None else value.isoformat()


def _plain(value: Any) -> Any:  # noqa: ANN401  # YAML is any shape
    """Return YAML's dates as the ISO strings that JSON has for them."""
    if isinstance(value, dict):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
