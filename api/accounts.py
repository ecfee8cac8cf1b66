"""`/api/v1/session`, `/setup`, `/users`, `/keys`: who comes in, and who may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from apiflask import APIBlueprint
from flask import Response, after_this_request

from api.auditing import audit
from api.auth import PUBLIC, caller, require
from api.paging import page_of
from api.passwords import hash_password
from api.schemas import PageQuery
from api.schemas_accounts import (
    KeyIn,
    KeyList,
    KeyMade,
    KeyOut,
    PasswordIn,
    SessionIn,
    SessionOut,
    SetupIn,
    UserChange,
    UserIn,
    UserList,
    UserOut,
)
from api.service import reading, writing
from api.sessions import SignedIn, change_password, log_in, log_out, set_up
from models.errors import InvalidRequest
from models.messages import text
from models.store.api_keys import ApiKey, ApiKeys, Role
from models.store.users import User, Users, normal_login

blueprint = APIBlueprint("accounts", __name__, url_prefix="/api/v1", tag="账号")


@blueprint.post("/session")
@require(PUBLIC)
@blueprint.doc(summary="登录", responses={401: "用户名或密码不对"})
@blueprint.input(SessionIn, arg_name="body")
@blueprint.output(SessionOut, status_code=201)
def sign_in(body: SessionIn) -> SessionOut:
    """Sign in with login name and password; the answer sets the cookie `mv_session`."""
    return _signed_in(log_in(body.login, body.password))


@blueprint.get("/session")
@require(*Role)
@blueprint.doc(summary="当前登录的是谁")
@blueprint.output(SessionOut)
def who() -> SessionOut:
    """Tell who the caller is, and the CSRF token that its changes carry."""
    with reading() as store:
        user = caller().user
        shown = None if user is None else _user(Users(store.session, caller().organisation).get(user))
    return SessionOut(
        organisation=caller().organisation,
        role=caller().role,
        user=shown,
        key=caller().key,
        csrf_token=caller().csrf_token,
    )


@blueprint.delete("/session")
@require(*Role)
@blueprint.doc(summary="退出登录")
@blueprint.output({}, status_code=204)
def sign_out() -> Response:
    """End the session of the cookie; with a key nothing happens."""
    return log_out(Response(status=204))


@blueprint.post("/setup")
@require(PUBLIC)
@blueprint.doc(summary="首次设置：建立第一位管理员（一次性设置码）")
@blueprint.input(SetupIn, arg_name="body")
@blueprint.output(SessionOut, status_code=201)
def first_administrator(body: SetupIn) -> SessionOut:
    """Make the first administrator and sign it in; only while the installation has no user."""
    return _signed_in(set_up(body.code, body.login, body.password, body.display_name))


@blueprint.get("/users")
@require(Role.AUDITOR)
@blueprint.doc(summary="用户列表")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(UserList)
def list_users(query: PageQuery) -> UserList:
    """Return some users of the organisation in the order of their ids; `next` leads on."""
    with reading() as store:
        users = Users(store.session, caller().organisation)
        page, following = page_of(query, lambda limit, after: users.list(limit=limit, after=after), ".list_users")
    return UserList(users=[_user(user) for user in page], next=following)


@blueprint.post("/users")
@require(Role.ADMIN)
@blueprint.doc(summary="新建用户", responses={409: "用户名已被使用"})
@blueprint.input(UserIn, arg_name="body")
@blueprint.output(UserOut, status_code=201)
def create_user(body: UserIn) -> UserOut:
    """Make a user of the organisation; the login name is unique in the whole installation."""
    hashed = hash_password(body.password, login=normal_login(body.login))
    with writing() as store:
        users = Users(store.session, caller().organisation)
        made = users.create(body.login, hashed, body.role, display_name=body.display_name)
        audit(store, "user.created", "user", made.id, reason=body.role.value)
    return _user(made)


@blueprint.patch("/users/<user_id>")
@require(Role.ADMIN)
@blueprint.doc(summary="修改或停用用户", responses={409: "最后一位管理员"})
@blueprint.input(UserChange, arg_name="body")
@blueprint.output(UserOut)
def change_user(user_id: str, body: UserChange) -> UserOut:
    """Change name or role of a user, disable or enable it; who is disabled is signed out everywhere."""
    with writing() as store:
        users = Users(store.session, caller().organisation)
        changed = users.change(user_id, display_name=body.display_name, role=body.role, disabled=body.disabled)
        for action, reason in _changes(body):
            audit(store, action, "user", user_id, reason=reason)
    return _user(changed)


@blueprint.post("/users/<user_id>/password")
@require(*Role)
@blueprint.doc(summary="修改密码（本人须给出现有密码；管理员可为他人重设）")
@blueprint.input(PasswordIn, arg_name="body")
@blueprint.output({}, status_code=204)
def set_password(user_id: str, body: PasswordIn) -> Response:
    """Set a password and end the user's sessions; the own browser gets a new session."""
    signed_in = change_password(user_id, body.password, current=body.current)
    response = Response(status=204)
    return response if signed_in is None else signed_in.put_on(response)


@blueprint.get("/keys")
@require(Role.AUDITOR)
@blueprint.doc(summary="密钥列表（不含密钥本身）")
@blueprint.output(KeyList)
def list_keys() -> KeyList:
    """Return all keys of the organisation without their secrets."""
    with reading() as store:
        found = ApiKeys(store.session, caller().organisation).list()
    return KeyList(keys=[_key(key) for key in found])


@blueprint.post("/keys")
@require(Role.ADMIN)
@blueprint.doc(summary="新建密钥，只显示这一次")
@blueprint.input(KeyIn, arg_name="body")
@blueprint.output(KeyMade, status_code=201)
def create_key(body: KeyIn) -> KeyMade:
    """Make a key for a role; only its hash is kept."""
    if body.expires_at is not None and body.expires_at <= dt.datetime.now(dt.UTC):
        raise InvalidRequest(reason=text("accounts.key_expires_past"))
    with writing() as store:
        keys = ApiKeys(store.session, caller().organisation)
        made = keys.create(body.role, label=body.label, expires_at=body.expires_at, created_by=caller().actor)
        audit(store, "key.created", "key", made.key.id, reason=body.role.value)
    return KeyMade(**_key(made.key).model_dump(), key=made.plaintext)


@blueprint.delete("/keys/<key_id>")
@require(Role.ADMIN)
@blueprint.doc(summary="作废密钥，立即生效")
@blueprint.output({}, status_code=204)
def revoke_key(key_id: str) -> Response:
    """End a key."""
    with writing() as store:
        ApiKeys(store.session, caller().organisation).revoke(key_id)
        audit(store, "key.revoked", "key", key_id)
    return Response(status=204)


def _signed_in(signed_in: SignedIn) -> SessionOut:
    after_this_request(signed_in.put_on)
    return SessionOut(
        organisation=signed_in.caller.organisation,
        role=signed_in.caller.role,
        user=_user(signed_in.user),
        key=None,
        csrf_token=signed_in.caller.csrf_token,
    )


def _changes(body: UserChange) -> Iterator[tuple[str, str | None]]:
    """Yield what the log says of a change of a user: action and reason."""
    if body.disabled is not None:
        yield ("user.disabled" if body.disabled else "user.enabled"), None
    if body.role is not None:
        yield "user.role_changed", body.role.value
    if body.display_name is not None:
        yield "user.renamed", None


def _user(user: User) -> UserOut:
    return UserOut(
        id=user.id,
        login=user.login,
        display_name=user.display_name,
        role=user.role,
        disabled=user.disabled_at is not None,
        created_at=user.created_at,
        password_changed_at=user.password_changed_at,
    )


def _key(key: ApiKey) -> KeyOut:
    return KeyOut(
        id=key.id,
        role=key.role,
        label=key.label,
        created_at=key.created_at,
        expires_at=key.expires_at,
        revoked_at=key.revoked_at,
    )
