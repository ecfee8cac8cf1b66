"""`verifier audit verify`: the whole chain of the audit log, on a machine of the service."""

from __future__ import annotations

import typer

from api.backups import open_store
from api.keys import DataOption
from models.messages import text
from models.store.audit import AuditLog
from models.store.organisations import Organisations
from verifier.commands.output import DEFECTS, DONE, JsonFlag, console, print_json
from verifier.reports.terminal import plain

app = typer.Typer(help="审计日志：核对。须在服务所在的机器上运行。", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """审计日志。"""


@app.command("verify")
def verify(data: DataOption = None, as_json: JsonFlag = False) -> None:
    """逐条重算审计日志的校验值；有改动或缺失时退出码为 10。"""
    told = []
    with open_store(data) as (_, database, _), database.reading() as session:
        for organisation in Organisations(session).list():
            log = AuditLog(session, organisation.id)
            broken, last = log.verify(), next(iter(log.list(limit=1)), None)
            told.append(
                {
                    "organisation": organisation.id,
                    "name": organisation.name,
                    "entries": 0 if last is None else last.number,
                    "last_hash": None if last is None else last.hash,
                    "first_broken": broken,
                }
            )
    if as_json:
        print_json(told)
    else:
        for one in told:
            name = plain(str(one["name"]))
            if one["first_broken"] is None:
                said = text("operating.audit_whole", name=name, entries=one["entries"], hash=one["last_hash"] or "—")
            else:
                said = text("operating.audit_broken", name=name, number=one["first_broken"])
            console.print(said, markup=False, soft_wrap=True)
    raise typer.Exit(DEFECTS if any(one["first_broken"] is not None for one in told) else DONE)
