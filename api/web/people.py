"""The people of the organisation as pages call them: by the id under which acts and assignments name them."""

from __future__ import annotations

from typing import Final

from api.service import Store
from models.store.api_keys import Role
from models.store.users import User, Users

_MOST: Final = 1000


def names_of(store: Store) -> dict[str, str]:
    """Return the shown name of every user by id."""
    return {f"user:{user.id}": user.display_name for user in _users(store)}


def office_of(store: Store) -> list[tuple[str, str]]:
    """Return (id, name) of those that an application can be handed to."""
    office = (user for user in _users(store) if user.role in (Role.REVIEWER, Role.ADMIN) and user.disabled_at is None)
    return [(f"user:{user.id}", user.display_name) for user in office]


def _users(store: Store) -> tuple[User, ...]:
    return Users(store.session, store.organisation).list(limit=_MOST)
