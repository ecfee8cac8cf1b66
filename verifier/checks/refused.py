"""Files that could not be opened: each told with what to do, whatever the notice says of scans."""

from __future__ import annotations

from collections.abc import Iterable
from string import Formatter
from typing import Final

from models.application import Material
from models.messages import catalogue, has_text, text
from models.policy import Requirement, Severity
from models.report import Evidence, Finding, Verdict
from verifier.checks.answers import Answer
from verifier.checks.context import Context

UNOPENED: Final = "FILE-1"
"""Id of these findings, in the place of a requirement's."""

_MAYBE_OURS: Final = frozenset({"decoder_limits", "observation_failed", "blob_damaged", "internal"})
"""Refusals that may be our failure, not the applicant's: a person opens the file before anybody is told to mend it."""


def refused(material: Material) -> Answer:
    """Answer for a file that was refused at the door."""
    title, detail = _error_text(material.refusal or "")
    message = text("checks.quality_refused", file=material.filename, title=title)
    verdict = Verdict.NEEDS_REVIEW if material.refusal in _MAYBE_OURS else Verdict.FAILED
    return Answer(verdict, message, detail, material.document, (Evidence(material.document),))


def unopened(findings: Iterable[Finding], context: Context) -> list[tuple[Requirement, Answer]]:
    """Return the refused files of which no clause tells: a letter without them tells half of what is to mend."""
    told = {one.document for one in findings if one.verdict in (Verdict.FAILED, Verdict.NEEDS_REVIEW)}
    clause, quote = text("checks.unopened_clause"), text("checks.unopened_quote")
    rule = Requirement(UNOPENED, clause, quote, Severity.CORRECT, checks=())
    return [(rule, refused(one)) for one in context.dossier.refused if one.document not in told]


def _error_text(code: str) -> tuple[str, str]:
    """Return title and detail of a refusal; only its code was kept, so a detail with figures gives way to another."""
    entry = catalogue()["errors"].get(code) or catalogue()["errors"]["input_refused"]
    if not any(name for _, name, _, _ in Formatter().parse(entry["detail"])):
        return entry["title"], entry["detail"]
    key = f"checks.refused_{code}"
    return entry["title"], text(key) if has_text(key) else catalogue()["errors"]["input_refused"]["detail"]
