"""Draws the samples of every notice anew: `python -m tests.synthesis.build_sample_notices [FOLDER]`.

For each notice somebody without a fault and somebody with twenty; samples/README.md lists them.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.synthesis import faults
from tests.synthesis.application import Expected
from tests.synthesis.fault_list import FAULTS
from tests.synthesis.faults_judged import NOW
from tests.synthesis.notices.making import build_under
from tests.synthesis.notices.notice import Wrong
from tests.synthesis.notices.registered import NOTICES
from verifier.policies.loader import load_policy

SAMPLES = Path(__file__).parents[2] / "samples"
PLANTED = 20
NOISE, QUALITY = 0.7, 34
"""Samples are kept small: a scanner that smooths its grain, and an economical setting."""


@dataclass(frozen=True)
class Sample:
    """One folder of samples/: the notice, the seed of the applicant and the switches."""

    folder: str
    policy: str
    seed: int
    switches: tuple[str, ...] = ()
    quality: int = QUALITY


SAMPLE_LIST = (
    Sample("bazhou-clean", faults.POLICY, 18, quality=26),
    Sample(
        "bazhou-faults",
        faults.POLICY,
        16,
        (
            *("pledge_date_printed", "responsibility_unsigned", "diploma_other_name", "registry_other_number"),
            *("copy_unsealed", "notice_short", "notice_other_seal", "recommend_other_level", "id_expired"),
            *("appraisal_one_side", "appraisal_missing", "education_other_year", "summary_long", "result_early"),
            *("result_other_seal", "notice_without_party"),
        ),
        quality=19,
    ),
    Sample("suzhou-opto-clean", "js-sz-2024-opto-qe", 15),
    Sample(
        "suzhou-opto-faults",
        "js-sz-2024-opto-qe",
        15,
        (
            *("prize_late", "achievement_late", "two_committees", "unit_scattered", "paper_differs", "submitted_late"),
            *("received_late", "votes_lost", "notice_short", "result_other_seal", "correction_late", "dishonest"),
            *("contract_over", "other_industry", "rung_skipped", "skill_low", "form_other_seal", "abstract_printed"),
            "misconduct",
        ),
    ),
    Sample("suzhou-engineering-clean", "js-sz-2024-eng", 12, quality=30),
    Sample(
        "suzhou-engineering-faults",
        "js-sz-2024-eng",
        7,
        (
            *("id_other_number", "diploma_other_name", "form_one_sided", "form_other_seal", "education_few_hours"),
            *("abilities_elsewhere", "author_second", "ratio_high", "benefit_missing", "award_unproved", "topic_other"),
            *("two_committees", "by_an_agent", "prize_late", "submitted_late", "entrust_missing", "other_committee"),
            *("slot_empty", "dishonest"),
        ),
    ),
    Sample("zhenjiang-clean", "js-zj-2024", 13),
    Sample(
        "zhenjiang-faults",
        "js-zj-2024",
        5,
        (
            *("civil_servant", "contract_over", "rung_skipped", "achievement_after_hand_in", "prize_after_hand_in"),
            *("education_other_year", "two_committees", "unit_scattered", "form_pledge_printed", "notice_short"),
            *("correction_late", "site_notice_short", "returned_otherwise", "dishonest", "received_late"),
            *("submitted_early", "agency_other_seal", "misconduct", "electronic_elsewhere"),
        ),
    ),
    Sample("liaoning-clean", "ln-2024-qs", 14, quality=28),
    Sample(
        "liaoning-faults",
        "ln-2024-qs",
        6,
        (
            *("patent_little", "no_standard", "prize_before_title", "achievement_late", "other_specialty", "dishonest"),
            *("civil_servant", "form_other_seal", "exception_unproved", "form_blanks", "account_without_materials"),
            *("unsupervised", "roster_missing", "received_early", "chain_incomplete", "large_unit", "dossier_missing"),
        ),
    ),
)


def draw(sample: Sample, samples: Path) -> list[Expected]:
    """Write one folder anew; returns what a right verdict must hold."""
    folder = samples / sample.folder
    shutil.rmtree(folder, ignore_errors=True)
    if sample.policy == faults.POLICY:
        return faults.build(folder, sample.seed, sample.switches, noise=NOISE, quality=sample.quality)
    return build_under(
        NOTICES[sample.policy], folder, sample.seed, sample.switches, noise=NOISE, quality=sample.quality
    )


def now_of(policy: str) -> str:
    """Return the day on which samples of a notice are judged."""
    return NOW if policy == faults.POLICY else NOTICES[policy].now


def wrong_by(policy: str, name: str) -> list[Wrong]:
    """Return what a switch of a notice makes wrong."""
    if policy in NOTICES:
        return list(NOTICES[policy].switches[name].wrong)
    fault = FAULTS[name]
    file = None if fault.options is None or fault.apart else fault.filename
    return [
        *(Wrong(requirement, file) for requirement in fault.requirements),
        *(Wrong(requirement, other) for requirement, other in fault.elsewhere),
        *(Wrong(requirement) for requirement in fault.whole),
        *(Wrong(requirement, file, verdict="needs_review") for requirement in fault.reviews),
    ]


def readme() -> str:
    """Return samples/README.md: what was planted in which folder."""
    lines = [
        "# 样例 / Samples",
        "",
        "**人物、单位、证件、印章全部虚构**，由 `make samples` 画出；每页下方注明“虚构样例”。",
        "每个通知一份无缺陷的、一份埋入二十处缺陷的；",
        "应得的结论逐条写在各文件夹的 `planted.jsonl` 中。`zhang-wenxi` 另有说明。",
        "",
        "**Every person, unit, document and seal is invented.** For each notice an application without a fault and",
        "one with twenty; `planted.jsonl` in each folder holds the findings that a right verdict must hold. What is",
        "left to a person on every application (sources that are not part of the notice, steps by hand) is in it too.",
        "",
        "```",
        *(f"verifier screen samples/{one.folder} --policy {one.policy} --now {now_of(one.policy)}"
          for one in SAMPLE_LIST if one.switches),
        "```",
    ]  # fmt: skip
    for one in SAMPLE_LIST:
        if not one.switches:
            continue
        policy = load_policy(one.policy)
        clauses = {entry.id: entry.clause for entry in policy.requirements}
        lines += ["", f"## {one.folder}：{policy.title}", ""]
        lines += ["| 埋入 / planted | 条款 / clause | 材料 / document | 应为 / verdict |", "|---|---|---|---|"]
        for name in one.switches:
            for wrong in wrong_by(one.policy, name):
                verdict = {"failed": "不通过", "needs_review": "转人工"}[wrong.verdict]
                clause = f"{wrong.requirement}，{clauses[wrong.requirement]}"
                lines.append(f"| `{name}` | {clause} | {wrong.file or '—'} | {verdict} |")
    return "\n".join(lines) + "\n"


def main(samples: Path = SAMPLES) -> None:
    for one in SAMPLE_LIST:
        draw(one, samples)
    (samples / "README.md").write_text(readme(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
