"""Users, sessions, tries and the first set-up, on each kind of store."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from models.errors import LastAdministrator, LoginTaken, NotFound
from models.store.api_keys import Role
from models.store.database import Database
from models.store.organisations import Organisations
from models.store.setup_codes import new_setup_code, use_setup_code
from models.store.tries import WINDOW, Tries
from models.store.user_sessions import UserSessions
from models.store.users import User, Users, find_login

IDLE, LIFETIME = dt.timedelta(minutes=60), dt.timedelta(hours=12)


def make(database: Database, organisation: str, login: str, role: Role = Role.ADMIN) -> User:
    with database.transaction() as session:
        return Users(session, organisation).create(login, "hash", role, display_name="某")


def test_a_login_name_is_found_however_it_is_written(database: Database, organisation: str) -> None:
    user = make(database, organisation, "Ｗａｎｇ.五")
    with database.reading() as session:
        assert find_login(session, " wang.五 ") == (user, "hash")
        assert find_login(session, "wang") is None
    with pytest.raises(LoginTaken):
        make(database, organisation, "WANG.五")


def test_two_administrators_cannot_disable_each_other(database: Database, organisation: str) -> None:
    users = [make(database, organisation, login) for login in ("first", "second")]

    def disable(user: User) -> bool:
        try:
            with database.transaction() as session:
                Users(session, organisation).change(user.id, disabled=True)
        except LastAdministrator:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(disable, users)) == [False, True]


def test_users_are_those_of_their_organisation(database: Database, organisation: str) -> None:
    user = make(database, organisation, "wang")
    with database.transaction() as session:
        users = Users(session, Organisations(session).create("另一评审办").id)
        assert users.list() == ()
        for attempt in (users.get, users.password_hash):
            with pytest.raises(NotFound):
                attempt(user.id)
        with pytest.raises(NotFound):
            users.set_password(user.id, "x")


def test_a_session_is_its_secret(database: Database, organisation: str) -> None:
    user = make(database, organisation, "wang")
    with database.transaction() as session:
        sessions = UserSessions(session)
        first, _ = sessions.open(user, lifetime=LIFETIME)
        second, _ = sessions.open(user, lifetime=LIFETIME)
        over, _ = sessions.open(user, lifetime=-dt.timedelta(seconds=1))
        assert first != second
        found = sessions.find(first, idle=IDLE)
        assert found is not None and found.user == user and not found.seen_late
        assert sessions.find(over, idle=IDLE) is None
        assert sessions.find(first + "x", idle=IDLE) is None
        assert sessions.find(first, idle=dt.timedelta(0)) is None
        sessions.end(first)
        assert sessions.find(first, idle=IDLE) is None and sessions.find(second, idle=IDLE) is not None
        sessions.end_all(user.id)
        assert sessions.find(second, idle=IDLE) is None


def test_who_is_disabled_is_signed_out(database: Database, organisation: str) -> None:
    make(database, organisation, "boss")
    user = make(database, organisation, "wang", Role.REVIEWER)
    with database.transaction() as session:
        secret, _ = UserSessions(session).open(user, lifetime=LIFETIME)
        Users(session, organisation).change(user.id, disabled=True)
        assert UserSessions(session).find(secret, idle=IDLE) is None
        assert find_login(session, "wang") is None


def test_tries_at_once_are_all_counted(database: Database) -> None:
    def take(_: int) -> bool:
        with database.transaction() as session:
            return Tries(session).take("name:wang", 5) is None

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, range(12))) == 5
    with database.transaction() as session:
        tries = Tries(session)
        wait = tries.wait("name:wang", 5)
        assert wait is not None and dt.timedelta(0) < wait <= WINDOW
        assert tries.wait("name:li", 5) is None
        tries.forget("name:wang")
        assert tries.take("name:wang", 5) is None


def test_a_try_that_was_not_in_vain_is_given_back(database: Database) -> None:
    with database.transaction() as session:
        tries = Tries(session)
        for _ in range(20):
            assert tries.take("address:1", 3) is None
            tries.give_back("address:1")
        assert [tries.take("address:1", 3) is None for _ in range(4)] == [True, True, True, False]


def test_a_setup_code_is_good_once(database: Database, organisation: str) -> None:
    replaced, code = new_setup_code(database), new_setup_code(database)
    assert replaced is not None and code is not None
    with database.transaction() as session:
        assert use_setup_code(session, replaced) is None
        assert use_setup_code(session, code) == organisation
        assert use_setup_code(session, code) is None
    make(database, organisation, "wang")
    assert new_setup_code(database) is None
