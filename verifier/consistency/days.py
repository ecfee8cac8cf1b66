"""Days in their natural order: born, enrolled, graduated, appointed; applied for and granted; signed and ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from models.messages import text
from verifier.checks.context import Context
from verifier.checks.dossier import EVERY, Held
from verifier.checks.spans import span_of
from verifier.checks.timeline import periods_in
from verifier.consistency.sayings import Lead, Saying, of_types, saying, sayings

_ORDERS: Final = {
    "diploma": (("入学日期", "毕业日期"), ("毕业日期", "签发日期")),
    "chsi_reg": (("入学日期", "毕业日期"), ("毕业日期", "更新日期")),
    "edu_archive": (("入学时间", "毕业时间"),),
    "title_cert": (("批准日期", "签发日期"),),
    "title_ecert": (("批准日期", "签发日期"),),
    "patent": (("申请日", "授权公告日"),),
    "contract": (("合同开始", "合同结束"), ("签订日期", "合同结束")),
    "agency_agreement": (("代理开始", "代理结束"),),
    "home_unit_consent": (("援派开始", "援派结束"),),
    "pub_notice": (("公示开始", "公示结束"), ("落款日期", "公示结束")),
    "pub_result": (("公示开始", "公示结束"), ("公示结束", "落款日期")),
    "award_support": (("获奖日期", "落款日期"),),
    "work_exp": (("起", "落款日期"),),
    "app_form": (("参加工作时间", "取得时间"),),
    "social_ins": (("打印日期", "有效期至"),),
    "peer_vote": (("测评时间", "落款日期"),),
}  # fmt: skip
"""Of each type, pairs of fields of which the first is never the later."""

_PERIODS: Final = ("有效期限", "营业期限", "公示期")
_PAST: Final = (
    "落款日期", "批准日期", "签发日期", "打印日期", "签订日期", "授权公告日", "毕业日期", "发证日期", "登记日期",
    "检索日期", "取得时间", "参加工作时间", "测评时间", "更新日期", "成立日期", "检测时间", "公示开始", "公示结束",
)  # fmt: skip
"""Days that lie before anybody can hand the paper in."""

_GROWN: Final = 14
"""Nobody graduates from a higher school, works in a profession or holds a title before this age (years)."""

_OF_LIFE: Final = {
    "diploma": ("毕业日期", "签发日期"), "degree": ("签发日期",), "chsi_reg": ("毕业日期",),
    "title_cert": ("批准日期",), "title_ecert": ("批准日期",), "app_form": ("参加工作时间", "取得时间"),
    "cadre_resume": ("参加工作时间",), "work_exp": ("起",),
}  # fmt: skip
_BIRTHS: Final = {"id_card": ("出生",), "chsi_reg": ("出生日期",), "diploma": ("出生日期",), "app_form": ("出生年月",)}
_OVERLAP: Final = 60
"""Days by which two contracts with two employers may overlap: a month of handing over, and a month misprinted."""


def leads(context: Context) -> list[Lead]:
    """Return the days that run backwards, lie in the future, or overlap."""
    return [
        *(lead for type_id in _ORDERS for held in context.dossier.of((type_id,)) for lead in _ordered(held)),
        *(lead for held in context.dossier.of((EVERY,)) for lead in _of_any(held, context.today)),
        *_of_life(context),
        *_notice(context),
        *_learned(context),
        *_worked(context),
        *_resumes(context),
    ]


def _ordered(held: Held) -> Iterator[Lead]:
    for earlier, later in _ORDERS[held.type or ""]:
        first, second = saying(held, earlier), saying(held, later)
        if first and second:
            yield from _backwards(first, second)


def _backwards(first: Saying, second: Saying) -> Iterator[Lead]:
    """Yield a lead where the first is certainly later than the second, whatever days are not printed."""
    one, other = span_of(first.value), span_of(second.value)
    if one and other and one[0] > other[1]:
        message = text("consistency.backwards", first=first.said, second=second.said)
        yield Lead(first.held.document, message, (first.evidence(), second.evidence()))


def _of_any(held: Held, today: dt.date) -> Iterator[Lead]:
    for one in sayings(held, _PERIODS):
        start, end = (span_of(part) for part in one.value.partition("/")[::2])
        if start and end and start[0] > end[1]:
            yield Lead(held.document, text("consistency.period", one=one.said), (one.evidence(),))
    for one in sayings(held, _PAST):
        day = span_of(one.value)
        if day and day[0] > today:
            message = text("consistency.future", one=one.said, today=today)
            yield Lead(held.document, message, (one.evidence(),))


def _of_life(context: Context) -> Iterator[Lead]:
    """Yield what happened to a child: born after it, or too short before."""
    born = next(iter(of_types(context.dossier, _BIRTHS)), None)
    birth = span_of(born.value) if born else None
    for one in of_types(context.dossier, _OF_LIFE) if born and birth else ():
        day = span_of(one.value)
        if day and born and birth and day[1].year - birth[0].year < _GROWN:
            message = text("consistency.child", one=one.said, born=born.said)
            yield Lead(one.held.document, message, (one.evidence(), born.evidence()))


def _notice(context: Context) -> Iterator[Lead]:
    """Yield results of a public notice that are dated before it ends."""
    ends = of_types(context.dossier, {"pub_notice": ("公示结束",)})
    for result in of_types(context.dossier, {"pub_result": ("落款日期",)}) if len(ends) == 1 else ():
        yield from _backwards(ends[0], result)


def _learned(context: Context) -> Iterator[Lead]:
    """Yield certificates of learning that are dated before the year they are for."""
    for held in context.dossier.of(("ce_cert",)):
        year, day = saying(held, "年度"), saying(held, "落款日期")
        if year and day and len(year.value) == 4:
            yield from _backwards(year, day)


def _worked(context: Context) -> Iterator[Lead]:
    """Yield contracts with two employers that run at the same time."""
    for one, other in combinations(context.dossier.of(("contract",)), 2):
        employers = saying(one, "甲方"), saying(other, "甲方")
        if not (employers[0] and employers[1]) or employers[0].value == employers[1].value:
            continue
        bounds = [(saying(held, "合同开始"), saying(held, "合同结束")) for held in (one, other)]
        (start, end), (other_start, other_end) = bounds
        if start and end and other_start and other_end:
            starts, ends = [span_of(day.value) for day in (start, other_start)], [
                span_of(day.value) for day in (end, other_end)
            ]  # fmt: skip
            first = [span[1] for span in starts if span]
            last = [span[0] for span in ends if span]
            if len(first) == len(last) == 2 and (min(last) - max(first)).days > _OVERLAP:
                message = text("consistency.overlap", one=start.said, other=other_start.said)
                yield Lead(one.document, message, (start.evidence(), other_start.evidence()))


def _resumes(context: Context) -> Iterator[Lead]:
    """Yield career tables of which two periods overlap by more than a month."""
    for held in context.dossier.of(("cadre_resume",)):
        periods = periods_in(held.text, context.today)
        for (start, end), (later, later_end) in combinations(periods, 2):
            if min(end, later_end) - max(start, later) > 1:
                shown = [f"{month // 12}-{month % 12 + 1:02}" for month in (start, end, later, later_end)]
                message = text("consistency.resume", title=held.title, one=f"{shown[0]}/{shown[1]}",
                               other=f"{shown[2]}/{shown[3]}")  # fmt: skip
                yield Lead(held.document, message, (held.evidence(),))
