"""`verifier erase ID...`: an applicant's right to have what is kept of them deleted, on the machine of the service."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from api.backups import open_store
from api.keys import DataOption
from models.messages import text
from verifier.commands.output import JsonFlag, console, print_json
from workers.erasing import erase as erase_things

_IDS = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ID]...", help="申报、单份核验、遮盖检查、遮盖副本或比对的编号，可多个。"),
]


def erase(
    ids: _IDS = None,
    data: DataOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问。")] = False,
    as_json: JsonFlag = False,
) -> None:
    """彻底删除个人信息：记录、文件、页面图片、遮盖副本、语料中的论文；须先停止服务。审计日志只留编号。"""
    things = tuple(dict.fromkeys(ids or ()))
    if not yes and things:
        typer.confirm(text("operating.erase_sure", count=len(things)), abort=True)
    with open_store(data) as (settings, database, blobs):
        erased = erase_things(settings, database, blobs, things)
    if as_json:
        print_json(asdict(erased))
    else:
        console.print(text("operating.erased", **asdict(erased)), markup=False, soft_wrap=True)
