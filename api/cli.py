"""The console script `verifier`: the commands without a service, and those that run, examine and use the service."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.table import Table
from rich.text import Text

from api import audits, backups, erasing, keys, users
from api.client import Client, ServiceProblem
from api.demo import demo
from api.parts import Part, Status
from api.upload import hand_in, show, write_report
from models.messages import text
from models.values import to_jsonable
from verifier.cli import app
from verifier.commands.output import DEFECTS, DONE, JsonFlag, console, print_json, progress_console, run_app
from verifier.reports.terminal import plain
from workers.settings import Settings

_OUR_FAULT = 1

_STATUS_COLOURS = {Status.OK: "green", Status.WARN: "yellow", Status.FAIL: "bold red"}


app.add_typer(keys.app, name="keys")
app.add_typer(users.app, name="users")
app.add_typer(audits.app, name="audit")


def main() -> None:
    """Run the command line; errors become their Chinese text on standard error and the exit code of the interface."""
    try:
        run_app(app)
    except ServiceProblem as problem:
        _fail(problem.title, problem.detail, problem.exit_code)
    except httpx.TransportError:
        _fail(text("api.cli_unreachable_title"), text("api.cli_unreachable_detail"), _OUR_FAULT)
    except TimeoutError:
        _fail(text("api.cli_timeout_title"), text("api.cli_timeout_detail"), _OUR_FAULT)


@app.command("serve")
def serve(
    port: Annotated[int | None, typer.Option(help="端口；0 为任一空闲端口。默认 8000。")] = None,
    host: Annotated[str | None, typer.Option(help="监听地址。默认 127.0.0.1，只限本机。")] = None,
    data: Annotated[Path | None, typer.Option(help="数据文件夹：数据库、文件、队列。默认 data。")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="识读进程数。默认每核一个。")] = None,
) -> None:
    """启动服务：网页接口、队列、识读进程；首次启动打印一次管理员密钥。"""
    from workers.supervisor import announcement
    from workers.supervisor import serve as run_service

    settings = _settings(port=port, host=host, data_dir=data, workers=workers)
    raise typer.Exit(
        run_service(
            settings,
            lambda service: console.print(announcement(service), markup=False, highlight=False, soft_wrap=True),
        )
    )


@app.command("worker")
def worker() -> None:
    """启动一个识读进程；队列和数据由 REDIS_URL、VERIFIER_DATA_DIR 等环境变量指定。"""
    from workers.worker import real_context, run

    raise typer.Exit(run(Settings(), real_context))


@app.command("doctor")
def doctor(
    data: Annotated[Path | None, typer.Option(help="数据文件夹。")] = None,
    as_json: JsonFlag = False,
) -> None:
    """检查本机：版本、OCR 引擎、CPU、沙箱、队列、磁盘、字体；不正常的说明怎么办。"""
    from api.doctor import examine

    settings = _settings(data_dir=data)
    with progress_console.status(text("api.doctor_examining")):
        parts = list(examine(settings))
    if as_json:
        print_json([asdict(part) for part in parts])
    else:
        console.print(_parts_table(parts))
    raise typer.Exit(DEFECTS if any(part.status is Status.FAIL for part in parts) else DONE)


@app.command("upload")
def upload(
    folder: Annotated[Path, typer.Argument(help="一位申报人的文件夹或 ZIP：每个栏目一个子文件夹，或放 manifest.csv。")],
    policy: Annotated[str, typer.Option(help="政策包编号（见 verifier policies list）。")],
    key: Annotated[str, typer.Option(envvar="VERIFIER_KEY", help="密钥；宜放在环境变量 VERIFIER_KEY 里。")],
    url: Annotated[str, typer.Option(envvar="VERIFIER_URL", help="服务地址。")] = "http://127.0.0.1:8000",
    report: Annotated[Path | None, typer.Option(help="把 HTML 报告写到这个文件。")] = None,
    timeout: Annotated[float | None, typer.Option(min=1, help="最多等待的秒数；默认一直等。")] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="发现问题也以 0 退出。")] = False,
    as_json: JsonFlag = False,
) -> None:
    """把一位申报人的文件夹上传到服务，等待核验，列出全部发现。"""
    with Client(url, key) as client:
        handed_in = hand_in(client, folder, policy, limit_seconds=timeout)
        if as_json:
            print_json(
                {
                    "application": handed_in.application,
                    "filenames": handed_in.filenames,
                    "refused": [asdict(refusal) for refusal in handed_in.refused],
                    "report": None if handed_in.report is None else to_jsonable(handed_in.report),
                }
            )
        else:
            show(handed_in)
        if report is not None:
            write_report(client, handed_in, report)
    raise typer.Exit(DONE if exit_zero else handed_in.exit_code)


app.command("demo")(demo)
app.command("backup")(backups.backup)
app.command("restore")(backups.restore)
app.command("erase")(erasing.erase)


def _settings(**given: Any) -> Settings:  # noqa: ANN401  # the fields of Settings
    """Return the settings of the environment with those that were given on the command line."""
    return Settings(**{name: value for name, value in given.items() if value is not None})


def _parts_table(parts: list[Part]) -> Table:
    headings = (text(f"api.doctor_column_{name}") for name in ("part", "status", "found", "remedy"))
    table = Table(*headings, title=text("api.doctor_title"), show_lines=True)
    for part in parts:
        status = Text(text(f"api.doctor_{part.status}"), style=_STATUS_COLOURS[part.status])
        table.add_row(text(f"api.doctor_{part.name}"), status, Text(plain(part.found)), Text(part.remedy))
    return table


def _fail(title: str, detail: str, exit_code: int) -> None:
    said = plain(text("cli.error", title=title, detail=detail))
    progress_console.print(said, style="red", markup=False)
    raise SystemExit(exit_code)
