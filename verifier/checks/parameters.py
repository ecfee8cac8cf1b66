"""Names that a check's parameter may hold: a type annotated so is looked up when the pack is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, TypeAlias


class Kind(StrEnum):
    """What a name refers to: a table of the policy, or the catalogue of document types."""

    PHRASE = "phrases"
    TEMPLATE = "templates"
    WINDOW = "windows"
    CUTOFF = "cutoffs"
    SLOT = "slots"
    FACT = "facts"
    TYPE = "types"


@dataclass(frozen=True)
class Refers:
    """Marks a parameter whose text must be a known name of this kind."""

    kind: Kind


PhraseName: TypeAlias = Annotated[str, Refers(Kind.PHRASE)]
TemplateName: TypeAlias = Annotated[str, Refers(Kind.TEMPLATE)]
WindowName: TypeAlias = Annotated[str, Refers(Kind.WINDOW)]
SlotName: TypeAlias = Annotated[str, Refers(Kind.SLOT)]
CutoffName: TypeAlias = Annotated[str, Refers(Kind.CUTOFF)]
FactName: TypeAlias = Annotated[str, Refers(Kind.FACT)]
TypeName: TypeAlias = Annotated[str, Refers(Kind.TYPE)]
