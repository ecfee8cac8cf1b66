"""Every document that the pack lists was handed in, in its slot (漏传、错传、不上传)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import DocumentRule, Requirement
from models.report import Evidence, Verdict
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.conditions import applies
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held, type_title
from verifier.checks.presence import missing_answer
from verifier.checks.slot import same_slot


@dataclass(frozen=True, config=VALUE)
class CompletenessParams:
    """None: the list is the pack's `documents`."""


class _Due(Enum):
    NOW = "now"
    NOT = "not"
    LATER = "later"


def run(
    documents: Sequence[Held], requirement: Requirement, params: CompletenessParams, context: Context
) -> list[Answer]:
    """Answer once for the application, with all that is missing or misplaced."""
    answers: list[Answer] = []
    missing: list[str] = []
    later = 0
    for rule in context.policy.documents:
        if _is_met(rule, context):
            answers += _misplaced(rule, context)
            continue
        condition = applies(rule.when, rule.unless, context.policy, context.application.facts)
        due = _due(rule, context)
        if rule.optional or condition.answer is False or due is _Due.NOT:
            continue
        if due is _Due.LATER:
            later += 1
        elif condition.answer is None:
            unknown = "、".join(condition.unknown)
            message = text("checks.document_if", document=_rule_title(rule), unknown=unknown)
            answers.append(review(message, text("checks.facts_remedy", unknown=unknown)))
        else:
            missing.append(_rule_title(rule))
    if missing:
        answers.append(missing_answer(missing, context))
    answers += [_other_type(held) for held in context.dossier.held if _declared_otherwise(held)]
    if not context.case.complete:
        answers.append(review(text("checks.incomplete")))
    if not answers:
        answers.append(passed(text("checks.complete", count=len(context.dossier.held))))
    if later:
        answers.append(passed(text("checks.paper_later", count=later)))
    return answers


def _due(rule: DocumentRule, context: Context) -> _Due:
    """Tell whether a document is due: what exists on paper only, is due once paper has been received."""
    if rule.slot is None and rule.paper_copies is not None and context.application.received_at is None:
        return _Due.LATER
    return _Due.NOW if rule.minimum else _Due.NOT


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
    return declared is not None and held.type is not None and held.type != declared and held.observation.parts == ()


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


CHECK = Check("completeness", CompletenessParams, run, application_wide=True)
