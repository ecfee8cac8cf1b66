"""The JSON Schema of a pack, with the parameters of every check, for editors that complete and check as one types."""

from __future__ import annotations

from typing import Any

from models.policy import Policy
from models.values import adapter
from verifier.checks.registry import CHECKS


def pack_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of policy-pack/1."""
    schema = adapter(Policy).json_schema(mode="validation")
    calls = []
    for name, check in CHECKS.items():
        params = adapter(check.params).json_schema(mode="validation")
        for prop in params.get("properties", {}).values():
            # Null stands for "the notice does not say".
            prop["anyOf"] = [{key: prop.pop(key) for key in list(prop)}, {"type": "null"}]
        schema["$defs"].update(params.pop("$defs", {}))
        outside = {"type": "object", "additionalProperties": {"type": "string"}}
        properties = {
            "check": {"const": name},
            "params": params,
            "external": outside,
            "on": {"type": "array", "items": {"type": "string"}},
            "when": {"type": "object"},
        }
        # What `external` may fill in is not demanded here; the loader knows whether it does.
        params.pop("required", None)
        required = ["check"]
        calls.append({"type": "object", "properties": properties, "required": required, "additionalProperties": False})
    schema["$defs"]["CheckCall"] = {"oneOf": calls}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
