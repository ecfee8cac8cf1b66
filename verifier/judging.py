"""The recipe of judging: a case and a policy in, every finding out (一次性告知). Pure: no file, no clock, no picture.

What its documents say against each other is told beside the clauses.
An application fails by its worst finding. A requirement that is only a hint (warn) never decides: its failure is shown
and the application may still pass.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import logging
from collections.abc import Iterable, Sequence
from typing import Final

from pydantic import JsonValue

from models.case import Case
from models.messages import text
from models.observation import EngineInfo
from models.policy import CheckCall, Policy, Requirement, Severity
from models.report import Finding, Report, Verdict
from models.values import from_jsonable
from verifier.checks.answers import Answer, review
from verifier.checks.conditions import applies
from verifier.checks.confidence import UNSURE_TYPE
from verifier.checks.context import AnyCheck, Context
from verifier.checks.dossier import EVERY, Dossier, Held, type_title
from verifier.checks.due import candidates
from verifier.checks.finding import finding_of
from verifier.checks.refused import untold
from verifier.checks.registry import CHECKS
from verifier.consistency.leads import with_leads
from verifier.policies.process import late_materials, on_time

_log = logging.getLogger(__name__)

_MOST_MADE: Final = 4096


def judge(case: Case, policy: Policy, *, now: dt.datetime) -> Report:
    """Judge a whole application.

    Args:
        case: all that is known.
        policy: the pack to judge under.
        now: aware moment of judging.

    Raises:
        ValueError: `now` is naive.
    """
    if now.tzinfo is None:
        raise ValueError("the moment of judging needs a time zone")
    context = Context(Dossier(on_time(case, policy)), policy, now, late=late_materials(case, policy))
    findings = with_leads(_judge_all(context), context)
    return Report(
        application=case.application.id,
        policy_id=policy.id,
        policy_version=policy.version,
        findings=findings,
        verdict=_verdict(findings, complete=case.complete),
        engines=_engines(case),
        judged_at=now,
        overlaps=case.overlaps,
    )


def judge_document(case: Case, policy: Policy, document: str, *, now: dt.datetime) -> tuple[Finding, ...]:
    """Judge one document by itself, as soon as it is observed: its own findings, not those of the application."""
    context = Context(Dossier(on_time(case, policy)), policy, now)
    types = {held.type for held in context.dossier.held if held.document == document}
    speaking = (entry for entry in policy.requirements if EVERY in entry.on or types & set(entry.on))
    findings = (finding for requirement in speaking for finding in _judge_requirement(requirement, context))
    return tuple(finding for finding in findings if finding.document == document)


def _judge_all(context: Context) -> tuple[Finding, ...]:
    """Judge every requirement, those that speak of the other findings last.

    Returns:
        Findings in the order of the notice, before them the files that could not be opened or read.
    """
    requirements = context.policy.requirements
    last = {entry.id for entry in requirements for call in entry.checks if CHECKS[call.check].after_all}
    found = {entry.id: _judge_requirement(entry, context) for entry in requirements if entry.id not in last}
    told = tuple(itertools.chain.from_iterable(found.values()))
    unread = tuple(finding_of(rule, [answer], context) for rule, answer in untold(told, context))
    informed = dataclasses.replace(context, findings=(*unread, *told))
    found |= {entry.id: _judge_requirement(entry, informed) for entry in requirements if entry.id in last}
    return (*unread, *(finding for entry in requirements for finding in found[entry.id]))


def _judge_requirement(requirement: Requirement, context: Context) -> list[Finding]:
    if requirement.stage == "paper" and context.application.received_at is None:
        return [finding_of(requirement, [Answer(Verdict.NOT_APPLICABLE, text("clauses.paper_not_yet"))], context)]
    condition = applies(requirement.when, requirement.unless, context.policy, context.facts)
    if condition.answer is False:
        return [finding_of(requirement, [Answer(Verdict.NOT_APPLICABLE, text("checks.not_applicable"))], context)]
    if condition.answer is None:
        return [finding_of(requirement, [_unknown_facts(condition.unknown)], context)]
    documents = context.dossier.of(requirement.on)
    answers = [answer for call in requirement.checks for answer in _ask(call, requirement, documents, context)]
    if not answers:
        answers = [_no_document(requirement, context)]
    return [finding_of(requirement, group, context) for group in _by_document(_softened(answers, requirement, context))]


def _ask(call: CheckCall, requirement: Requirement, documents: Sequence[Held], context: Context) -> list[Answer]:
    """Put one check's question; a check that breaks answers `errored` for this requirement only."""
    check = CHECKS[call.check]
    condition = applies(call.when, {}, context.policy, context.facts)
    if condition.answer is False:
        return []
    if condition.answer is None:
        return [_unknown_facts(condition.unknown)]
    if call.on:
        documents = [held for held in documents if held.type in call.on]
    if requirement.on and not documents and not check.application_wide:
        return []
    values = call.params
    if call.external:
        outside = {name: context.policy.external[key] for name, key in call.external.items()}
        missing = "、".join(dict.fromkeys(entry.source for entry in outside.values() if entry.value is None))
        if missing:
            message, remedy = (text(f"clauses.source_{part}", source=missing) for part in ("missing", "remedy"))
            return [review(message, remedy)]
        values = {**values, **{name: entry.value for name, entry in outside.items()}}
    unknown = [name for name, value in values.items() if value is None]
    if unknown:
        message = text("checks.parameter_unknown", parameters="、".join(map(_parameter_label, unknown)))
        return [review(message, text("checks.parameter_remedy"))]
    seen, answers = documents, []
    if not check.without_pages and any(held.has_no_pages for held in documents):
        answers = [_without_pages(held) for held in documents if held.has_no_pages]
        seen = [held for held in documents if not held.has_no_pages]
        if not seen and not check.application_wide:
            return answers
    try:
        return answers + check.run(seen, requirement, _params(check, values, call), context)
    except Exception as error:  # noqa: BLE001  # the one place: whatever breaks, the other findings must still come out
        # Only the kind of the error: its text may quote a document.
        _log.error(
            "check errored: application=%s requirement=%s check=%s error=%s",
            context.application.id,
            requirement.id,
            call.check,
            type(error).__name__,
        )
        return [Answer(Verdict.ERRORED, text("checks.errored", check=call.check), text("checks.errored_remedy"))]


def _unknown_facts(labels: Iterable[str]) -> Answer:
    unknown = "、".join(labels)
    return review(text("checks.facts_unknown", unknown=unknown), text("checks.facts_remedy", unknown=unknown))


_made: Final[dict[int, tuple[CheckCall, object]]] = {}
"""The parameters of calls that take none from outside, by the call's identity; a pack is judged with many times."""


def _params(check: AnyCheck, values: dict[str, JsonValue], call: CheckCall) -> object:
    """Return the parameters of a check in their own type."""
    if call.external:
        return from_jsonable(check.params, values)
    kept = _made.get(id(call))
    # Whoever holds the call keeps its identity from being another's.
    if kept is None or kept[0] is not call:
        if len(_made) >= _MOST_MADE:
            _made.clear()
        kept = _made[id(call)] = call, from_jsonable(check.params, values)
    return kept[1]


def _without_pages(held: Held) -> Answer:
    return review(text("checks.no_pages", title=held.title), text("checks.no_pages_remedy"), held, held.evidence())


def _parameter_label(name: str) -> str:
    return text("checks.parameter", name=name)


def _no_document(requirement: Requirement, context: Context) -> Answer:
    """Answer where there is nothing to look at. That a document is missing, is for `completeness` to say, once."""
    types = "、".join(f"《{type_title(type_id)}》" for type_id in requirement.on if type_id != EVERY)
    if not context.case.complete:
        return review(text("checks.none_yet", types=types))
    unknown = "、".join(material.filename for material in candidates(requirement.on, context))
    if unknown:
        return review(text("checks.none_but_unknown", types=types, files=unknown), text("checks.unknown_remedy"))
    return Answer(Verdict.NOT_APPLICABLE, text("checks.none", types=types))


def _softened(answers: Sequence[Answer], requirement: Requirement, context: Context) -> list[Answer]:
    """Turn a document's defect into a question where it is open whether the clause covers it at all.

    Because the notice does not say so of its type, because its type is not sure, or because what it lacks may stand on
    the other part of its file: where a file was cut into two of one kind, they may be one.
    """
    if Verdict.FAILED not in [answer.verdict for answer in answers]:
        return list(answers)
    doubts: dict[str | None, tuple[str, str]] = {}
    if EVERY not in requirement.on:
        for held in context.dossier.of(requirement.on):
            if held.type_confidence is not None and held.type_confidence < UNSURE_TYPE:
                doubt = text("checks.unsure_type", type=type_title(held.type))
                doubts[held.document] = (doubt, "checks.if_confirmed")
    for held in context.dossier.cut:
        doubts.setdefault(held.document, (text("checks.unsure_cut", type=type_title(held.type)), "checks.if_confirmed"))
    for held in context.dossier.of(requirement.unclear_on):
        doubts[held.document] = (text("checks.unclear_type", type=type_title(held.type)), "checks.if_applies")
    return [
        _asked(answer, *doubts[answer.document])
        if answer.verdict is Verdict.FAILED and answer.document in doubts
        else answer
        for answer in answers
    ]


def _asked(answer: Answer, doubt: str, condition: str) -> Answer:
    message = answer.message + doubt
    return dataclasses.replace(answer, verdict=Verdict.NEEDS_REVIEW, message=message, condition=condition)


def _by_document(answers: Sequence[Answer]) -> list[list[Answer]]:
    """Group answers by document, in order; what merely passed for the application needs no finding beside those."""
    groups: dict[str | None, list[Answer]] = {}
    for answer in answers:
        groups.setdefault(answer.document, []).append(answer)
    if len(groups) > 1 and all(answer.verdict is Verdict.PASSED for answer in groups.get(None, ())):
        groups.pop(None, None)
    return list(groups.values())


def _verdict(findings: Iterable[Finding], *, complete: bool) -> Verdict:
    worst = Verdict.worst(finding.verdict for finding in findings if finding.severity is not Severity.WARN)
    if worst is Verdict.FAILED:
        return Verdict.FAILED
    # Nothing judged at all is not a pass, nor is an application that is still being looked at.
    return Verdict.PASSED if worst is Verdict.PASSED and complete else Verdict.NEEDS_REVIEW


def _engines(case: Case) -> tuple[EngineInfo, ...]:
    return tuple(dict.fromkeys(observation.engine for observation in case.observations.values()))
