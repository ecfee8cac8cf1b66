"""What authors of acts are called: they are kept as ids (`user:ID`, `key:ID`), and shown by the name of that day."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.store.tables import ApiKeyRow
from models.store.tables_accounts import UserRow


def names_of_authors(session: Session, organisation_id: str) -> Callable[[str], str]:
    """Return the look-up of the organisation's authors: users by their names, keys by their labels, others by id."""
    users = session.execute(select(UserRow.id, UserRow.display_name).where(UserRow.organisation_id == organisation_id))
    keys = session.execute(select(ApiKeyRow.id, ApiKeyRow.label).where(ApiKeyRow.organisation_id == organisation_id))
    names = {f"user:{user}": name for user, name in users} | {f"key:{key}": label for key, label in keys if label}
    return lambda author: names.get(author, author)
