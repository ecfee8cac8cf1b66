"""What the tests of the console share: somebody with a browser and a session."""

from __future__ import annotations

import re
from functools import lru_cache

from api.passwords import hash_password
from models.store.users import Users

PASSWORD = "correct horse battery 9"


@lru_cache
def hashed() -> str:
    return hash_password(PASSWORD, login="")


class Browser:
    """What a browser does: cookies, the CSRF token of the page, following redirects by hand."""

    def __init__(self, app, service, organisation, role, login):
        self.client = app.test_client()
        with service.database.transaction() as session:
            Users(session, organisation).create(login, hashed(), role, display_name=f"名{login}")
        self.login = login

    def sign_in(self, following="/"):
        return self.client.post("/login", data={"login": self.login, "password": PASSWORD, "next": following})

    def get(self, path, **options):
        return self.client.get(path, headers={"Accept": "text/html"}, **options)

    def post(self, path, data, page):
        token = re.search(r'X-CSRF-Token": "([0-9a-f]+)"', self.get(page).text)[1]
        return self.client.post(path, data=data | {"csrf_token": token}, headers={"Accept": "text/html"})
