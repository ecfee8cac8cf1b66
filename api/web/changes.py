"""What changed between two checks of the same application, requirement by requirement."""

from __future__ import annotations

from dataclasses import dataclass

from models.report import Report, Verdict

_CLOSED = (Verdict.PASSED, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True)
class Changes:
    """Requirements by what became of them: no longer open, newly open, still open."""

    mended: tuple[str, ...]
    arisen: tuple[str, ...]
    left: tuple[str, ...]


def changes(before: Report, now: Report) -> Changes:
    """Return what changed; documents are replaced by others, so requirements are compared, each by its worst answer."""
    was, is_now = _open(before), _open(now)
    order = dict.fromkeys(finding.requirement for finding in (*now.findings, *before.findings))
    return Changes(
        mended=tuple(name for name in order if name in was and name not in is_now),
        arisen=tuple(name for name in order if name in is_now and name not in was),
        left=tuple(name for name in order if name in is_now and name in was),
    )


def _open(report: Report) -> set[str]:
    return {finding.requirement for finding in report.findings if finding.verdict not in _CLOSED}
