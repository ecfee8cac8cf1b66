"""Every page opens, stands upright and can be read (扫描正面、清晰)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.application import Material
from models.messages import text
from models.policy import Requirement
from models.report import Evidence, Verdict
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.refused import refused


@dataclass(frozen=True, config=VALUE)
class PageQualityParams:
    """Which problems of a page are defects (`fails`), and which are for a person to weigh (`asks`)."""

    fails: tuple[str, ...] = ("blurred", "low_resolution", "rotated")
    asks: tuple[str, ...] = ("skewed",)


def run(
    documents: Sequence[Held], requirement: Requirement, params: PageQualityParams, context: Context
) -> list[Answer]:
    """Look at each file's pages; a file that did not open is a defect of its own."""
    answers = [_judge(held, params) for held in documents]
    answers += [refused(material) for material in context.dossier.refused]
    if context.case.complete:
        answers += [_pending(material) for material in context.dossier.pending]
    return answers


def _judge(held: Held, params: PageQualityParams) -> Answer:
    if not held.quality:
        return review(text("checks.quality_unknown", title=held.title), None, held, held.evidence())
    if all(page.is_blank for page in held.quality):
        return failed(
            text("checks.quality_all_blank", title=held.title), text("checks.quality_remedy"), held, held.evidence()
        )
    for problems, answer in ((params.fails, failed), (params.asks, review)):
        bad = [(page.page, problem) for page in held.quality for problem in page.problems if problem in problems]
        if bad:
            listed = "、".join(_page_problem(page, problem) for page, problem in bad)
            message = text("checks.quality_bad", title=held.title, problems=listed)
            evidence = [held.evidence(page) for page in dict.fromkeys(page for page, _ in bad)]
            return answer(message, text("checks.quality_remedy"), held, *evidence)
    return passed(text("checks.quality_good", title=held.title, pages=len(held.pages)), held)


def _page_problem(page: int, problem: str) -> str:
    return text("checks.page_problem", page=page, problem=text(f"checks.problem_{problem}"))


def _pending(material: Material) -> Answer:
    message = text("checks.quality_not_looked_at", file=material.filename)
    return Answer(Verdict.NEEDS_REVIEW, message, None, material.document, (Evidence(material.document),))


CHECK = Check("page_quality", PageQualityParams, run, application_wide=True)
