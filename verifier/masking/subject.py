"""Whose traces are looked for (遮盖对象)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from models.errors import InvalidRequest
from models.messages import text
from verifier.masking.folding import DOTS
from verifier.masking.surnames import COMPOUND_SURNAMES

_DOTS = re.compile(f"[{re.escape(DOTS)}]")


@dataclass(frozen=True)
class Subject:
    """A person by `name`, and what else gives the person away.

    `also` holds pairs (kind, value); kinds `unit`, `id_number`, `phone` and `email` have rules of their own, any other
    kind is looked for literally. Empty values are passed over.
    """

    name: str
    also: tuple[tuple[str, str], ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The name cut at its dots, without spaces: one part for a Han name, several for a transcribed one."""
        plain = unicodedata.normalize("NFC", self.name)
        return tuple(part for part in ("".join(piece.split()) for piece in _DOTS.split(plain)) if part)


def split_han_name(name: str) -> tuple[str, str]:
    """Return (surname, given name) of an undotted Han name; a compound surname needs a given name behind it."""
    length = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    return name[:length], name[length:]


def subject_from(name: str | None, also: Sequence[str]) -> Subject | None:
    """Return whom to look for as a caller says it; None where neither a name nor anything else is given.

    Args:
        name: the name; may be missing, not empty.
        also: what else gives the person away, each `KIND=VALUE`; `id` is short for `id_number`.

    Raises:
        InvalidRequest: an empty name, one with control characters in it, or a pair that is none.
    """
    if name is not None and not name.strip():
        raise InvalidRequest(reason=text("masking.name_empty"))
    if not (name or "").isprintable() or not all(entry.isprintable() for entry in also):
        raise InvalidRequest(reason=text("masking.unprintable"))
    pairs = []
    for entry in also:
        kind, equals, value = entry.partition("=")
        if not (kind.strip() and equals and value.strip()):
            raise InvalidRequest(reason=text("masking.also_form"))
        pairs.append(("id_number" if kind.strip() == "id" else kind.strip(), value.strip()))
    return Subject(name.strip() if name else "", tuple(pairs)) if name or pairs else None
