"""The judge of the service: who is named where, then the policy."""

from __future__ import annotations

import datetime as dt

from models.case import Case
from models.errors import InvalidPolicy, UnknownPolicy
from models.report import Finding, Report
from verifier.judging import judge, judge_document
from verifier.policies.loader import load_policy
from verifier.screening import add_second_passes
from workers.logs import logger

_log = logger(__name__)


class PolicyJudge:
    """Judges under the policy of the application; how similar its papers are stands in the case."""

    def document(self, case: Case, document: str, *, now: dt.datetime) -> tuple[Finding, ...]:
        """Return the findings of one document; none where the policy cannot be loaded.

        What was seen does not depend on a policy: a broken pack must not cost the document its observation.
        """
        try:
            policy = load_policy(case.application.policy)
        except (UnknownPolicy, InvalidPolicy) as error:
            _log.warning("policy_not_loaded", application=case.application.id, code=error.code)
            return ()
        return judge_document(add_second_passes(case, None), policy, document, now=now)

    def application(self, case: Case, *, now: dt.datetime) -> Report:
        """Return the report; raises UnknownPolicy or InvalidPolicy where there is nothing to judge by."""
        policy = load_policy(case.application.policy)
        return judge(add_second_passes(case, None), policy, now=now)
