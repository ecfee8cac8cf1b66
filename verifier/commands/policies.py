"""`verifier policies list|show|lint|schema`: the policy packs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from models.messages import text
from models.values import to_jsonable
from verifier.commands.output import DEFECTS, JsonFlag, console, print_json
from verifier.policies.loader import lint, list_policies, load_policy

app = typer.Typer(help="政策包：每个评委会每个年度一份。", no_args_is_help=True)


@app.command("list")
def list_packs(as_json: JsonFlag = False) -> None:
    """列出随产品提供的政策包。"""
    packs = list_policies()
    if as_json:
        print_json([to_jsonable(pack) for pack in packs])
        return
    table = Table("编号", "年度", "名称", "要求条数")
    for pack in packs:
        table.add_row(pack.id, str(pack.year), pack.title, str(pack.requirements))
    console.print(table)


@app.command("show")
def show_pack(policy: Annotated[str, typer.Argument(help="编号或 YAML 文件。")], as_json: JsonFlag = False) -> None:
    """显示一份政策包：每条要求的条款、原文、后果、检查。"""
    pack = load_policy(policy)
    if as_json:
        print_json(to_jsonable(pack))
        return
    table = Table("编号", "条款", "后果", "原文", "检查", title=pack.title)
    for requirement in pack.requirements:
        checks = "、".join(call.check for call in requirement.checks)
        consequence = text(f"reports.severity_{requirement.severity}")
        table.add_row(requirement.id, requirement.clause, consequence, requirement.quote, checks)
    console.print(table)


@app.command("lint")
def lint_pack(
    file: Annotated[Path, typer.Argument(help="要检查的政策包 YAML。", exists=True, dir_okay=False)],
    as_json: JsonFlag = False,
) -> None:
    """检查一份政策包，一次列出全部问题（文件、行、要求、原因）。"""
    problems = lint(file)
    if as_json:
        print_json([to_jsonable(problem) for problem in problems])
    elif not problems:
        console.print(text("cli.policy_ok", path=str(file)), markup=False)
    else:
        for problem in problems:
            console.print(str(problem), markup=False)
    if problems:
        raise typer.Exit(DEFECTS)


@app.command("schema")
def schema() -> None:
    """打印政策包的 JSON Schema。"""
    from verifier.policies.schema import pack_schema

    print_json(pack_schema())
