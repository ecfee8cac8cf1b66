"""The OpenAPI document is valid, complete and true."""

from __future__ import annotations

import json
import re
import warnings
from collections import Counter
from typing import Any

import jsonschema_rs
import pytest
from apiflask import APIFlask
from hypothesis import HealthCheck, Phase, settings

from tests.api.doors import PDF, Door

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


@pytest.mark.slow
def test_nothing_that_the_document_allows_breaks_the_service(app: APIFlask, admin: Door, policy: str):
    """Generate requests from the document: no 5xx, every answer of a described status, type and shape."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import schemathesis
        from schemathesis.checks import not_a_server_error
        from schemathesis.specs.openapi.checks import (
            content_type_conformance,
            response_schema_conformance,
            status_code_conformance,
        )

        schema = schemathesis.openapi.from_wsgi(
            "/api/v1/openapi.json", app, headers={"Authorization": f"Bearer {admin.key}"}
        )
    application = admin.new_application(policy)
    known = {
        "application_id": application,
        "document_id": admin.upload(application, ("a.pdf", PDF)).json["documents"][0]["id"],
        "policy_id": policy,
    }
    statuses: Counter[int] = Counter()

    for result in schema.get_all_operations():
        operation = result.ok()

        @schema_given(operation)
        def check(case: Any) -> None:
            if sum(statuses.values()) % 2:  # every other request speaks of what is there
                case.path_parameters.update({name: known[name] for name in case.path_parameters if name in known})
                if isinstance(case.body, dict) and "policy" in case.body:
                    case.body["policy"] = policy
            answer = case.call_and_validate(
                headers={"Authorization": f"Bearer {admin.key}"},
                checks=[
                    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
                ],
            )  # fmt: skip
            statuses[answer.status_code] += 1

        check()
    assert sum(statuses.values()) > 150
    assert {200, 201, 202, 404, 422} <= set(statuses)


def schema_given(operation: Any) -> Any:
    from hypothesis import given

    def decorate(check: Any) -> Any:
        bounded = settings(
            max_examples=15, deadline=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        return bounded(given(case=operation.as_strategy())(check))

    return decorate
