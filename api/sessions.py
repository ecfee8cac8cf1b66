"""Signing in and out: what the JSON routes and the pages for people both call.

A page signs somebody in so: `signed_in = log_in(login, password)`, then `signed_in.put_on(redirect(safe_next(...)))`.
Wrong names and passwords raise WrongLogin, too many of them TooManyTries; both are problems that a page may catch.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import Response, g
from sqlalchemy.orm import Session

from api.auditing import ANONYMOUS, audit_in
from api.auth import Caller, caller, csrf_token_of
from api.cookies import clear_session, session_secret, set_session
from api.lockout import address_subject, name_subject, succeeded, take_try
from api.passwords import hash_password, password_matches
from api.service import service
from models.errors import InvalidRequest, NotFound, WrongLogin
from models.messages import text
from models.store.api_keys import Role
from models.store.setup_codes import use_setup_code
from models.store.user_sessions import UserSessions
from models.store.users import User, Users, find_login, folded_login


@dataclass(frozen=True)
class SignedIn:
    """A session just opened; the browser has it once `put_on` has laid its cookie on the answer."""

    user: User
    caller: Caller
    secret: str
    expires_at: dt.datetime

    def put_on(self, response: Response) -> Response:
        """Lay the session's cookie on an answer and return the answer."""
        set_session(response, self.secret, self.expires_at)
        return response


def log_in(login: str, password: str) -> SignedIn:
    """Open a session for the user of a login name; the session that the browser had ends.

    Raises:
        TooManyTries: too many wrong passwords for this name, or from this address.
        WrongLogin: name or password are wrong, or the user is disabled: which, is not told, nor by the time it takes.
    """
    subjects = name_subject(folded_login(login)), address_subject()
    take_try(service().database, *subjects)
    with service().database.reading() as session:
        found = find_login(session, login)
    if not password_matches(found[1] if found is not None else None, password) or found is None:
        if found is not None:
            _note_refused(found[0])
        raise WrongLogin
    succeeded(service().database, *subjects)
    with service().database.transaction() as session:
        return _open(session, found[0])


def log_out(response: Response) -> Response:
    """End the browser's session and take its cookie; without a session nothing happens. Return the answer."""
    secret = session_secret()
    if secret is not None:
        with service().database.transaction() as session:
            sessions = UserSessions(session)
            found = sessions.find(secret, idle=service().settings.session_idle)
            sessions.end(secret)
            if found is not None:
                user = found.user
                audit_in(session, user.organisation_id, "session.ended", "user", user.id, actor=f"user:{user.id}")
    clear_session(response)
    return response


def set_up(code: str, login: str, password: str, display_name: str) -> SignedIn:
    """Make the first administrator with the code that the service printed, and sign it in.

    Raises:
        InvalidRequest: the code is wrong, used, older than a day, or there are users; or the password is too weak.
    """
    take_try(service().database, address_subject())
    hashed = hash_password(password, login=login)
    with service().database.transaction() as session:
        organisation = use_setup_code(session, code)
        if organisation is None:
            raise InvalidRequest(reason=text("accounts.setup_code_wrong"))
        user = Users(session, organisation).create(login, hashed, Role.ADMIN, display_name=display_name)
        signed_in = _open(session, user)
        audit_in(session, organisation, "user.created", "user", user.id, reason="setup")
        return signed_in


def change_password(user_id: str, new: str, *, current: str | None) -> SignedIn | None:
    """Set a user's password and end all its sessions; whoever changes the own one gets a new session, else None.

    Args:
        user_id: the caller's own, or, for an administrator, anybody's of the organisation.
        new: the new password.
        current: the own password as it is; not asked for where an administrator sets another's.

    Raises:
        NotFound: no such user, or it is not the caller's to change.
        InvalidRequest: `current` is not the password, or the new one is too weak.
    """
    own = caller().user == user_id
    if not own and caller().role is not Role.ADMIN:
        raise NotFound
    with service().database.reading() as session:
        users = Users(session, caller().organisation)
        user, known = users.get(user_id), users.password_hash(user_id)
    if own:
        _check_current(user, known, current)
    hashed = hash_password(new, login=user.login)
    with service().database.transaction() as session:
        Users(session, caller().organisation).set_password(user_id, hashed)
        UserSessions(session).end_all(user_id)
        audit_in(session, user.organisation_id, "password.changed", "user", user_id, reason="own" if own else "reset")
        return _open(session, user) if own else None


def _check_current(user: User, known: str, current: str | None) -> None:
    """Check the password that the caller has; a session left open is no place to guess it."""
    subject = name_subject(user.login)
    take_try(service().database, subject)
    if not password_matches(known, current or ""):
        raise InvalidRequest(reason=text("accounts.current_password_wrong"))
    succeeded(service().database, subject)


def _open(session: Session, user: User) -> SignedIn:
    """Open a session in place of the one that the browser has: a cookie that somebody planted is worth nothing."""
    sessions = UserSessions(session)
    before = session_secret()
    if before is not None:
        sessions.end(before)
    secret, expires_at = sessions.open(user, lifetime=service().settings.session_lifetime)
    token = csrf_token_of(secret)
    g.caller = Caller(user.organisation_id, user.role, user=user.id, display=user.display_name, csrf_token=token)
    audit_in(session, user.organisation_id, "session.opened", "user", user.id)
    return SignedIn(user, g.caller, secret, expires_at)


def _note_refused(user: User) -> None:
    with service().database.transaction() as session:
        audit_in(session, user.organisation_id, "session.refused", "user", user.id, actor=ANONYMOUS)
