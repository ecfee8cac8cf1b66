"""`verifier demo`: the whole way on this machine: service up, one applicant in, findings out, service down."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Annotated, Any, Final

import typer

from api.client import Client
from api.keys import open_keys
from api.upload import HandedIn, hand_in, show, write_report
from models.messages import text
from models.store.api_keys import Role
from verifier.commands.output import DONE, console
from verifier.folders import applicant_folders
from workers import logs
from workers.settings import Settings
from workers.supervisor import Supervisor

_LEASE_SECONDS: Final = 6.0
"""Short, so that the work of a killed worker goes on before the eyes of who watches."""

_DRAIN_SECONDS: Final = 3.0
_SAMPLE: Final = Path("samples/zhang-wenxi")
_TERMINATED: Final = 128 + signal.SIGTERM


def demo(
    folder: Annotated[Path, typer.Argument(help="样例文件夹：一位申报人，或每位一个子文件夹。")] = _SAMPLE,
    policy: Annotated[str, typer.Option(help="政策包编号。")] = "xj-by-2024-qs",
    report: Annotated[Path, typer.Option(help="HTML 报告写到这个文件。")] = Path("out/report.html"),
    data: Annotated[Path | None, typer.Option(help="数据文件夹；默认用完即删的临时文件夹。")] = None,
    corpus: Annotated[Path | None, typer.Option(help="语料 JSONL：论文与之比对。默认样例旁的 corpus.jsonl。")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="识读进程数。默认每核一个。")] = None,
    kill_worker: Annotated[
        bool, typer.Option("--kill-worker", help="识读中途杀掉一个进程，看结果是否照样完整。")
    ] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="发现问题也以 0 退出。")] = False,
) -> None:
    """在本机演示全过程：启动服务、上传样例、逐条列出发现、写出报告、停止服务。"""  # the help text
    # What the supervisor has to say stands in the service's log; between our lines only its errors.
    logs.configure("ERROR")
    folders = applicant_folders(folder)
    started = time.monotonic()
    codes = []
    changed = {"corpus": corpus or _corpus_beside(folder), "workers": workers}
    with _service(data, changed) as service, Client(service.url, _key(service, data)) as client:
        console.print(text("api.demo_started", seconds=f"{time.monotonic() - started:.1f}", url=service.url))
        killer = _Killer(service) if kill_worker else None
        for entry in folders:
            handed_in = hand_in(client, entry, policy, on_state=killer)
            show(handed_in)
            write_report(client, handed_in, report if len(folders) == 1 else _place(report, entry))
            codes.append(handed_in.exit_code)
            _tell_time(handed_in, started)
    raise typer.Exit(DONE if exit_zero else max(codes, key=_gravity))


class _Killer:
    """Kills one worker, as `kill -9` does, once a document is in work."""

    def __init__(self, service: Supervisor) -> None:
        self._service = service
        self._killed = False

    def __call__(self, state: dict[str, Any]) -> None:
        in_work = any(document["state"] == "observing" for document in state["documents"])
        if self._killed or not in_work:
            return
        self._killed = True
        victim = self._service.worker_pids[0]
        os.kill(victim, signal.SIGKILL)
        console.print(text("api.demo_killed", pid=victim), style="magenta")


@contextmanager
def _service(data: Path | None, changed: dict[str, Any]) -> Iterator[Supervisor]:
    """Run the service in a private folder on a free port; its log goes to that folder, not between our lines.

    Settings in `changed` that are not None take the place of the defaults.
    """
    with ExitStack() as stack:
        signal.signal(signal.SIGTERM, _leave)
        place = data or Path(stack.enter_context(TemporaryDirectory(prefix="verifier-demo-")))
        place.mkdir(parents=True, exist_ok=True)
        log = stack.enter_context((place / "service.log").open("ab"))
        settings = Settings(
            data_dir=place, port=0, lease_seconds=_LEASE_SECONDS, drain_seconds=_DRAIN_SECONDS, reconcile_seconds=1.0
        )
        settings = settings.model_copy(update={key: value for key, value in changed.items() if value is not None})
        yield stack.enter_context(Supervisor(settings, output=log.fileno()))


def _corpus_beside(folder: Path) -> Path | None:
    """Return the corpus that lies in the folder of the applicants, or beside that of the one applicant."""
    places = (place / "corpus.jsonl" for place in (folder, folder.parent))
    return next((place.resolve() for place in places if place.is_file()), None)


def _key(service: Supervisor, data: Path | None) -> str:
    """Return a key: that of the first start, or a new one where the data folder was used before."""
    if service.first_key is not None:
        return service.first_key
    with open_keys(data) as keys:
        return keys.create(Role.ADMIN, label="demo").plaintext


def _leave(_number: int, _frame: FrameType | None) -> None:
    """Leave by an exception, so that everything that was started is stopped on the way."""
    sys.exit(_TERMINATED)


def _place(report: Path, applicant: Path) -> Path:
    return report.with_stem(f"{report.stem}-{applicant.name}")


def _tell_time(handed_in: HandedIn, started: float) -> None:
    console.print(
        text("api.demo_done", documents=len(handed_in.filenames), seconds=f"{time.monotonic() - started:.1f}")
    )


def _gravity(code: int) -> int:
    """Order exit codes: nothing wrong, a person is needed, defects, refused."""
    return {0: 0, 11: 1, 10: 2}.get(code, 3)
