"""Each document of one kind has one of another that speaks of it (专利—效益证明、获奖—专题证明)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Verdict
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, doubtful, failed, passed
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held, type_title
from verifier.checks.due import candidates
from verifier.checks.parameters import SlotName, TypeName
from verifier.checks.slots import same_slot


@dataclass(frozen=True, config=VALUE)
class PairedParams:
    """Each document (in the slot `within`, where given) needs one of type `needs` that names one of its `keys`."""

    needs: TypeName
    keys: tuple[str, ...]
    within: SlotName = ""


def run(documents: Sequence[Held], requirement: Requirement, params: PairedParams, context: Context) -> list[Answer]:
    """Look for the partner of each document."""
    wanted = [held for held in documents if not params.within or same_slot(held.material.slot, params.within)]
    if not wanted:
        return [Answer(Verdict.NOT_APPLICABLE, text("clauses.paired_none"))] if documents else []
    partners = context.dossier.of((params.needs,))
    return [_judge(held, partners, params, context) for held in wanted]


def _judge(held: Held, partners: Sequence[Held], params: PairedParams, context: Context) -> Answer:
    said = {"title": held.title, "needs": type_title(params.needs)}
    remedy = text("clauses.paired_remedy", **said)
    if not partners:
        if candidates((params.needs,), context) or not context.case.complete:
            return doubtful(text("clauses.paired_maybe", **said), remedy, held, held.evidence())
        return failed(text("clauses.paired_missing", **said), remedy, held, held.evidence(expected=said["needs"]))
    names = [fold(field.value) for key in params.keys for field in held.fields(key) if field.value]
    speaking = [partner for partner in partners if any(len(name) > 1 and name in partner.folded_text for name in names)]
    if speaking:
        said["partner"] = speaking[0].title
        return passed(text("clauses.paired_good", **said), held, *(partner.evidence() for partner in speaking))
    return doubtful(text("clauses.paired_unsure", **said), remedy, held, *(partner.evidence() for partner in partners))


CHECK = Check(
    "paired",
    PairedParams,
    run,
    without_pages=True,
    reaches=(Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW, Verdict.NOT_APPLICABLE),
)
