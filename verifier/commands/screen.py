"""`verifier screen FOLDER --policy ID`: applicants' folders in, verdicts and findings out, without a service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from models.errors import InvalidRequest
from models.messages import text
from models.policy import Policy
from models.report import Report, Verdict
from verifier.commands.output import DEFECTS, DONE, PERSON_NEEDED, JsonFlag, console, print_json, progress_console
from verifier.commands.roster import show_roster
from verifier.policies.loader import load_policy
from verifier.reports.workbook import Judged, write_workbook
from verifier.zipped_folders import is_one_applicant, opened_folders

if TYPE_CHECKING:
    from verifier.screening import Screened


def screen(
    folder: Annotated[
        Path, typer.Argument(help="每位申报人一个子文件夹或 ZIP；其中每个栏目一个子文件夹，或放 manifest.csv。")
    ],
    policy: Annotated[str, typer.Option(help="政策包编号（见 verifier policies list）或 YAML 文件。")],
    out: Annotated[
        Path | None, typer.Option(help="结果写到这个文件夹：每人 JSON、HTML、通知（DOCX、PDF），全批 Excel 结果表。")
    ] = None,
    deadline: Annotated[str | None, typer.Option(help="通知里的补正期限，例如 2024-09-30；不填则留空。")] = None,
    template: Annotated[Path | None, typer.Option(help="本单位的通知模板（DOCX，字段见 docs/notices.md）。")] = None,
    roster: Annotated[
        Path | None, typer.Option(help="花名册（.xlsx、.xls、.ods）：与通知的列、与每人材料核对。")
    ] = None,
    corpus: Annotated[Path | None, typer.Option(help="语料库文件夹或 JSONL：论文与之比对，也互相比对。")] = None,
    now: Annotated[str | None, typer.Option(help="判定时间，ISO 8601；默认现在。")] = None,
    processes: Annotated[int | None, typer.Option(min=1, help="同时识读的进程数；默认每核一个。")] = None,
    as_json: JsonFlag = False,
) -> None:
    """批量核验：逐人逐条列出全部问题，不需要启动服务。"""
    from verifier.commands.engine import engine_name
    from verifier.commands.screened import open_roster, roster_json, screened_json, show_beside, verdict_of
    from verifier.screening import screen as screen_folders

    pack = load_policy(policy)
    moment = _parse_now(now)
    engine = engine_name()
    comparison, listed = open_roster(roster, pack, moment.date()) if roster else (None, None)
    applicants: list[dict[str, Any]] = []
    verdicts: list[Verdict] = []
    judged: list[Judged] = []
    until = _parse_day(deadline) if deadline else None
    with opened_folders(folder) as folders, _progress() as progress:
        step = _step(progress, sum(len(entry.materials) for entry in folders))
        for screened in screen_folders(
            folders, pack, now=moment, corpus=corpus, processes=processes, on_document=step, roster=comparison,
            engine=engine,
        ):  # fmt: skip
            verdicts.append(verdict_of(screened))
            show_beside(screened)
            applicants.append(screened_json(screened))
            if out is not None:
                judged.append(_write(screened, pack, out, until, template))
            if not as_json:
                _show(screened.report, screened.folder.applicant.name or screened.folder.id)
    if comparison is not None:
        # The other rows of a roster are not missing where one applicant was asked for.
        listed = comparison.report(everybody=not is_one_applicant(folder))
    if out is not None and judged:
        write_workbook(out / text("workbook.file"), judged, pack, roster=listed)
        progress_console.print(text("cli.screen_written", folder=str(out)), markup=False)
    verdicts += [listed.verdict] if listed is not None else []
    if as_json:
        print_json({"applicants": applicants, "roster": roster_json(listed)})
    elif listed is not None:
        show_roster(listed)
    raise typer.Exit(exit_code(verdicts))


def _write(screened: Screened, pack: Policy, out: Path, until: dt.date | None, template: Path | None) -> Judged:
    """Write all files of one applicant."""
    from verifier.reports.files import write_reports

    case, report, problem = screened.case, screened.report, screened.folder.problem
    written = write_reports(
        screened.folder, case, report, pack, out, deadline=until, template=template, roster=screened.roster
    )
    told = f"{problem.title}。{problem.detail}" if problem is not None else ""
    return Judged(case, report, tuple(path.name for path in written), problem=told)


def exit_code(verdicts: list[Verdict]) -> int:
    """Return the exit code of several applicants: defects before people needed before done."""
    if Verdict.FAILED in verdicts:
        return DEFECTS
    return PERSON_NEEDED if Verdict.NEEDS_REVIEW in verdicts else DONE


def _step(progress: Progress, total: int) -> Callable[[], None]:
    task = progress.add_task(text("cli.screen_progress"), total=total)
    return lambda: progress.advance(task)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=progress_console, transient=True)


def _parse_now(value: str | None) -> dt.datetime:
    shanghai = ZoneInfo("Asia/Shanghai")
    if value is None:
        return dt.datetime.now(shanghai)
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError as error:
        raise InvalidRequest(reason="--now 应为 ISO 8601 时间，例如 2024-09-20T09:00:00+08:00") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=shanghai)


def _parse_day(value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise InvalidRequest(reason=text("cli.bad_deadline")) from error


def _show(report: Report, name: str) -> None:
    from verifier.reports.terminal import findings_table

    verdict = text(f"cli.verdict_{report.verdict}")
    console.print(text("cli.applicant_done", name=name, verdict=verdict), markup=False)
    console.print(findings_table(report))
