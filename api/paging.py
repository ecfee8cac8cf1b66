"""Long lists page by page: the ids are the cursor, so that what comes in meanwhile shifts nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from flask import url_for

from api.schemas import PageQuery


class _Listed(Protocol):
    @property
    def id(self) -> str: ...


_Item = TypeVar("_Item", bound=_Listed)


def page_of(
    query: PageQuery,
    read: Callable[[int, str | None], Sequence[_Item]],
    view: str,
    **values: Any,  # noqa: ANN401  # as flask.url_for takes them
) -> tuple[Sequence[_Item], str | None]:
    """Return the items that were asked for and the address of those after them, None at the end.

    Args:
        query: how many, and after which id.
        read: returns up to so many items after an id, in the order of their ids.
        view: the view that answers.
        **values: what its address is made of.
    """
    found = read(query.limit + 1, query.after)
    page = found[: query.limit]
    more = len(found) > query.limit
    return page, url_for(view, limit=query.limit, after=page[-1].id, **values) if more else None
