"""A report as one HTML page that needs nothing else: style and pictures inside, no script, printable on A4."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from models.case import Case
from models.messages import text
from models.overlap import OverlapReport, SourceOverlap
from models.policy import Policy
from models.report import Report, Verdict
from verifier.reports.view import Pictures, Section, counts, sections

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_METRICS = ("total", "without_citations", "without_own", "largest_source")
_MOST_SOURCES = 5
_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Overlap:
    """The comparison of one paper: rows of (metric, copied, total, percent) and its largest sources."""

    document: str
    note: str
    rows: tuple[tuple[str, str, str, str], ...]
    sources: tuple[str, ...]


def render_html(report: Report, case: Case, policy: Policy, pictures: Pictures) -> str:
    """Return the report as a page.

    Args:
        report: what was judged.
        case: what was known: names of files, comparisons of papers.
        policy: gives its title and the clauses that are not judged.
        pictures: gives the PNG of a piece of evidence that has a box, None where there is none.
    """
    parts = sections(report, case, pictures)
    style = _style()
    return _template().render(
        t=text,
        csp=_policy_of_content(style),
        style=Markup(style),  # our own file
        header=_header(report, case, policy),
        verdict=report.verdict.value,
        verdict_text=text(f"reports.verdict_{report.verdict}"),
        summary=_summary(report, case, parts),
        sections=parts,
        open_sections=[part for part in parts if part.key in ("reject", "correct", "warn", "review") and part.groups],
        closed_sections=[part for part in parts if part.key in ("passed", "not_applicable") and part.groups],
        overlaps=[_overlap(case, document, found) for document, found in report.overlaps.items()],
        unjudged=policy.unjudged,
    )


def _header(report: Report, case: Case, policy: Policy) -> list[tuple[str, str]]:
    moment = report.judged_at.astimezone(_SHANGHAI).strftime("%Y-%m-%d %H:%M")
    engines = "；".join(
        text("reports.engine", ocr=engine.ocr, ocr_version=engine.ocr_version) for engine in report.engines
    )
    pages = sum(len(observation.pages) for observation in case.observations.values())
    version = text("reports.policy_version", id=report.policy_id, version=report.policy_version)
    documents = text("reports.document_count", count=len(case.application.materials), pages=pages)
    applicant = case.application.applicant
    person = "，".join(value for value in (applicant.name, applicant.unit) if value)
    return [
        (text("reports.applicant"), person or text("reports.unknown_applicant")),
        (text("reports.application"), report.application),
        (text("reports.policy"), f"{policy.title}（{version}）"),
        (text("reports.judged_at"), text("reports.judged_at_value", moment=moment)),
        (text("reports.documents"), documents),
        (text("reports.engines"), engines or text("reports.no_engine")),
    ]


def _summary(report: Report, case: Case, parts: tuple[Section, ...]) -> list[str]:
    number = counts(parts)
    said = []
    match report.verdict:
        case Verdict.FAILED:
            said.append(text("reports.summary_failed", count=number["reject"] + number["correct"]))
            if number["reject"]:
                said.append(text("reports.summary_failed_reject", count=number["reject"]))
        case Verdict.PASSED if number["warn"] + number["review"]:
            said.append(text("reports.summary_passed_hints", count=number["warn"] + number["review"]))
        case Verdict.PASSED:
            said.append(text("reports.summary_passed"))
        case _:
            said.append(text("reports.summary_needs_review", count=number["review"]))
    if not case.complete:
        said.append(text("reports.summary_incomplete"))
    return said


def _overlap(case: Case, document: str, found: OverlapReport) -> Overlap:
    files_by_document = {material.document: material.filename for material in case.application.materials}
    rows = []
    for metric in _METRICS:
        ratio = getattr(found.ratios, metric)
        if ratio is None or ratio.ratio is None:
            none = text("reports.similarity_none")
            rows.append((text(f"checks.metric_{metric}"), none, none, none))
        else:
            shown = f"{ratio.copied * 100 / ratio.total:.2f}%"
            rows.append((text(f"checks.metric_{metric}"), str(ratio.copied), str(ratio.total), shown))
    largest = sorted(found.sources, key=lambda source: -source.copied)[:_MOST_SOURCES]
    note = text("reports.similarity_note", corpus=found.corpus_documents, rule=found.rule_version)
    sources = tuple(_source(source, found) for source in largest)
    return Overlap(files_by_document.get(document, document), note, tuple(rows), sources)


def _source(source: SourceOverlap, found: OverlapReport) -> str:
    title = source.title or source.id
    shown = text("reports.similarity_source", title=title, copied=source.copied, total=found.tokens)
    return f"{shown}［{text('reports.similarity_own')}］" if source.own else shown


def _clean(value: object) -> object:
    """Return foreign text without control characters and without marks that turn the order of what follows."""
    if not isinstance(value, str) or isinstance(value, Markup) or value.isprintable():
        # Printable text has neither; asking that first spares the pictures, millions of plain letters.
        return value
    return "".join(
        "\ufffd" if character in _BIDI or unicodedata.category(character) in ("Cc", "Cs") else character
        for character in value
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(str(files("verifier.reports"))),
        autoescape=True,
        finalize=_clean,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")


@lru_cache(maxsize=1)
def _style() -> str:
    return (files("verifier.reports") / "report.css").read_text(encoding="utf-8")


def _policy_of_content(style: str) -> str:
    """Return a Content-Security-Policy that allows this very style sheet, pictures inside the page, nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
