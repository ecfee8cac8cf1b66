"""A paper's copied ratio against the local corpus is not above a limit (复制比); never the figure of CNKI."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from models.messages import text
from models.overlap import OverlapReport, Ratio
from models.policy import Requirement
from models.report import Evidence
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held


@dataclass(frozen=True, config=VALUE)
class SimilarityParams:
    """The ratio `metric` in percent must be at most `max_percent`, given as text ("30.0") and compared exactly."""

    max_percent: Annotated[str, Field(pattern=r"^\d{1,3}(\.\d{1,4})?$")]
    metric: Literal["total", "without_citations", "without_own", "largest_source"] = "without_own"


def run(
    documents: Sequence[Held], requirement: Requirement, params: SimilarityParams, context: Context
) -> list[Answer]:
    """Compare the ratio of each document."""
    return [_judge(held, context.case.overlaps.get(held.document), params) for held in documents]


def _judge(held: Held, report: OverlapReport | None, params: SimilarityParams) -> Answer:
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
        return passed(text("checks.similarity_within", **said), held, **measures)
    evidence = [Evidence(held.document, passage.page, passage.box) for passage in report.passages[:20]]
    return failed(text("checks.similarity_over", **said), text("checks.similarity_remedy"), held, *evidence, **measures)


CHECK = Check("similarity", SimilarityParams, run, without_pages=True)
