"""docs/api.md speaks of every call, of the right roles and limits, and of nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from apiflask import APIFlask

from api import auth, limits
from models.store.api_keys import Role
from verifier.intake.limits import MAX_FILE_BYTES, MAX_FILENAME_CHARACTERS

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(GET|POST|PATCH|PUT|DELETE) (/[^`?]*)[^`]*` \| (\w+) \|", PAGE, re.MULTILINE)


def least_role(roles: frozenset[Role]) -> str:
    if not roles:
        return "none"
    if Role.MASKED_REVIEWER in roles:
        return "any" if Role.APPLICANT in roles else "masked_reviewer"
    if roles == {Role.ADMIN, Role.AUDITOR}:
        return "auditor"
    return next(role for role in (Role.APPLICANT, Role.REVIEWER, Role.ADMIN) if role in roles).value


def test_every_call_is_listed_with_its_least_role(app: APIFlask):
    served = {
        (method, re.sub(r"<(?:int:|path:)?(\w+)>", r"{\1}", rule.rule).removeprefix("/api/v1")): least_role(
            auth.required_roles(app.view_functions[rule.endpoint]) or frozenset()
        )
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(method, path): role for method, path, role in ROWS} == served


def test_every_role_is_described():
    for role in Role:
        assert f"| `{role}` |" in PAGE


def test_the_limits_are_those_of_the_code():
    mib = 1 << 20
    assert f"One file {MAX_FILE_BYTES // mib} MiB, one request {limits.MAX_REQUEST_BYTES // mib} MiB" in PAGE
    assert f"{limits.MAX_FORM_PARTS} parts, a JSON body {limits.MAX_JSON_BYTES // mib} MiB" in PAGE
    assert f"up to {MAX_FILENAME_CHARACTERS}\ncharacters" in PAGE
