"""`verifier keys create|list|revoke`: API keys, managed on the machine of the service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy.orm import Session

from models.errors import NotFound
from models.messages import text
from models.store.api_keys import ApiKeys, Role
from models.store.audit import AuditLog
from models.store.database import Database
from models.store.organisations import Organisations
from verifier.commands.output import JsonFlag, console, print_json
from verifier.reports.terminal import plain
from workers.settings import Settings

app = typer.Typer(help="API 密钥：新建、列出、作废。须在服务所在的机器上运行。", no_args_is_help=True)

DataOption = Annotated[Path | None, typer.Option("--data", help="数据文件夹。默认 data。")]


@app.command("create")
def create(
    label: Annotated[str, typer.Option(help="给谁、做什么用，便于以后辨认。")],
    role: Annotated[Role, typer.Option(help="角色。")] = Role.ADMIN,
    data: DataOption = None,
    as_json: JsonFlag = False,
) -> None:
    """新建一个密钥，只显示这一次。"""
    with open_organisation(data) as (session, organisation):
        made = ApiKeys(session, organisation).create(role, label=label)
        note(session, organisation, "key.created", "key", made.key.id)
    if as_json:
        print_json({"id": made.key.id, "role": made.key.role, "key": made.plaintext})
    else:
        console.print(text("api.key_created", key=made.plaintext), markup=False, highlight=False, soft_wrap=True)


@app.command("list")
def list_keys(data: DataOption = None, as_json: JsonFlag = False) -> None:
    """列出全部密钥（不含密钥本身）。"""
    with open_keys(data) as keys:
        found = keys.list()
    if as_json:
        print_json(
            [{"id": key.id, "role": key.role, "label": key.label, "revoked": bool(key.revoked_at)} for key in found]
        )
        return
    table = Table("编号", "角色", "说明", "建立", "作废")
    for key in found:
        revoked = f"{key.revoked_at:%Y-%m-%d %H:%M}" if key.revoked_at else "—"
        table.add_row(key.id, key.role, plain(key.label), f"{key.created_at:%Y-%m-%d %H:%M}", revoked)
    console.print(table)


@app.command("revoke")
def revoke(key_id: Annotated[str, typer.Argument(help="密钥编号，见 list。")], data: DataOption = None) -> None:
    """作废一个密钥，立即生效。"""
    with open_organisation(data) as (session, organisation):
        ApiKeys(session, organisation).revoke(key_id)
        note(session, organisation, "key.revoked", "key", key_id)
    console.print(text("api.key_revoked", key=key_id), markup=False)


@contextmanager
def open_keys(data: Path | None) -> Iterator[ApiKeys]:
    """Open the keys of the default organisation in a data folder; raises NotFound where there is no such folder."""
    with open_organisation(data) as (session, organisation):
        yield ApiKeys(session, organisation)


@contextmanager
def open_organisation(data: Path | None) -> Iterator[tuple[Session, str]]:
    """Open the default organisation in a data folder, to write; raises NotFound where there is no such folder."""
    settings = Settings() if data is None else Settings(data_dir=data)
    if settings.database_url is None and not settings.data_dir.is_dir():
        raise NotFound
    database = Database(settings.database)
    try:
        database.migrate()
        with database.transaction() as session:
            organisations = Organisations(session).list()
            if not organisations:
                raise NotFound
            yield session, organisations[0].id
    finally:
        database.close()


def note(session: Session, organisation: str, action: str, kind: str, object_id: str) -> None:
    """Note in the audit log what was done on the machine of the service: by whom, only that machine knows."""
    AuditLog(session, organisation).append(action, kind, object_id, actor="system", reason="command")
