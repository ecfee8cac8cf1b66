"""Times judging: applications of 40 documents under every pack, with all that papers say compared with each other.

    python -m benchmarks.judging [--rounds 20] [--applications 4]

Processor time of one core. The target is 10 s for 1,000 applications; a corrected fact is re-judged while the reviewer
looks on. Texts, names and days are remembered from one judgement to the next: besides the median of many judgements,
the slowest *first* judgement of an application that was never judged before is told, after another one of its pack.
`judging_cases` says what the applications are made of.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Iterator, Sequence

from benchmarks.judging_cases import NOW, bare_case, drawn_case
from models.case import Case
from models.policy import Policy
from verifier.judging import judge
from verifier.policies.loader import list_policies, load_policy

_BARE_PAGES = (1, 4)
_SEED = 61


def main() -> None:
    """Judge every application so many times and print how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--applications", type=int, default=4, help="drawn ones under each pack")
    parser.add_argument("--policy", help="only this pack")
    options = parser.parse_args()
    results = []
    for name in [pack.id for pack in list_policies() if options.policy in (None, pack.id)]:
        policy = load_policy(name)
        for kind, cases in _cases(policy, options.applications):
            result = timed(kind, cases, policy, options.rounds)
            results.append(result)
            shown = "{policy:>20} {kind:>6}: {documents} documents, {pages:>3} pages, {findings:>3} findings"
            times = f", 1,000 applications {result['mean_ms']:.1f} s (median {result['median_ms']:.1f}"
            print(shown.format(**result) + times + f", never judged before {result['first_ms']:.1f})", flush=True)
    print("RESULT " + json.dumps(results))


def _cases(policy: Policy, applications: int) -> Iterator[tuple[str, list[Case]]]:
    for pages in _BARE_PAGES:
        yield "bare", [bare_case(pages)]
    yield "drawn", [drawn_case(policy, _SEED + index) for index in range(applications)]


def timed(kind: str, cases: Sequence[Case], policy: Policy, rounds: int) -> dict[str, str | int | float]:
    """Return how long a judgement under a pack takes; the very first, that loads catalogues and converters, apart."""
    case = cases[0]
    report = judge(case, policy, now=NOW)
    first = [_measured(other, policy) for other in cases[1:]]
    times = [_measured(each, policy) for _ in range(rounds) for each in cases]
    return {
        "policy": policy.id,
        "kind": kind,
        "documents": len(case.observations),
        "pages": sum(len(observation.pages) for observation in case.observations.values()),
        "findings": len(report.findings),
        "mean_ms": round(statistics.fmean(times), 2),
        "median_ms": round(statistics.median(times), 2),
        "first_ms": round(max(first, default=max(times)), 2),
        "slowest_ms": round(max(times), 2),
    }


def _measured(case: Case, policy: Policy) -> float:
    """Return the milliseconds of processor time of one judgement; a busy machine slows that clock less than others."""
    start = time.process_time()
    judge(case, policy, now=NOW)
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
