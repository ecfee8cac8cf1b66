"""An organisation with one of each thing that has an id, and a door for each role: what foreign callers try to open."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from apiflask import APIFlask

from api.service import Service
from models.store.api_keys import ApiKeys, Role
from models.store.organisations import Organisations
from models.store.papers import Papers, paper_id
from models.store.webhooks import Webhooks
from tests.api.doors import PNG, Door, judge, observe, sha256
from tests.api.test_api_masking import WHO, ask, checked, copied
from tests.api.test_api_similarity import STATUTE, TextObserver, files
from tests.rosters.books import xlsx
from workers.context import Context, install
from workers.similarity import run_similarity_job

PASSWORD = "correct horse battery"


@dataclass
class World:
    """One organisation: `ids` by the name of a route's parameter, `doors` by role, `neighbour` another applicant."""

    organisation: str
    doors: dict[Role, Door]
    neighbour: Door
    ids: dict[str, str] = field(default_factory=dict)


def empty_world(app: APIFlask) -> World:
    service: Service = app.extensions["verifier"]
    with service.database.transaction() as session:
        organisation = Organisations(session).create("评审办").id
        keys = ApiKeys(session, organisation)
        made = [(role, keys.create(role, label="x").plaintext) for role in (*Role, Role.APPLICANT)]
    doors = {role: Door(app.test_client(), key) for role, key in made[:-1]}
    return World(organisation, doors, Door(app.test_client(), made[-1][1]))


def full_world(app: APIFlask, policy: str) -> World:
    """Return an organisation in which everything is there, done by its people and by what workers do."""
    hints: list[str] = []
    service = replace(app.extensions["verifier"], enqueue_similarity=hints.append)
    app.extensions["verifier"] = service
    world = empty_world(app)
    admin, reviewer, applicant = (world.doors[role] for role in (Role.ADMIN, Role.REVIEWER, Role.APPLICANT))
    application = applicant.new_application(policy, applicant={"name": WHO})
    document = applicant.upload(application, ("证书.png", PNG)).json["documents"][0]["id"]
    observe(service.database, service.blobs, world.organisation, document, PNG)
    judge(service.database, world.organisation, application, document, policy)
    check = ask(applicant, "checks", document=document).json["id"]
    checked(service, world.organisation, check, sha256(PNG))
    copy = ask(reviewer, "copies", document=document).json["id"]
    copied(service, world.organisation, copy)
    with service.database.transaction() as session:
        Papers(session, world.organisation).hold(application, document)
        webhook = Webhooks(session, world.organisation).create("https://office.example/", (), author="key:x").webhook
    user = {"login": f"u{uuid4().hex[:12]}", "password": PASSWORD, "display_name": "某", "role": "reviewer"}
    world.ids = {
        "application_id": application,
        "document_id": document,
        "masking_check": check,
        "copy_id": copy,
        "paper_id": paper_id(document),
        "webhook_id": webhook.id,
        "verification_id": _sent(applicant, "/verifications", file_form()["data"]),
        "batch_id": _sent(reviewer, "/batches", {"policy": policy, "label": "甲"}),
        "user_id": admin.post("/users", json=user).json["id"],
        "key_id": admin.post("/keys", json={"label": "y", "role": "reviewer"}).json["id"],
        "similarity_check": _sent(reviewer, "/similarity/checks", files(("文.txt", STATUTE))),
        "job_id": _sent(admin, "/similarity/corpus/documents", files(("条例.txt", STATUTE))),
        "source_id": "条例.txt",
        "number": "1",
    }
    assert reviewer.open("PUT", f"/batches/{world.ids['batch_id']}/roster", **roster_form()).status_code == 200
    install(Context(service.settings, service.database, service.blobs, TextObserver(), None))
    for hint in hints:
        run_similarity_job(hint)
    return world


def _sent(door: Door, path: str, form: dict[str, Any]) -> str:
    answer = door.post(path, data=form, content_type="multipart/form-data")
    assert answer.status_code == 202, answer.text
    return answer.json["id"]


def roster_form() -> dict[str, Any]:
    """A form with a roster."""
    with TemporaryDirectory() as folder:
        book = xlsx(Path(folder, "r.xlsx"), [["序号", "姓名", "性别"], [1.0, "某", "女"]]).read_bytes()
    return {"data": {"file": (io.BytesIO(book), "花名册.xlsx")}, "content_type": "multipart/form-data"}


def file_form(**fields: str) -> dict[str, Any]:
    """A form with one file."""
    return {"data": {"file": (io.BytesIO(PNG), "b.png"), **fields}, "content_type": "multipart/form-data"}
