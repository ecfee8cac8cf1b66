"""A copied ratio is not above a limit (复制比): CNKI's from its report, and ours against the local corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from models.messages import text
from models.overlap import OverlapReport, Ratio
from models.policy import Requirement
from models.report import Evidence, Verdict
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.cnki import CnkiReport, report_of
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.parameters import TypeName


@dataclass(frozen=True, config=VALUE)
class SimilarityParams:
    """The ratio `metric` in percent must be at most `max_percent`, given as text ("30.0") and compared exactly.

    With `report` (a document type), the notice means CNKI's figure: it is read from the attached report, and ours is
    told beside it under its own name. The two are never mixed.
    """

    max_percent: Annotated[str, Field(pattern=r"^\d{1,3}(\.\d{1,4})?$")]
    metric: Literal["total", "without_citations", "without_own", "largest_source"] = "without_own"
    report: TypeName = ""


def run(
    documents: Sequence[Held], requirement: Requirement, params: SimilarityParams, context: Context
) -> list[Answer]:
    """Compare the ratio of each document."""
    return [_judge(held, params, context) for held in documents]


def _judge(held: Held, params: SimilarityParams, context: Context) -> Answer:
    local = _local(held, context.case.overlaps.get(held.document), params)
    if not params.report:
        return local
    report = report_of(held, params.report, context)
    if report is None:
        return _without_report(held, local)
    return _both(held, local, report, params)


def _without_report(held: Held, local: Answer) -> Answer:
    """Ours over the limit is a defect; ours within it says nothing of CNKI's, which a person asks for."""
    if local.verdict is Verdict.FAILED:
        return local
    message = f"{local.message}\n{text('clauses.cnki_missing', title=held.title)}"
    return replace(local, verdict=Verdict.NEEDS_REVIEW, message=message, remedy=text("clauses.cnki_remedy"))


def _both(held: Held, local: Answer, report: CnkiReport, params: SimilarityParams) -> Answer:
    percent = report.percent
    said = {"title": held.title, "report": report.held.title, "limit": params.max_percent}
    said["percent"] = "—" if percent is None else f"{float(percent):g}"
    evidence = (report.held.evidence(text=said["percent"], expected=f"≤{params.max_percent}%"), *local.evidence)
    measures = {**local.measures, "cnki_percent": None if percent is None else float(percent)}
    if percent is None:
        return _asked("clauses.cnki_unread", said, local, held, evidence)
    if not report.is_of_paper or not report.names_author:
        return _asked("clauses.cnki_of_another", said, local, held, evidence)
    if percent > Fraction(params.max_percent):
        # A letter tells what is certain: that ours was not measured is not.
        told = [] if local.verdict is Verdict.NEEDS_REVIEW else [local.message]
        message = "\n".join([text("clauses.cnki_over", **said), *told])
        return failed(message, text("checks.similarity_remedy"), held, *evidence, **measures)
    if local.verdict is Verdict.FAILED:
        return _asked("clauses.cnki_within_local_over", said, local, held, evidence)
    message = f"{text('clauses.cnki_within', **said)}\n{local.message}"
    return passed(message, held, *evidence, **measures)


def _asked(key: str, said: dict[str, str], local: Answer, held: Held, evidence: Sequence[Evidence]) -> Answer:
    message = f"{text(key, **said)}\n{local.message}"
    return review(message, text("clauses.cnki_look"), held, *evidence, **local.measures)


def _local(held: Held, report: OverlapReport | None, params: SimilarityParams) -> Answer:
    if report is not None and report.problem is not None:
        return review(text(f"similarity.problem_{report.problem}"), None, held, held.evidence())
    ratio: Ratio | None = getattr(report.ratios, params.metric) if report else None
    if report is None or ratio is None or ratio.total == 0:
        return review(text("checks.similarity_none", title=held.title), None, held, held.evidence())
    exact = Fraction(ratio.copied, ratio.total) * 100
    said = {
        "title": held.title,
        "metric": text(f"checks.metric_{params.metric}"),
        "copied": ratio.copied,
        "total": ratio.total,
        "percent": f"{float(exact):.2f}",
        "limit": params.max_percent,
    }
    measures = {"copied": ratio.copied, "total": ratio.total, "metric": params.metric, "rule": report.rule_version}
    if exact <= Fraction(params.max_percent):
        if report.corpus_documents == 0:
            # Little shared with other applicants' papers alone says nothing of what has been published.
            return review(text("checks.similarity_none", title=held.title), None, held, held.evidence())
        return passed(text("checks.similarity_within", **said), held, **measures)
    evidence = [Evidence(held.document, passage.page, passage.box) for passage in report.passages[:20]]
    return failed(text("checks.similarity_over", **said), text("checks.similarity_remedy"), held, *evidence, **measures)


CHECK = Check("similarity", SimilarityParams, run, without_pages=True)
