"""The OpenAPI document is valid, complete and true."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from apiflask import APIFlask

from api.app import create_app
from tests.api.doors import Door
from tests.api.fuzzing import fuzz
from tests.api.worlds import full_world
from verifier.policies.loader import list_policies
from workers.settings import Settings

PUBLIC = {("get", "/api/v1/health/live"), ("post", "/api/v1/session"), ("post", "/api/v1/setup")}


@pytest.fixture
def document(reviewer: Door) -> dict[str, Any]:
    answer = reviewer.get("/openapi.json")
    assert answer.status_code == 200
    return answer.json


def test_it_is_openapi_31_and_valid(document: dict[str, Any]):
    assert document["openapi"].startswith("3.1")
    for name, schema in document["components"]["schemas"].items():
        assert jsonschema_rs.meta.is_valid(schema)
        assert re.fullmatch(r"[A-Za-z0-9._-]+", name)


def test_every_reference_leads_somewhere(document: dict[str, Any]):
    references = set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(document)))
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert references and references <= known


def test_every_route_is_described(app: APIFlask, document: dict[str, Any]):
    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    served = {
        (method, re.sub(r"<(?:int:|path:)?([^>]+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert described == served - {("GET", "/api/v1/openapi.json")}


def test_every_operation_has_an_id_a_summary_a_key_and_typed_errors(document: dict[str, Any]):
    ids = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            ids.append(operation["operationId"])
            assert operation["summary"]
            assert bool(operation.get("security")) == ((method, path) not in PUBLIC), path
            for status, response in operation["responses"].items():
                assert response["description"]
                if status[0] in "45" and status != "503":
                    assert set(response["content"]) == {"application/problem+json"}
    assert len(set(ids)) == len(ids)


def test_boxes_are_described_as_they_are_sent(document: dict[str, Any]):
    box = document["components"]["schemas"]["ReportOut.Box"]
    assert box["type"] == "array"


def test_files_are_described_as_a_form(document: dict[str, Any]):
    body = document["paths"]["/api/v1/applications/{application_id}/documents"]["post"]["requestBody"]
    schema = document["components"]["schemas"][
        body["content"]["multipart/form-data"]["schema"]["$ref"].rpartition("/")[2]
    ]
    assert schema["properties"]["file"]["items"] == {"format": "binary", "type": "string"}
    assert "slot" in schema["properties"]


@pytest.mark.parametrize("size", ["preview", "thumbnail"])
def test_small_pictures_may_be_png(document: dict[str, Any], size: str):
    path = f"/api/v1/documents/{{document_id}}/pages/{{number}}/{size}.jpg"
    assert set(document["paths"][path]["get"]["responses"]["200"]["content"]) == {"image/jpeg", "image/png"}


@pytest.mark.slow
def test_nothing_that_the_document_allows_breaks_the_service(tmp_path: Path):
    """Generate requests from the document: no 5xx, every answer of a described status, type and shape."""
    app = create_app(Settings(data_dir=tmp_path / "data", redis_url=None, requests_per_minute=0))
    policy = list_policies()[0].id
    found = fuzz(app, full_world(app, policy), policy, requests=350)
    app.extensions["verifier"].database.close()
    assert found.server_errors == 0 and not found.wrong
    assert found.requests > 300
    assert {200, 201, 202, 404, 422} <= set(found.statuses)
