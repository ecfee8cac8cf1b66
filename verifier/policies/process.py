"""How an office proceeds: what may still be mended, what comes too late, how many submissions remain."""

from __future__ import annotations

import dataclasses

from models.application import Application, Material
from models.case import Case
from models.policy import Policy, Severity


def corrections_open(policy: Policy, application: Application) -> bool:
    """Tell whether the applicant may still hand in corrections (补正); a letter that asks for them is sent only then.

    Not once an office that allows no second hand-in received the paper (不得补报), nor after the last submission.
    """
    return not is_closed(policy, application) and submissions_left(policy, application) != 0


def is_closed(policy: Policy, application: Application) -> bool:
    """Tell whether the office received the paper and takes nothing any more: no defect can be mended then."""
    return not policy.process.resubmit and application.received_at is not None


def submissions_left(policy: Policy, application: Application) -> int | None:
    """Return how often the application may still be handed in; None where the notice sets no bound or none is known.

    A check before the first submission (number 0, or none recorded) counts for nothing.
    """
    maximum = policy.process.max_submissions
    if maximum is None or application.submission_number is None:
        return None
    return max(0, maximum - application.submission_number)


def escalation(policy: Policy, application: Application) -> dict[Severity, Severity]:
    """Return what becomes of which severity by now."""
    event = policy.process.escalate_from
    if event is not None and getattr(application, event) is None:
        return {}
    return policy.process.severity_escalation


def late_materials(case: Case, policy: Policy) -> tuple[Material, ...]:
    """Return the files that came after the hand-in, where the office takes none then."""
    received = case.application.received_at
    if policy.process.resubmit or received is None:
        return ()
    return tuple(
        material
        for material in case.application.materials
        if material.handed_in_at is not None and material.handed_in_at > received
    )


def on_time(case: Case, policy: Policy) -> Case:
    """Return the case without files that came too late: they are refused and not judged."""
    late = set(late_materials(case, policy))
    if not late:
        return case
    kept = tuple(material for material in case.application.materials if material not in late)
    return dataclasses.replace(case, application=dataclasses.replace(case.application, materials=kept))
