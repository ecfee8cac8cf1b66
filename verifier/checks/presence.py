"""Documents of given types were handed in, in the right slot if the notice names one (应交材料、栏目)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Evidence
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held, type_title
from verifier.checks.parameters import TypeName


@dataclass(frozen=True, config=VALUE)
class PresenceParams:
    """All of `all_of` and, where given, at least one of `any_of`."""

    all_of: tuple[TypeName, ...] = ()
    any_of: tuple[TypeName, ...] = ()


def run(documents: Sequence[Held], requirement: Requirement, params: PresenceParams, context: Context) -> list[Answer]:
    """Answer once for the application."""
    missing = [type_id for type_id in params.all_of if not context.dossier.of((type_id,))]
    names = [type_title(type_id) for type_id in missing]
    if params.any_of and not context.dossier.of(params.any_of):
        names.append(text("checks.one_of", types="、".join(type_title(type_id) for type_id in params.any_of)))
    if not names:
        held = context.dossier.of((*params.all_of, *params.any_of))
        found = "、".join(dict.fromkeys(document.title for document in held))
        return [passed(text("checks.present", found=found), None, *(document.evidence() for document in held))]
    return [missing_answer(names, context)]


def missing_answer(names: Sequence[str], context: Context) -> Answer:
    """Return the answer for documents that were not found: a defect only where no unknown file may be one of them."""
    listed = "、".join(f"《{name}》" for name in names)
    evidence = [Evidence(expected=name) for name in names]
    remedy = text("checks.missing_remedy", missing=listed)
    if not context.case.complete:
        return review(text("checks.missing_incomplete", missing=listed), None, None, *evidence)
    unknown = context.dossier.undetermined
    if unknown:
        files = "、".join(material.filename for material in unknown)
        evidence += [Evidence(document=material.document) for material in unknown]
        return review(text("checks.missing_maybe", missing=listed, files=files), remedy, None, *evidence)
    return failed(text("checks.missing", missing=listed), remedy, None, *evidence)


CHECK = Check("presence", PresenceParams, run, application_wide=True)
