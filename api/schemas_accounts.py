"""What goes over the wire about sessions, users and keys."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import AwareDatetime, Field

from api.schemas import Answer, Body
from models.store.api_keys import Role

Login = Annotated[str, Field(min_length=1, max_length=100, description="用户名")]
Password = Annotated[str, Field(min_length=1, max_length=256, description="密码")]
DisplayName = Annotated[str, Field(min_length=1, max_length=100, description="显示的姓名")]
Label = Annotated[str, Field(min_length=1, max_length=200, description="给谁、做什么用")]


class SessionIn(Body):
    """Who signs in."""

    login: Login
    password: Password


class SetupIn(SessionIn):
    """The first administrator, made with the code that the service printed on its first start."""

    code: Annotated[str, Field(min_length=1, max_length=100, description="初始设置码")]
    display_name: DisplayName


class UserIn(SessionIn):
    """A user to make."""

    display_name: DisplayName
    role: Role


class UserChange(Body):
    """What is to be changed of a user; what is left out stays."""

    display_name: DisplayName | None = None
    role: Role | None = None
    disabled: bool | None = None


class PasswordIn(Body):
    """A new password; the own one is changed with the current one."""

    password: Password
    current: Password | None = None


class KeyIn(Body):
    """A key to make."""

    label: Label
    role: Role
    expires_at: Annotated[AwareDatetime, Field(description="到期时间；不填则长期有效")] | None = None


class UserOut(Answer):
    """A user."""

    id: str
    login: str
    display_name: str
    role: Role
    disabled: bool
    created_at: dt.datetime
    password_changed_at: dt.datetime


class UserList(Answer):
    """Some users; `next` leads on."""

    users: list[UserOut]
    next: str | None


class SessionOut(Answer):
    """Who the caller is; a key has no user, no CSRF token and no end."""

    organisation: str
    role: Role
    user: UserOut | None
    key: str | None
    csrf_token: str | None


class KeyOut(Answer):
    """A key without its secret."""

    id: str
    role: Role
    label: str
    created_at: dt.datetime
    expires_at: dt.datetime | None
    revoked_at: dt.datetime | None


class KeyList(Answer):
    """All keys of the organisation, revoked ones too, oldest first."""

    keys: list[KeyOut]


class KeyMade(KeyOut):
    """A key just made; `key` is shown this once."""

    key: str
