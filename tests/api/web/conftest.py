"""Users of every role with browsers."""

from __future__ import annotations

import pytest

from models.store.api_keys import Role
from tests.api.web.browsing import Browser


@pytest.fixture
def browser(app, service, organisation):
    counter = iter(range(1000))

    def made(role: Role) -> Browser:
        found = Browser(app, service, organisation, role, f"{role}-{organisation[:8]}-{next(counter)}")
        assert found.sign_in().status_code == 303
        return found

    return made
