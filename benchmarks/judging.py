"""Times judging: applicants of 40 documents, of one page and of four pages each, 30 lines a page, under every pack.

    python benchmarks/judging.py [--rounds 20]

Processor time of one core. The target is 10 s for 1,000 applicants; a corrected fact is re-judged while the reviewer
looks on. No phrase and no seal is there, so that every search goes to its end.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import time

from models.application import Applicant, Application, Material
from models.case import Case
from models.document import Line, Page, TextSource
from models.geometry import Box
from models.observation import EngineInfo, NameHit, Observation, PageQuality, SurfaceKind
from models.policy import Policy
from verifier.judging import judge
from verifier.policies.loader import list_policies, load_policy

TYPES = (
    *("id_card", "diploma", "degree", "chsi_reg", "title_cert", "summary", "pub_notice", "pub_result", "truth_pledge"),
    *("recommend", "unit_resp", "bio", "representative_work"),
    *("appraisal",) * 3,
    *("ce_cert",) * 8,
    *("achievement",) * 8,
    *("award",) * 8,
)
LINE = "本人参加计量检定与质量检验工作，完成检定规程的修订与比对试验各项任务"
NOW = dt.datetime(2024, 9, 20, tzinfo=dt.UTC)


def main() -> None:
    """Judge the case so many times and print how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    results = [timed(pack.id, pages, rounds) for pack in list_policies() for pages in (1, 4)]
    for result in results:
        shown = "{policy:>20}: {documents} documents, {pages:>3} pages, {findings:>3} findings: {median_ms:>5} ms"
        print(shown.format(**result) + f", 1,000 applicants {result['median_ms']:.1f} s")
    print("RESULT " + json.dumps(results))


def timed(name: str, pages: int, rounds: int) -> dict[str, str | int | float]:
    """Return how long one judgement under a pack takes."""
    policy, case = load_policy(name), large_case(pages)
    warm_up(case, policy)
    times = [measure(case, policy) for _ in range(rounds)]
    return {
        "policy": name,
        "documents": len(case.observations),
        "pages": sum(len(observation.pages) for observation in case.observations.values()),
        "findings": len(judge(case, policy, now=NOW).findings),
        "median_ms": round(statistics.median(times), 1),
        "slowest_ms": round(max(times), 1),
    }


def warm_up(case: Case, policy: Policy) -> None:
    """Load what is loaded once in a process: the catalogue, the converter of scripts, the adapters of parameters."""
    judge(case, policy, now=NOW)


def measure(case: Case, policy: Policy) -> float:
    """Return the milliseconds of processor time of one judgement; a busy machine does not slow that clock."""
    start = time.process_time()
    judge(case, policy, now=NOW)
    return (time.process_time() - start) * 1000


def large_case(pages: int = 4) -> Case:
    """Return a case of 40 documents without the phrases and seals, so that every search goes to its end."""
    documents = {f"d{index}": type_id for index, type_id in enumerate(TYPES)}
    materials = tuple(Material(name, "0" * 64, f"{name}.jpg", "其他附件或证明材料") for name in documents)
    applicant = Applicant(name="林墨白", id_number="11010519491231002X", unit="梨城计量检测有限公司")
    application = Application("A-1", "xj-by-2024-qs", applicant, materials, {"level": "中级"}, NOW, None, 1)
    hit = NameHit(SurfaceKind.PIXELS, "林墨白", "name", False, 1, Box(0.1, 0.1, 0.2, 0.2))
    observations = {name: _observation(type_id, pages) for name, type_id in documents.items()}
    return Case(application, observations, names=dict.fromkeys(documents, (hit,)))


def _observation(type_id: str, count: int) -> Observation:
    pages = tuple(_page(number) for number in range(1, count + 1))
    quality = tuple(PageQuality(page.number, 200.0, False) for page in pages)
    return Observation("0" * 64, pages, type_id, 0.9, EngineInfo("1", "none", "0"), quality=quality)


def _page(number: int) -> Page:
    lines = tuple(Line(LINE, Box(0.1, 0.05 + row * 0.03, 0.9, 0.07 + row * 0.03), 0.95) for row in range(30))
    return Page(number, 1654, 2339, 200.0, lines, TextSource.PIXELS)


if __name__ == "__main__":
    main()
