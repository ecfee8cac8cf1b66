"""The OpenAPI document: what APIFlask gathers from the views, made true about errors and keys."""

from __future__ import annotations

from typing import Any, Final

from apiflask import APIBlueprint, APIFlask
from flask import Response, current_app, jsonify

from api.auth import COOKIE_SCHEME, SECURITY_SCHEME, require
from api.cookies import NAME
from api.problems import MEDIA_TYPE
from api.schemas import Problem
from models.store.api_keys import Role

_PROBLEM: Final = {"$ref": "#/components/schemas/Problem"}

_SHARED: Final = {
    "400": "请求格式有误",
    "413": "请求过大",
    "429": "请求过于频繁，或错误尝试过多；见 Retry-After",
    "500": "系统内部错误",
}
"""Problems that any door may answer with."""

_EVENTS: Final = "text/event-stream"
_JPEG, _PNG = "image/jpeg", "image/png"

_WITH_KEY: Final = {"401": "缺少密钥或密钥无效", "403": "角色不允许"}
_WITH_BODY: Final = {"415": "请求类型不符", "422": "内容不合要求", "507": "存储空间不足"}
_WITH_QUERY: Final = {"422": "内容不合要求"}
_WITH_PATH: Final = {"404": "没有，或无权查看"}

blueprint = APIBlueprint("openapi_document", __name__, url_prefix="/api/v1", enable_openapi=False)


@blueprint.get("/openapi.json")
@require(*Role)
def document() -> Response:
    """Return the OpenAPI 3.1 document of this service."""
    assert isinstance(current_app, APIFlask)
    return jsonify(current_app.spec)


def install(app: APIFlask) -> None:
    """Serve the document of `app` and make it true."""
    app.config.update(
        OPENAPI_VERSION="3.1.0",
        AUTO_OPERATION_ID=True,
        AUTO_404_RESPONSE=False,
        AUTO_AUTH_ERROR_RESPONSE=False,
        AUTO_VALIDATION_ERROR_RESPONSE=False,
        AUTO_SERVERS=False,
        SECURITY_SCHEMES={
            SECURITY_SCHEME: {"type": "http", "scheme": "bearer"},
            COOKIE_SCHEME: {"type": "apiKey", "in": "cookie", "name": NAME},
        },
    )
    app.register_blueprint(blueprint)
    app.spec_processor(_complete)


def _complete(spec: dict[str, Any] | str) -> dict[str, Any] | str:
    """Tell for every operation which problems it answers with; APIFlask would call them plain JSON of another shape."""
    assert isinstance(spec, dict), "the document is JSON, not YAML"
    schemas = spec["components"].setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema()
    schemas.pop("HTTPError", None)
    for path, operations in spec["paths"].items():
        for operation in operations.values():
            responses = operation["responses"]
            stream = responses.get("200", {}).get("content", {}).get(_EVENTS)
            if stream is not None:
                # Neither a string nor an object: what a stream holds, OpenAPI 3.1 has no words for.
                stream["schema"] = {"description": "Server-Sent Events: id, event, data (JSON)"}
            pictures = responses.get("200", {}).get("content", {})
            if _JPEG in pictures:
                # Pages kept before there were small pictures are answered whole; a view can name one type only.
                pictures[_PNG] = pictures[_JPEG]
            for status, description in _problems(path, operation).items():
                if _has_own_content(responses.get(status, {})):
                    continue
                responses[status] = {
                    "description": responses.get(status, {}).get("description", description),
                    "content": {MEDIA_TYPE: {"schema": _PROBLEM}},
                }
    return spec


def _has_own_content(response: dict[str, Any]) -> bool:
    """Tell whether the view itself said what this answer holds, rather than APIFlask's default for errors."""
    schemas = [content.get("schema", {}) for content in response.get("content", {}).values()]
    return any(schema.get("$ref") != "#/components/schemas/HTTPError" for schema in schemas)


def _problems(path: str, operation: dict[str, Any]) -> dict[str, str]:
    found = dict(_SHARED)
    found |= _WITH_KEY if operation.get("security") else {}
    found |= _WITH_BODY if "requestBody" in operation else {}
    found |= _WITH_QUERY if any(parameter["in"] == "query" for parameter in operation["parameters"]) else {}
    found |= _WITH_PATH if "{" in path else {}
    found |= {status: "" for status in operation["responses"] if status[0] in "45"}
    return found
