"""`python -m benchmarks.foreign`: every route x every role x the ids of others; the last line counts what got in.

Two organisations on a service of their own: in one there is one of each thing, made by its people; everybody of the
other, and another applicant of the same, calls every route with these ids, with a body that is valid. Anything but 403
and 404 is counted, and every 2xx is a breach of privacy.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from api.app import create_app
from models.store.api_keys import Role
from tests.api.test_api_foreign import BY_ID, NAMED_IN_BODIES, options_of, path_in, roles_of
from tests.api.worlds import empty_world, full_world
from verifier.policies.loader import list_policies
from workers.settings import Settings


def main() -> int:
    """Print what was answered, by status, and the figure."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder) / "data", redis_url=None))
        app.extensions["verifier"] = replace(app.extensions["verifier"], enqueue=lambda _: None, judge=lambda _: None)
        ours, theirs = full_world(app, list_policies()[0].id), empty_world(app)
        answers: Counter[int] = Counter()
        for method, rule in BY_ID:
            doors = [*theirs.doors.values()]
            doors += [ours.neighbour] if Role.APPLICANT in roles_of((method, rule)) else []
            for door in doors:
                status = door.open(method, path_in(ours, rule), **options_of((method, rule))).status_code
                answers[status] += 1
                if status not in (403, 404):
                    print(f"{method} {rule}: {status}")
        for (method, rule), named in NAMED_IN_BODIES.items():
            for role in roles_of((method, rule)):
                form = named(ours)
                answers[
                    theirs.doors[role].open(method, rule, content_type="multipart/form-data", **form).status_code
                ] += 1
        app.extensions["verifier"].database.close()
    foreign = sum(count for status, count in answers.items() if status < 300)
    result = {
        "calls": answers.total(),
        "foreign_2xx": foreign,
        "answers": {str(k): v for k, v in sorted(answers.items())},
    }
    print(f"RESULT {json.dumps(result)}")
    return 1 if foreign else 0


if __name__ == "__main__":
    sys.exit(main())
