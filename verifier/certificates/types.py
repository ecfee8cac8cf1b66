"""The catalogue of document types (材料类型目录), free of any image library."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Annotated

import yaml
from pydantic import Field
from pydantic.dataclasses import dataclass

from models.values import VALUE, adapter

_Words = tuple[Annotated[str, Field(min_length=2)], ...]


@dataclass(frozen=True, config=VALUE)
class DocumentType:
    """One type of document; the keys for recognising it are explained at the head of `catalogue.yaml`.

    `seals`, `signatures` and `codes` say in Chinese what it carries as a rule, None where it carries none.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    zh: Annotated[str, Field(min_length=1)]
    title: _Words = ()
    ends: _Words = ()
    negative: _Words = ()
    body: _Words = ()
    absent: _Words = ()
    opens: _Words = ()
    needs: _Words = ()
    sides: tuple[_Words, ...] = ()
    alone: bool = False
    broad: bool = False
    merges: bool = False
    seals: str | None = None
    signatures: str | None = None
    codes: str | None = None


@lru_cache(maxsize=1)
def document_types() -> dict[str, DocumentType]:
    """Return every document type by its id, in the order of the catalogue."""
    text = (files("verifier.certificates") / "catalogue.yaml").read_text(encoding="utf-8")
    return parse_catalogue(text)


def parse_catalogue(text: str) -> dict[str, DocumentType]:
    """Return the types that a catalogue holds.

    Raises:
        ValueError: an unknown or missing key, a wrong kind of value, or an id that stands twice.
        yaml.YAMLError: not YAML.
    """
    types: dict[str, DocumentType] = {}
    for kind in adapter(tuple[DocumentType, ...]).validate_python(yaml.safe_load(text)):
        if kind.id in types:
            raise ValueError(f"document type {kind.id} stands twice in the catalogue")
        types[kind.id] = kind
    return types
