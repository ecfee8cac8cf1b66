"""Seals and signatures that look like pictures: laid over the page, or one picture in two places."""

from __future__ import annotations

from typing import Final

from models.case import Repeat
from models.messages import text
from models.report import Evidence
from verifier.checks.context import Context
from verifier.checks.dossier import Held
from verifier.checks.places import at_seal, seal_text
from verifier.consistency.sayings import Lead

_WHAT: Final = {"seal": "consistency.seal", "signature": "consistency.signature"}


def leads(context: Context) -> list[Lead]:
    """Return what a person should look at in the original."""
    return [*_laid_over(context), *_repeated(context)]


def _laid_over(context: Context) -> list[Lead]:
    found = []
    for held in context.dossier.held:
        for seal in held.seals:
            if seal.suspicions:
                signs = "、".join(text(f"consistency.sign_{sign}") for sign in seal.suspicions)
                name = seal_text(seal) or text("consistency.unread")
                message = text("consistency.laid_over", title=held.title, page=seal.page, name=name, signs=signs)
                found.append(Lead(held.document, message, (at_seal(held, seal),)))
    return found


def _repeated(context: Context) -> list[Lead]:
    found = []
    for repeat in context.case.repeats:
        one = _held(context, repeat.document, repeat.page)
        other = _held(context, repeat.other_document, repeat.other_page)
        if one is not None and other is not None:
            message = text(
                "consistency.repeated", what=text(_WHAT[repeat.kind]), one=other.title, page=repeat.other_page,
                other=one.title, other_page=repeat.page,
            )  # fmt: skip
            found.append(Lead(other.document, message, _evidence(repeat)))
    return found


def _held(context: Context, document: str, page: int) -> Held | None:
    return next((one for one in context.dossier.held if one.document == document and one.has(page)), None)


def _evidence(repeat: Repeat) -> tuple[Evidence, Evidence]:
    return (
        Evidence(repeat.other_document, repeat.other_page, repeat.other_box),
        Evidence(repeat.document, repeat.page, repeat.box),
    )
