"""Requests made from the OpenAPI document: `python -m tests.api.fuzzing [--requests 5000] [--seed N]`.

Schemathesis makes the requests; every other one speaks of things that are there. Each answer must have a status, a
media type and a shape that the document describes, and none may be a 5xx. The last line is `RESULT {json}`.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
import time
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from apiflask import APIFlask
from hypothesis import HealthCheck, Phase, given, seed, settings

from models.store.api_keys import Role
from tests.api.worlds import World, full_world
from verifier.policies.loader import list_policies


@dataclass
class Fuzzed:
    """What came of it: answers by status, and what was wrong, each once with how often."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    @property
    def requests(self) -> int:
        """How many requests were made."""
        return sum(self.statuses.values())

    @property
    def server_errors(self) -> int:
        """How many answers were 5xx."""
        return sum(count for status, count in self.statuses.items() if status >= 500)


def fuzz(app: APIFlask, world: World, policy: str, *, requests: int, seed_number: int = 1) -> Fuzzed:
    """Make about so many requests, as many of each operation, and look at every answer."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import schemathesis

        key = {"Authorization": f"Bearer {world.doors[Role.ADMIN].key}"}
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, headers=key)
    operations = [result.ok() for result in schema.get_all_operations()]
    found = Fuzzed()
    each = max(2, -(-requests // len(operations)))
    for operation in operations:
        _fuzz_one(operation, world, policy, key, each, seed_number, found)
    return found


def _fuzz_one(
    operation: Any, world: World, policy: str, key: dict[str, str], each: int, number: int, found: Fuzzed
) -> None:
    from schemathesis.checks import not_a_server_error
    from schemathesis.core.failures import FailureGroup
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    checks = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]

    @seed(number)
    @settings(
        max_examples=each, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def one(case: Any) -> None:
        _make_it_meet(case, world, policy, real=bool(found.requests % 2))
        answer = case.call(headers=dict(case.headers or {}) | key)
        found.statuses[answer.status_code] += 1
        try:
            case.validate_response(answer, checks=checks)
        except FailureGroup as failures:
            for failure in failures.exceptions:
                said = " ".join(str(failure).split())[:160]
                found.wrong[f"{operation.label}: {answer.status_code} {type(failure).__name__} {said}"] += 1

    one()


def _make_it_meet(case: Any, world: World, policy: str, *, real: bool) -> None:
    """Let a request speak of what is there; a stream of events ends at once, where its time would be an allowed one."""
    if case.operation.path.endswith("/events"):
        said = dict(case.query or {})
        if isinstance(said.get("seconds", 1), int | float):
            case.query = {**said, "seconds": 0}
    if not real:
        return
    case.path_parameters.update({name: world.ids[name] for name in case.path_parameters if name in world.ids})
    if case.path_parameters and case.method == "PATCH" and "application_id" in case.path_parameters:
        case.headers = {**(case.headers or {}), "If-Match": "*"}
    if isinstance(case.body, dict) and "policy" in case.body:
        case.body["policy"] = policy


def main() -> int:
    """Make the requests against a service of its own; return 0 where nothing was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    from api.app import create_app
    from workers.settings import Settings

    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="fuzzing-") as folder:
        app = create_app(Settings(data_dir=Path(folder, "data"), redis_url=None, requests_per_minute=0))
        policy = list_policies()[0].id
        started = time.monotonic()
        found = fuzz(app, full_world(app, policy), policy, requests=asked.requests, seed_number=asked.seed)
        app.extensions["verifier"].database.close()
    for what, count in found.wrong.most_common():
        print(f"{count:6}  {what}")
    figures = {
        "requests": found.requests, "server_errors": found.server_errors,
        "schema_violations": sum(found.wrong.values()),
        "statuses": {str(status): count for status, count in sorted(found.statuses.items())},
        "seed": asked.seed, "seconds": round(time.monotonic() - started, 1),
    }  # fmt: skip
    print(f"RESULT {json.dumps(figures)}")
    return 0 if not found.server_errors and not found.wrong else 1


if __name__ == "__main__":
    sys.exit(main())
