"""Hands in one applicant's folder, shows progress, prints the findings: what `verifier upload` and the demo share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from api.client import Client, Refused
from models.errors import InputRefused
from models.messages import text
from models.report import Report, Verdict
from verifier.commands.output import DEFECTS, DONE, PERSON_NEEDED, console, progress_console
from verifier.folders import ApplicantFolder
from verifier.reports.terminal import findings_table, plain
from verifier.zipped_folders import opened_folder


@dataclass(frozen=True)
class HandedIn:
    """One application after judging; `filenames` are those of its documents by id.

    `report` is None where the service could not judge and left the application to a person.
    """

    application: str
    report: Report | None
    filenames: dict[str, str]
    refused: tuple[Refused, ...]

    @property
    def exit_code(self) -> int:
        """Exit code of the public interface: defects before a needed person before done.

        A refused file among others is a defect of the application; where nothing was accepted, the input is refused.
        """
        if self.refused and not self.filenames:
            return InputRefused.exit_code
        if self.refused or (self.report is not None and self.report.verdict is Verdict.FAILED):
            return DEFECTS
        return DONE if self.report is not None and self.report.verdict is Verdict.PASSED else PERSON_NEEDED


OnState = Callable[[dict[str, Any]], None]
"""Is told the state of the application whenever the service was asked for it."""


def hand_in(
    client: Client,
    path: Path,
    policy: str,
    *,
    limit_seconds: float | None = None,
    poll_seconds: float = 0.5,
    on_state: OnState | None = None,
) -> HandedIn:
    """Open an application for the folder or ZIP at `path`, upload its files, wait for the report; progress on stderr.

    Raises:
        api.client.ServiceProblem: the service answered with a problem.
        models.errors.InvalidRequest: the folder's manifest or facts are wrong.
        models.errors.InputRefused: the ZIP as a whole cannot be had.
        TimeoutError: not judged after `limit_seconds`.
    """
    with opened_folder(path) as folder:
        application = client.create_application(folder, policy)
        filenames, refused = _upload(client, application, folder)
    refused += tuple(
        Refused(entry.name, entry.refusal.code, entry.refusal.title, entry.refusal.detail) for entry in folder.refused
    )
    if not filenames:
        return HandedIn(application, None, filenames, refused)
    with _bar(text("api.upload_observing"), on_state) as bar:
        last = client.wait(application, on_progress=bar, poll_seconds=poll_seconds, limit_seconds=limit_seconds)
    report = client.report(application) if last["verdict"] is not None else None
    return HandedIn(application, report, filenames, refused)


def show(handed_in: HandedIn) -> None:
    """Print refused files and the table of findings."""
    for refusal in handed_in.refused:
        said = text("api.upload_refused", filename=refusal.filename, title=refusal.title, detail=refusal.detail)
        console.print(plain(said), style="red", markup=False)
    if handed_in.report is None:
        console.print(text("api.upload_no_report"), style="yellow")
        return
    console.print(findings_table(handed_in.report, filenames=handed_in.filenames))


def write_report(client: Client, handed_in: HandedIn, path: Path) -> None:
    """Write the report as a page; nothing where there is no report."""
    if handed_in.report is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(client.report_html(handed_in.application), encoding="utf-8")
    console.print(text("api.upload_report_written", path=path), markup=False)


def _upload(client: Client, application: str, folder: ApplicantFolder) -> tuple[dict[str, str], tuple[Refused, ...]]:
    filenames: dict[str, str] = {}
    refused: list[Refused] = []
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=progress_console, transient=True) as progress:
        for material in progress.track(folder.materials, description=text("api.upload_sending")):
            uploaded = client.upload(application, material)
            filenames |= uploaded.documents
            refused.extend(uploaded.refused)
    return filenames, tuple(refused)


class _StateBar:
    """Shows what the service says of an application on a progress bar."""

    def __init__(self, progress: Progress, description: str, on_state: OnState | None) -> None:
        self._progress = progress
        self._on_state = on_state
        self._task = progress.add_task(description, total=None, left="")

    def __call__(self, state: dict[str, Any]) -> None:
        documents = state["progress"]
        seconds = documents["eta_seconds"]
        # The service's estimate, not one of our own: it knows what others have in the queue.
        left = "" if not seconds else text("api.upload_left", seconds=round(seconds))
        self._progress.update(
            self._task, total=documents["total"], completed=documents["done"] + documents["failed"], left=left
        )
        if self._on_state is not None:
            self._on_state(state)


@contextmanager
def _bar(description: str, on_state: OnState | None) -> Iterator[_StateBar]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Progress(*columns, console=progress_console) as progress:
        yield _StateBar(progress, description, on_state)
