"""Documents of given types were handed in, in the right slot if the notice names one (应交材料、栏目)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Evidence
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held, type_title
from verifier.checks.due import candidates
from verifier.checks.parameters import TypeName


@dataclass(frozen=True, config=VALUE)
class PresenceParams:
    """All of `all_of` and, where given, at least one of `any_of`."""

    all_of: tuple[TypeName, ...] = ()
    any_of: tuple[TypeName, ...] = ()


@dataclass(frozen=True, config=VALUE)
class Missing:
    """Something that is not there: how to call it, and which types would do."""

    title: str
    types: tuple[str, ...]


def run(documents: Sequence[Held], requirement: Requirement, params: PresenceParams, context: Context) -> list[Answer]:
    """Answer once for the application."""
    missing = [Missing(type_title(type_id), (type_id,)) for type_id in params.all_of if not _has(context, type_id)]
    if params.any_of and not context.dossier.of(params.any_of):
        types = "、".join(type_title(type_id) for type_id in params.any_of)
        missing.append(Missing(text("checks.one_of", types=types), params.any_of))
    if not missing:
        held = context.dossier.of((*params.all_of, *params.any_of))
        found = "、".join(dict.fromkeys(document.title for document in held))
        return [passed(text("checks.present", found=found), None, *(document.evidence() for document in held))]
    return missing_answers(missing, context)


def missing_answers(missing: Sequence[Missing], context: Context) -> list[Answer]:
    """Return the answers for documents that were not found: a defect where no unknown file may be one of them."""
    if not context.case.complete:
        return [review(text("checks.missing_incomplete", missing=_listed(missing)), None, None, *_expected(missing))]
    unknown = {absent: candidates(absent.types, context) for absent in missing}
    surely = [absent for absent in missing if not unknown[absent]]
    answers = []
    if surely:
        remedy = text("checks.missing_remedy", missing=_listed(surely))
        answers.append(failed(text("checks.missing", missing=_listed(surely)), remedy, None, *_expected(surely)))
    perhaps = [absent for absent in missing if unknown[absent]]
    if perhaps:
        files = list(dict.fromkeys(material for absent in perhaps for material in unknown[absent]))
        named = "、".join(material.filename for material in files)
        message = text("checks.missing_maybe", missing=_listed(perhaps), files=named)
        evidence = [*_expected(perhaps), *(Evidence(document=material.document) for material in files)]
        remedy = text("checks.missing_remedy", missing=_listed(perhaps))
        answers.append(doubtful(message, remedy, None, *evidence))
    return answers


def _has(context: Context, type_id: str) -> bool:
    return bool(context.dossier.of((type_id,)))


def _listed(missing: Sequence[Missing]) -> str:
    return "、".join(f"《{absent.title}》" for absent in missing)


def _expected(missing: Sequence[Missing]) -> list[Evidence]:
    return [Evidence(expected=absent.title) for absent in missing]


CHECK = Check("presence", PresenceParams, run, application_wide=True, without_pages=True)
