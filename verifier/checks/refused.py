"""Files that could not be opened, or not read: each told with what to do, whatever the notice says of scans."""

from __future__ import annotations

from collections.abc import Iterable
from string import Formatter
from typing import Final

from models.application import Material
from models.messages import catalogue, has_text, text
from models.policy import Requirement, Severity
from models.report import Evidence, Finding, Verdict
from verifier.checks.answers import Answer, doubtful
from verifier.checks.context import Context
from verifier.checks.dossier import Held

UNOPENED: Final = "FILE-1"
UNREADABLE: Final = "FILE-2"
"""Ids of these findings, in the place of a requirement's."""

_UNREADABLE: Final = frozenset({"blurred", "low_resolution"})

_MAYBE_OURS: Final = frozenset({"decoder_limits", "observation_failed", "blob_damaged", "internal"})
"""Refusals that may be our failure, not the applicant's: a person opens the file before anybody is told to mend it."""


def refused(material: Material) -> Answer:
    """Answer for a file that was refused at the door."""
    title, detail = _error_text(material.refusal or "")
    message = text("checks.quality_refused", file=material.filename, title=title)
    verdict = Verdict.NEEDS_REVIEW if material.refusal in _MAYBE_OURS else Verdict.FAILED
    return Answer(verdict, message, detail, material.document, (Evidence(material.document),))


def untold(findings: Iterable[Finding], context: Context) -> list[tuple[Requirement, Answer]]:
    """Return the files that did not open, and those of which no page can be read, where no clause tells of them.

    A letter without them tells half of what is to mend, and an application could pass beside them.
    """
    told = {one.document for one in findings if one.verdict in (Verdict.FAILED, Verdict.NEEDS_REVIEW)}
    unopened = [(_rule(UNOPENED, "unopened"), refused(one)) for one in context.dossier.refused]
    unread = [(_rule(UNREADABLE, "unreadable"), _unreadable(one)) for one in context.dossier.held if _is_unread(one)]
    return [(rule, answer) for rule, answer in (*unopened, *unread) if answer.document not in told]


def _rule(id_: str, name: str) -> Requirement:
    return Requirement(id_, text(f"checks.{name}_clause"), text(f"checks.{name}_quote"), Severity.CORRECT, checks=())


def _is_unread(held: Held) -> bool:
    """Tell whether not one page of a document can be read; of a file without pages, or not measured, nobody knows."""
    return bool(held.quality) and all(page.is_blank or _UNREADABLE & set(page.problems) for page in held.quality)


def _unreadable(held: Held) -> Answer:
    message, remedy = text("checks.unreadable", title=held.title, pages=len(held.pages)), text("checks.quality_remedy")
    return doubtful(message, remedy, held, *(held.evidence(page.number) for page in held.pages))


def _error_text(code: str) -> tuple[str, str]:
    """Return title and detail of a refusal; only its code was kept, so a detail with figures gives way to another."""
    entry = catalogue()["errors"].get(code) or catalogue()["errors"]["input_refused"]
    if not any(name for _, name, _, _ in Formatter().parse(entry["detail"])):
        return entry["title"], entry["detail"]
    key = f"checks.refused_{code}"
    return entry["title"], text(key) if has_text(key) else catalogue()["errors"]["input_refused"]["detail"]
