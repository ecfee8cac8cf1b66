"""`verifier roster check|template`: a roster by itself, and an empty one to fill in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from models.messages import text
from models.report import Verdict
from models.roster import RosterFinding, RosterReport
from models.values import to_jsonable
from verifier.commands.observed import existing
from verifier.commands.output import DEFECTS, DONE, PERSON_NEEDED, JsonFlag, console, print_json, progress_console
from verifier.policies.loader import load_policy
from verifier.reports.terminal import plain

app = typer.Typer(help="花名册：核对列与各行；下载空白模板。", no_args_is_help=True)

_EXIT = {Verdict.FAILED: DEFECTS, Verdict.NEEDS_REVIEW: PERSON_NEEDED}


@app.command("check")
def check(
    roster: Annotated[Path, typer.Argument(help="花名册（.xlsx、.xls、.ods）。")],
    policy: Annotated[str, typer.Option(help="政策包编号或 YAML 文件。")],
    as_json: JsonFlag = False,
) -> None:
    """核对一份花名册：列、身份证号、日期、重复人员。与材料核对请用 verifier screen --roster。"""
    from verifier.rosters.comparing import make_report
    from verifier.rosters.reading import read_roster
    from verifier.rosters.rules import roster_rule

    pack = load_policy(policy)
    report = make_report(read_roster(existing(roster), today=dt.datetime.now(dt.UTC).date()), pack)
    if as_json:
        print_json(to_jsonable(report))
    else:
        if roster_rule(pack) is None:
            progress_console.print(text("rosters.columns_unknown"), markup=False)
        show_roster(report)
    raise typer.Exit(_EXIT.get(report.verdict, DONE))


@app.command("template")
def template(
    out: Annotated[Path, typer.Argument(help="写到哪里（.xlsx）。")],
    policy: Annotated[str, typer.Option(help="政策包编号或 YAML 文件。")],
) -> None:
    """写一份空白花名册：列与通知附表一致，身份证号等列为文本格式，列名上有填写说明。"""
    from verifier.rosters.template import write_template

    columns = write_template(load_policy(policy), out)
    progress_console.print(text("rosters.template_written", path=str(out), columns=columns), markup=False)


def show_roster(report: RosterReport) -> None:
    """Print what a roster's report says, on standard output."""
    if report.error is not None:
        said = text("rosters.report_error", filename=report.filename, **_words(report.error))
        console.print(plain(said), style="red", markup=False)
        return
    verdict = text(f"cli.verdict_{report.verdict}")
    title = text("rosters.report_title", filename=report.filename, people=report.people, verdict=verdict)
    console.print(plain(title), markup=False)
    if not report.findings:
        console.print(text("rosters.report_clean"))
        return
    names = ("column_verdict", "column_place", "column_said", "column_remedy")
    table = Table(show_lines=True)
    for name in names:
        table.add_column(text(f"rosters.{name}"), overflow="fold")
    for finding in report.findings:
        cells = (text(f"cli.verdict_{finding.verdict}"), place_of(finding), finding.message, finding.remedy)
        table.add_row(*(plain(cell).replace("[", "\\[") for cell in cells))
    console.print(table)


def place_of(finding: RosterFinding) -> str:
    """Return where a finding is, as a reader looks for it."""
    if finding.cell:
        return text("rosters.place", row=finding.row, column=finding.column, cell=finding.cell)
    if finding.row is not None:
        return text("rosters.row", row=finding.row)
    return finding.column or finding.applicant or finding.sheet or ""


def _words(error: object) -> dict[str, str]:
    return {key: str(value) for key, value in error.items()} if isinstance(error, dict) else {}
