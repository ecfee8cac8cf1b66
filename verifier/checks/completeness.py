"""Every document that the pack lists was handed in, in its slot (漏传、错传、不上传)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import DocumentRule, Requirement
from models.report import Evidence, Verdict
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.conditions import applies
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held, type_title
from verifier.checks.due import is_later
from verifier.checks.presence import Missing, missing_answers
from verifier.checks.slots import same_slot


@dataclass(frozen=True, config=VALUE)
class CompletenessParams:
    """None: the list is the pack's `documents`."""


def run(
    documents: Sequence[Held], requirement: Requirement, params: CompletenessParams, context: Context
) -> list[Answer]:
    """Answer once for the application, with all that is missing or misplaced."""
    answers: list[Answer] = []
    missing: list[Missing] = []
    later = 0
    for rule in context.policy.documents:
        if _is_met(rule, context):
            answers += _misplaced(rule, context)
            continue
        condition = applies(rule.when, rule.unless, context.policy, context.facts)
        if rule.optional or condition.answer is False or rule.minimum == 0:
            continue
        if is_later(rule, context):
            later += 1
        elif condition.answer is None:
            unknown = "、".join(condition.unknown)
            message = text("checks.document_if", document=_rule_title(rule), unknown=unknown)
            answers.append(review(message, text("checks.facts_remedy", unknown=unknown)))
        else:
            missing.append(Missing(_rule_title(rule), rule.types))
    if missing:
        answers += missing_answers(missing, context)
    answers += [_other_type(held) for held in context.dossier.held if _declared_otherwise(held)]
    unrecognised = [held for held in context.dossier.held if held.type is None]
    if unrecognised:
        files = "、".join(held.material.filename for held in unrecognised)
        evidence = [held.evidence() for held in unrecognised]
        answers.append(review(text("checks.unknown_type", files=files), text("checks.unknown_remedy"), None, *evidence))
    if not context.case.complete:
        answers.append(review(text("checks.incomplete")))
    if not answers:
        answers.append(passed(text("checks.complete", count=len(context.dossier.held))))
    if later:
        answers.append(passed(text("checks.paper_later", count=later)))
    return answers


def _is_met(rule: DocumentRule, context: Context) -> bool:
    dossier = context.dossier
    if rule.all_of and not all(dossier.of((type_id,)) for type_id in rule.all_of):
        return False
    alternatives = tuple(type_id for type_id in (rule.type, *rule.any_of) if type_id)
    return not alternatives or len(dossier.of(alternatives)) >= max(1, rule.minimum)


def _misplaced(rule: DocumentRule, context: Context) -> list[Answer]:
    """Answer for documents that are there, none of them in the slot of the rule: a misfiled one counts as missing."""
    if rule.slot is None:
        return []
    held = context.dossier.of(rule.types)
    if any(same_slot(document.material.slot, rule.slot) for document in held):
        return []
    evidence = [Evidence(document.document, None, None, document.material.slot, rule.slot) for document in held]
    titles = "、".join(dict.fromkeys(document.title for document in held))
    remedy = text("checks.slot_remedy", title=titles, slot=rule.slot)
    if any(document.material.slot is None for document in held):
        return [review(text("checks.slot_unknown", title=titles, slot=rule.slot), remedy, None, *evidence)]
    given = "、".join(dict.fromkeys(document.material.slot or "" for document in held))
    return [failed(text("checks.slot_wrong", title=titles, given=given, slot=rule.slot), remedy, None, *evidence)]


def _declared_otherwise(held: Held) -> bool:
    declared = held.material.declared_type
    return declared is not None and held.type is not None and held.type != declared and len(held.observation.parts) < 2


def _other_type(held: Held) -> Answer:
    declared = type_title(held.material.declared_type)
    message = text("checks.other_type", file=held.material.filename, declared=declared, found=type_title(held.type))
    evidence = Evidence(held.document, held.first_page, None, type_title(held.type), declared, held.type_confidence)
    return Answer(Verdict.NEEDS_REVIEW, message, text("checks.other_type_remedy"), None, (evidence,))


def _rule_title(rule: DocumentRule) -> str:
    parts = [type_title(type_id) for type_id in (rule.type, *rule.all_of) if type_id]
    if rule.any_of:
        parts.append(text("checks.one_of", types="、".join(type_title(type_id) for type_id in rule.any_of)))
    title = "、".join(parts)
    if rule.minimum > 1:
        title += text("checks.at_least", count=rule.minimum)
    return f"{title}（{rule.slot}）" if rule.slot else title


CHECK = Check("completeness", CompletenessParams, run, application_wide=True, without_pages=True)
