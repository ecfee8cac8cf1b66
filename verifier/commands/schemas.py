"""The JSON Schemas of what the commands answer with `--json`; kept in docs/schemas/, held true by a test."""

from __future__ import annotations

from typing import Any

from models.masking import CopyAnswer, MaskingAnswer
from models.observation import Observation, Seal, Signature
from models.overlap import OverlapReport
from models.policy import Policy
from models.report import Report
from models.roster import RosterReport
from models.values import json_schema


def command_schemas() -> dict[str, dict[str, Any]]:
    """Return the schemas by file name (without `.json`)."""
    observation = json_schema(Observation)
    seen = {key: observation["properties"][key] for key in OBSERVATION_KEYS}
    return {
        "check": {
            "type": "object",
            "properties": {
                "document": _object(sha256="string", filename="string", media_type="string", pages="integer"),
                "observation": {"type": "object", "properties": seen, "required": list(OBSERVATION_KEYS)},
                "names": {"type": "array", "items": {"type": "object"}},
            },
            "required": ["document", "observation"],
            "$defs": observation["$defs"],
        },
        "seals": _list_of(json_schema(Seal)),
        "signatures": _list_of(json_schema(Signature)),
        "compare": json_schema(OverlapReport),
        "report": json_schema(Report),
        "roster": json_schema(RosterReport),
        "policy": json_schema(Policy),
        "masking-check": _of_path(json_schema(MaskingAnswer), listed="documents"),
        "masking-apply": _of_path(json_schema(CopyAnswer), optional=True),
    }


OBSERVATION_KEYS = (
    "type",
    "type_confidence",
    "fields",
    "seals",
    "signatures",
    "covers",
    "qr_codes",
    "photo",
    "quality",
)
"""What `check` shows of an observation."""


def _object(**properties: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: {"type": kind} for name, kind in properties.items()},
        "required": list(properties),
    }


def _list_of(schema: dict[str, Any]) -> dict[str, Any]:
    definitions = schema.pop("$defs", {})
    return {"type": "array", "items": schema, "$defs": definitions}


def _of_path(schema: dict[str, Any], *, listed: str | None = None, optional: bool = False) -> dict[str, Any]:
    """Return the schema of an answer that also names its file; as a list where a command answers for several."""
    definitions = schema.pop("$defs", {})
    schema["properties"] = {"path": {"type": ["string", "null"] if optional else "string"}} | schema["properties"]
    schema["required"] = ["path", *schema["required"]]
    if listed is None:
        return {**schema, "$defs": definitions}
    inside = {listed: {"type": "array", "items": schema}}
    return {"type": "object", "properties": inside, "required": [listed], "$defs": definitions}
