"""Documents that speak of one thing say the same of it: diploma and registry, title and form, award and its proof.

Two papers speak of one thing where most of what both say agrees: a diploma of the bachelor and the registry's record of
the master have little in common, and are not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from verifier.certificates.checksums import read_degree_number
from verifier.certificates.folding import fold
from verifier.checks.context import Context
from verifier.checks.dossier import Held
from verifier.checks.spans import span_of
from verifier.consistency.sayings import (
    Lead,
    Same,
    Saying,
    disagree,
    disagree_with,
    disagreements,
    equal,
    of_types,
    same_day,
    saying,
    within,
)

_FIGURES: Final = str.maketrans("一二两三四五六七八", "122345678")


def _same_span(one: str, other: str) -> bool:
    """Tell whether two lengths of study are one: 四年制 and 4年."""
    return one.translate(_FIGURES).removesuffix("制") == other.translate(_FIGURES).removesuffix("制")


def _same_letters(one: str, other: str) -> bool:
    """Tell whether two texts agree in letters and figures, whatever marks stand between them."""
    bare_one, bare_other = (re.sub(r"[\W_]", "", value).upper() for value in (one, other))
    return bare_one == bare_other


@dataclass(frozen=True)
class _Kind:
    """Papers of one kind of thing: by type, the name of each aspect's field; how each aspect is compared.

    `enough` aspects that agree make two papers speak of one thing.
    """

    fields: Mapping[str, Mapping[str, str]]
    aspects: Mapping[str, Same]
    enough: int


_STUDY: Final = {
    "number": equal, "school": equal, "subject": within, "from": same_day, "to": same_day, "level": within,
    "length": _same_span,
}  # fmt: skip
_STUDIED: Final = {
    "number": "证书编号", "school": "学校", "subject": "专业", "from": "入学日期", "to": "毕业日期", "level": "层次",
    "length": "学制",
}  # fmt: skip
_AWARDED: Final = {"number": "编号", "award": "奖项", "project": "项目名称", "rank": "等级", "day": "落款日期"}
_ANNOUNCED: Final = {"from": "公示开始", "to": "公示结束", "level": "级别", "series": "系列", "subject": "专业"}
_KINDS: Final = (
    _Kind(
        {
            "chsi_reg": _STUDIED,
            "diploma": _STUDIED,
            "edu_archive": {"school": "学校", "subject": "专业", "from": "入学时间", "to": "毕业时间"},
        },
        _STUDY,
        enough=3,
    ),
    _Kind(
        {
            type_id: {"number": "证书编号", "series": "系列", "subject": "专业", "title": "资格名称", "day": "批准日期",
                      "order": "文号" if type_id == "title_approval" else "批准文号"}
            for type_id in ("title_cert", "title_ecert", "title_approval")
        },
        {"series": within, "subject": within, "title": equal, "day": same_day, "order": _same_letters},
        enough=2,
    ),
    _Kind(
        {
            "award": _AWARDED,
            "award_support": {**_AWARDED, "day": "获奖日期"},
        },
        {"number": equal, "award": _same_letters, "project": _same_letters, "rank": within, "day": same_day},
        enough=3,
    ),
    _Kind(
        {
            "pub_notice": _ANNOUNCED,
            "pub_result": _ANNOUNCED,
        },
        {"from": same_day, "to": same_day, "level": within, "series": within, "subject": within},
        enough=2,
    ),
)  # fmt: skip


def leads(context: Context) -> list[Lead]:
    """Return what papers of one thing say differently."""
    return [
        *(lead for kind in _KINDS for lead in _of_kind(kind, context)),
        *_degrees(context),
        *_studied(context),
        *_title_held(context),
        *_applied_for(context),
        *_works(context),
    ]


def _of_kind(kind: _Kind, context: Context) -> Iterator[Lead]:
    papers = context.dossier.of(tuple(kind.fields))
    for one, other in combinations(papers, 2):
        # Two papers of one type are two things, or one thing twice.
        if one.type == other.type:
            continue
        said = list(_both(one, other, kind))
        agreeing = [aspect for aspect, left, right in said if kind.aspects[aspect](left.value, right.value)]
        if len(agreeing) < min(kind.enough, len(said) - 1) or not agreeing:
            continue
        yield from (disagree(left, right) for aspect, left, right in said if aspect not in agreeing)


def _both(one: Held, other: Held, kind: _Kind) -> Iterator[tuple[str, Saying, Saying]]:
    for aspect in kind.aspects:
        left, right = (
            saying(held, name) if (name := kind.fields[held.type or ""].get(aspect)) else None for held in (one, other)
        )
        if left and right:
            yield aspect, left, right


_LEVELS: Final = {"学士": "本科", "硕士": "硕士", "博士": "博士"}


def _degrees(context: Context) -> Iterator[Lead]:
    """Compare each degree with the study of the same level: the school's code, the subject, the year in its number."""
    for degree in context.dossier.of(("degree",)):
        level = saying(degree, "学位")
        for study in context.dossier.of(("diploma", "chsi_reg")):
            other = saying(study, "层次")
            if level and other and _LEVELS.get(level.value) == other.value:
                yield from _degree_of(degree, study)


def _degree_of(degree: Held, study: Held) -> Iterator[Lead]:
    """Both numbers begin with the school's code. Where a seal hides its name, the subject tells the study."""
    one, two = saying(degree, "学校"), saying(study, "学校")
    subjects = saying(degree, "专业"), saying(study, "专业")
    alike = bool(subjects[0] and subjects[1] and within(subjects[0].value, subjects[1].value))
    numbers = saying(degree, "证书编号"), saying(study, "证书编号")
    same_code = bool(numbers[0] and numbers[1] and numbers[0].value[:5] == numbers[1].value[:5])
    if one and two and one.value != two.value:
        if same_code:
            yield disagree(one, two)
    elif (one and two) or alike:
        if numbers[0] and numbers[1] and not same_code:
            yield disagree(numbers[0], numbers[1])
        yield from _differing(degree, study, "专业", within)
        yield from _too_late(numbers[0], saying(study, "毕业日期"))


def _too_late(number: Saying | None, graduated: Saying | None) -> Iterator[Lead]:
    """Yield degrees that were numbered in another year than that of graduating or the next."""
    year = read_degree_number(number.value).parts.get("year") if number else None
    if number and graduated and year and int(year) - int(graduated.value[:4]) not in (0, 1):
        yield disagree(number, graduated)


def _differing(one: Held, other: Held, name: str, same: Same) -> Iterator[Lead]:
    left, right = saying(one, name), saying(other, name)
    if left and right and not same(left.value, right.value):
        yield disagree(left, right)


def _studied(context: Context) -> Iterator[Lead]:
    """Compare the school and subject of forms with every diploma that was handed in: one of them must be meant."""
    for form_field, name in (("毕业院校", "学校"), ("所学专业", "专业")):
        known = of_types(context.dossier, {"diploma": (name,), "chsi_reg": (name,), "degree": (name,)})
        forms = dict.fromkeys(("app_form", "bio", "freelance_political"), (form_field,))
        for one in of_types(context.dossier, forms) if known else ():
            if not any(within(one.value, other.value) for other in known):
                yield disagree(one, known[0])


def _title_held(context: Context) -> Iterator[Lead]:
    """Compare the title that forms name, and its day, with the certificates."""
    certificates = {"title_cert": ("资格名称",), "title_ecert": ("资格名称",), "title_approval": ("资格名称",)}
    held = of_types(context.dossier, certificates)
    named = {"app_form": ("现任专业技术职务",), "pub_notice": ("现任专业技术职务任职资格",)}
    for one in of_types(context.dossier, named) if held else ():
        if not any(within(one.value, other.value) for other in held):
            yield disagree(one, held[0])
    # A certificate is often printed long after it was granted: by its own day, where no other is read, it was granted.
    days = [
        day
        for certificate in context.dossier.of(tuple(certificates))
        if (day := saying(certificate, "批准日期") or saying(certificate, "签发日期"))
    ]
    for one in of_types(context.dossier, {"app_form": ("取得时间",)}) if days else ():
        if not any(_granted(one, day) for day in days):
            yield disagree(one, days[0])
    stated = context.fact("title_date")
    approved = [one for one in days if one.field.name == "批准日期"]
    if stated and approved and not any(same_day(one.value, str(stated)) for one in days):
        yield disagree_with(approved[0], context.policy.facts["title_date"].label, str(stated))


def _granted(told: Saying, day: Saying) -> bool:
    """Tell whether a title can have been granted on the day that a form tells, by a day of its certificate."""
    if day.field.name == "批准日期":
        return same_day(told.value, day.value)
    one, printed = span_of(told.value), span_of(day.value)
    return one is None or printed is None or one[0] <= printed[1]


_APPLIED: Final = ("recommend", "pub_notice", "pub_result", "entrust", "truth_pledge")


def _applied_for(context: Context) -> Iterator[Lead]:
    """Compare level, series, specialty and title applied for on every paper of this application."""
    level = context.fact("level")
    stated = (context.policy.facts["level"].label, fold(str(level))) if level else None
    for form_field, name in (("申报级别", "级别"), ("申报专业", "专业"), ("", "系列")):
        fields = {"app_form": (form_field,)} if form_field else {}
        said = of_types(context.dossier, fields | dict.fromkeys(_APPLIED, (name,)))
        yield from disagreements(said, within, stated if name == "级别" else None)
    titles = {"app_form": ("申报专业技术职务",)} | dict.fromkeys(
        ("abstract", "ability_self", "peer_vote"), ("申报资格",)
    )
    yield from disagreements(of_types(context.dossier, titles), within)


def _works(context: Context) -> Iterator[Lead]:
    """Compare the title of a paper with reports on it, where there is one paper: of several, any may be meant."""
    papers = of_types(context.dossier, {"paper": ("题名",), "representative_work": ("题名",)})
    for one in of_types(context.dossier, {"similarity": ("题名",), "retrieval": ("题名",)}) if papers else ():
        if not any(_same_letters(one.value, paper.value) or within(one.value, paper.value) for paper in papers):
            yield disagree(one, papers[0])
