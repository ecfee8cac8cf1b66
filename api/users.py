"""`verifier users create-admin|list|password|disable`: users, managed on the machine of the service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy.orm import Session

from api.keys import DataOption, note, open_organisation
from api.passwords import hash_password
from models.errors import NotFound
from models.messages import text
from models.store.api_keys import Role
from models.store.user_sessions import UserSessions
from models.store.users import User, Users, find_login, normal_login
from verifier.commands.output import JsonFlag, console, print_json
from verifier.reports.terminal import plain

app = typer.Typer(help="用户：建立管理员、列出、重设密码、停用。须在服务所在的机器上运行。", no_args_is_help=True)

LoginArgument = Annotated[str, typer.Argument(help="用户名。")]
PasswordOption = Annotated[
    str,
    typer.Option(
        prompt=text("accounts.password_prompt"), hide_input=True, confirmation_prompt=True, help="密码；不写则询问。"
    ),
]


@app.command("create-admin")
def create_admin(
    login: LoginArgument,
    password: PasswordOption,
    name: Annotated[str | None, typer.Option(help="显示的姓名；默认同用户名。")] = None,
    data: DataOption = None,
    as_json: JsonFlag = False,
) -> None:
    """新建一位管理员。"""
    hashed = hash_password(password, login=normal_login(login))
    with open_organisation(data) as (session, organisation):
        made = Users(session, organisation).create(login, hashed, Role.ADMIN, display_name=name or login)
        note(session, organisation, "user.created", "user", made.id)
    if as_json:
        print_json(_json(made))
    else:
        console.print(text("accounts.user_created", login=made.login, role=made.role), markup=False)


@app.command("list")
def list_users(data: DataOption = None, as_json: JsonFlag = False) -> None:
    """列出全部用户。"""
    with _open(data) as (_, users):
        found = users.list(limit=10_000)
    if as_json:
        print_json([_json(user) for user in found])
        return
    table = Table("编号", "用户名", "姓名", "角色", "停用")
    for user in found:
        disabled = f"{user.disabled_at:%Y-%m-%d %H:%M}" if user.disabled_at else "—"
        table.add_row(user.id, plain(user.login), plain(user.display_name), user.role, disabled)
    console.print(table)


@app.command("password")
def password(login: LoginArgument, password: PasswordOption, data: DataOption = None) -> None:
    """重设一位用户的密码；其登录全部失效。"""
    hashed = hash_password(password, login=normal_login(login))
    with _open(data) as (session, users):
        user = _find(session, login)
        users.set_password(user.id, hashed)
        UserSessions(session).end_all(user.id)
        note(session, user.organisation_id, "password.changed", "user", user.id)
    console.print(text("accounts.password_set", login=user.login), markup=False)


@app.command("disable")
def disable(login: LoginArgument, data: DataOption = None) -> None:
    """停用一位用户，立即生效。"""
    with _open(data) as (session, users):
        user = users.change(_find(session, login).id, disabled=True)
        note(session, user.organisation_id, "user.disabled", "user", user.id)
    console.print(text("accounts.user_disabled", login=user.login), markup=False)


@contextmanager
def _open(data: DataOption) -> Iterator[tuple[Session, Users]]:
    with open_organisation(data) as (session, organisation):
        yield session, Users(session, organisation)


def _find(session: Session, login: str) -> User:
    found = find_login(session, login)
    if found is None:
        raise NotFound
    return found[0]


def _json(user: User) -> dict[str, object]:
    return {
        "id": user.id,
        "login": user.login,
        "display_name": user.display_name,
        "role": user.role,
        "disabled": user.disabled_at is not None,
    }
