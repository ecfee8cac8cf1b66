"""Names that are nearly another name: what a forger, a typist or a neighbouring office would have on its stamp."""

from __future__ import annotations

import random
from collections.abc import Iterable

LIKELY = (
    ("有限责任公司", "有限公司"), ("股份有限公司", "有限公司"), ("分公司", "公司"), ("检测", "检验"), ("检测", "监测"),
    ("检验", "检定"), ("质量", "计量"), ("技术", "科技"), ("服务", "咨询"), ("大学", "学院"), ("中心", "总站"),
    ("研究院", "研究所"), ("委员会", "办公室"), ("第一", "第二"), ("监督", "监管"), ("管理局", "管理处"),
    ("标准化", "标准"), ("工业", "工程"), ("职业", "专业"), ("师范", "职业"), ("理工", "工业"), ("矿业", "工业"),
    ("科技", "科学"), ("农业", "林业"), ("人民", "人力"), ("保障", "保险"),
)  # fmt: skip
"""Words that stand for each other in real names; either way."""

OFFICES = ("县市区州", "局所院站处", "东西南北", "江河湖海", "一二三四")
ALIKE = (
    "日目曰", "未末", "己已巳", "工土士", "天夫", "大太", "人入", "干千", "午牛", "王玉主", "田由甲申", "石右", "白自",
    "治冶", "侍待", "拔拨", "云去", "沙抄", "湾弯", "河何", "岭铃", "湖糊", "计汁", "量童", "标杯", "技枝", "术木",
    "城诚", "县具", "孔乳", "柳抑", "红江汪", "师帅", "学字", "业亚", "北比", "屏并", "澜谰", "松构", "铁跌", "门们",
    "雪雷", "银根", "滩难", "孙孔", "析折", "候侯",
    "元无", "今令", "兔免", "历厉", "仑仓", "长张", "山出", "杉彬", "纤红", "维谁", "所听", "局居", "院陪", "验险",
    "检俭", "定走", "准淮", "监临", "督智", "场扬", "市币", "塔搭", "昆晃", "刀力", "间问", "测侧", "休体", "塘糖",
)  # fmt: skip
"""Characters that a quick eye takes for each other."""

_Swap = tuple[int, int, str]


def look_alike(name: str, changes: int, rng: random.Random) -> str:
    """Return the name with 1 to 3 places changed to something likely or alike in shape; never the name itself.

    Raises:
        ValueError: `changes` is not 1..3, or the name has too few places that could be taken for others.
    """
    if not 1 <= changes <= 3:
        raise ValueError("one to three places can change")
    for _ in range(40):
        chosen = _chosen(list(_swaps(name)), changes, rng)
        if len(chosen) == changes:
            new = name
            for start, end, text in sorted(chosen, reverse=True):
                new = new[:start] + text + new[end:]
            if new != name:
                return new
    raise ValueError("the name has too few places that could be taken for others")


def _swaps(name: str) -> Iterable[_Swap]:
    for pair in LIKELY:
        for old, new in (pair, pair[::-1]):
            start = name.find(old)
            # 有限公司 is also the end of 股份有限公司: growing it there would give no name.
            if start >= 0 and not (new.endswith(old) and name[:start].endswith(("责任", "股份", "分", "有限"))):
                yield start, start + len(old), new
    for group in (*OFFICES, *ALIKE):
        for index, character in enumerate(name):
            if character in group:
                for other in group:
                    if other != character:
                        yield index, index + 1, other


def _chosen(swaps: list[_Swap], count: int, rng: random.Random) -> list[_Swap]:
    chosen: list[_Swap] = []
    for swap in rng.sample(swaps, len(swaps)):
        if len(chosen) < count and all(swap[1] <= one[0] or one[1] <= swap[0] for one in chosen):
            chosen.append(swap)
    return chosen
