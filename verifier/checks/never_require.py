"""The notice frees applicants from something (对职称外语、计算机不作要求): nothing of the kind may be asked for."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Policy, Requirement
from models.report import Verdict
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, passed
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held, type_title


@dataclass(frozen=True, config=VALUE)
class NeverRequireParams:
    """Words for what must not be asked for."""

    subjects: tuple[str, ...]


def run(
    documents: Sequence[Held], requirement: Requirement, params: NeverRequireParams, context: Context
) -> list[Answer]:
    """Look through the pack itself: a demand for what the notice frees from is our fault, not the applicant's."""
    words = [fold(word) for word in params.subjects]
    titles = [(title, fold(title)) for title in _demanded(context.policy)]
    asked = [title for title, folded in titles if any(word in folded for word in words)]
    subjects = "、".join(params.subjects)
    if asked:
        message = text("checks.never_but_asked", subjects=subjects, asked="、".join(asked))
        return [Answer(Verdict.ERRORED, message)]
    return [passed(text("checks.never", subjects=subjects))]


def _demanded(policy: Policy) -> list[str]:
    return [type_title(type_id) for rule in policy.documents if not rule.optional for type_id in rule.types]


CHECK = Check(
    "never_require",
    NeverRequireParams,
    run,
    application_wide=True,
    without_pages=True,
    reaches=(Verdict.PASSED, Verdict.ERRORED),
)
