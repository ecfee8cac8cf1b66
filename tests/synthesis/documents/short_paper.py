"""The sample application's paper: two pages of a known text, one or two columns."""

from __future__ import annotations

from tests.synthesis.covers import patch
from tests.synthesis.documents.common import Style, finish
from tests.synthesis.paper import NO_START, WUHAO, Sheet, Type
from tests.synthesis.people import Scene
from tests.synthesis.truth import Drawn

TITLE = "电子汽车衡检定中偏载误差的来源与修正"
KEYWORDS = "电子汽车衡；偏载误差；检定；测量不确定度；修正"
ABSTRACT = (
    "针对电子汽车衡在日常检定中偏载误差超差较多的问题，结合近三年的检定记录，分析了传感器输出不一致、限位装置间隙不当和基础沉降"
    "三类主要来源，提出了先机械后电气的调整次序，并给出了修正前后的对比数据。结果表明，按该次序调整可减少重复调试次数。"
)
BODY = (
    "1 引言",
    "电子汽车衡是大宗物料贸易结算中使用最多的衡器，其准确度直接关系到买卖双方的利益。偏载误差是首次检定和后续检定中的必检项目，"
    "也是不合格率最高的项目之一。现场调试往往依靠检定人员的经验，反复加载、反复调整，既费工时，又容易遗漏真正的原因。",
    "2 误差来源分析",
    "偏载误差是指同一载荷放在承载器不同位置时示值的差异。造成差异的原因可以归为三类：其一是各称重传感器灵敏度和输出阻抗不一致，"
    "并联后各点对总输出的贡献不同；其二是限位螺栓间隙过小，承载器受热膨胀后产生附加的水平力；其三是基础不均匀沉降，使个别支承点的受力偏离设计值。",
    "3 调整次序与结果",
    "实践中应当先检查机械部分，再调整接线盒电位器。对辖区内十二台最大秤量为一百吨的汽车衡按上述次序进行调整，"
    "平均调试次数由五次减少到两次，修正后各支承点的示值误差均在最大允许误差以内。",
    "机械检查的要点有三：一看限位螺栓与限位座之间是否留有二至三毫米的间隙，二看传感器压头是否垂直、有无锈蚀和卡阻，"
    "三看承载器下方是否堆积泥沙或冻土。冬季检定时应先清除积雪和结冰，待衡器通电预热三十分钟后再行加载。",
    "电气调整则以四角示值的平均值为目标，先调偏差最大的一角，每次调整后重新加载全部支承点。若两轮调整后仍不能收敛，"
    "应当怀疑传感器本身已经损坏，逐只测量输入、输出阻抗和绝缘电阻，而不应继续转动电位器。",
)
LATER = (
    "4 测量不确定度评定",
    "偏载试验结果的不确定度主要由标准砝码、示值分辨力、重复性和载荷位置四个分量组成。其中载荷位置分量在文献中常被忽略，"
    "而现场试验表明，当砝码车停放位置偏差达到十厘米时，示值变化可达半个检定分度值。",
    "各分量的评定方法如下：标准砝码引入的分量按其最大允许误差的均匀分布估计；分辨力引入的分量按检定分度值的十分之一估计；"
    "重复性引入的分量由六次重复加载的标准偏差得到；载荷位置引入的分量由砝码车前后左右各移动十厘米时示值的变化得到。"
    "四个分量互不相关，合成时取方和根，包含因子取二。",
    "以最大秤量一百吨、检定分度值二十千克的汽车衡为例，偏载试验载荷为二十吨时，合成标准不确定度约为六千克，"
    "扩展不确定度约为十二千克，不超过该载荷下最大允许误差的三分之一，满足检定的要求。",
    "5 结论",
    "偏载误差的修正应遵循先机械后电气的次序；限位间隙应在当日最高气温下复核；基础沉降应每年测量一次并记入设备档案。"
    "上述做法已在辖区内推广使用，取得了较好的效果。",
)


def short_paper(
    scene: Scene,
    look: Style,
    *,
    copied: str | None = None,
    cover_first: bool = False,
    cover_second: bool = False,
    columns: int | None = None,
) -> list[Drawn]:
    """A two-page paper; `copied` is set among its own paragraphs; `cover_…` hides the author on that page for good."""
    columns = columns or (2 if look.layout else 1)
    first, y = _opening(scene, look, cover_first)
    _columns(first, look, y, BODY, columns)
    second = Sheet()
    y = _running_head(second, look, 2)
    later = (*LATER[:2], *((copied,) if copied else ()), *LATER[2:])
    y = _columns(second, look, y, later, columns)
    _about(second, scene, look, max(y, 150.0) + 8, cover_second)
    layout = f"paper{columns}-"
    return [finish(sheet, scene, look, "paper", layout, part="body") for sheet in (first, second)]


def _opening(scene: Scene, look: Style, covered: bool) -> tuple[Sheet, float]:
    sheet = Sheet()
    y = _running_head(sheet, look, 1)
    sheet.centred(y + 4, TITLE, Type("heibold", 18))
    author = Type("kai", 14)
    if covered:
        # The name was never set under the patch: this is what masking for good leaves behind.
        width = sheet.width_of(scene.person.name, author)
        patch(sheet, 105 - width / 2 - 1, y + 17, width + 2, 6.5)
    else:
        sheet.centred(y + 17.5, scene.person.name, author)
        sheet.field("作者", scene.person.name)
    sheet.centred(y + 27, f"（{scene.unit.name}，841000）", Type(look.body, WUHAO))
    small = Type(look.body, WUHAO)
    y = sheet.paragraph(26, y + 36, 158, f"摘要：{ABSTRACT}", small, leading=1.5)
    y = sheet.paragraph(26, y + 1, 158, f"关键词：{KEYWORDS}", small, leading=1.5)
    number = f"1999-200X(2023)0{look.rng('issue').randrange(1, 7)}-0041-02"
    sheet.text(26 + 7.4, y + 1, f"中图分类号：TH715    文献标识码：A    文章编号：{number}", small)
    sheet.field("文章编号", number)
    return sheet, y + 12


def _running_head(sheet: Sheet, look: Style, page: int) -> float:
    small = Type(look.body, 9)
    sheet.text(24, 16, "2023年第3期", small)
    sheet.centred(16, "云岭计量与检测", small)
    sheet.right(16, f"第{40 + page}页", small, edge=186)
    sheet.rule(24, 21, 186, 21)
    return 26.0


def _columns(sheet: Sheet, look: Style, y: float, paragraphs: tuple[str, ...], columns: int) -> float:
    """Set paragraphs in one column or two; two are filled one after the other. Returns the lowest y."""
    type_ = Type(look.body, WUHAO if columns == 2 else 12)
    if columns == 1:
        for text in paragraphs:
            y = _block(sheet, 24, y, 162, text, type_)
        return y
    half = (len("".join(paragraphs)) + 1) // 2
    x, top, used, lowest = 24.0, y, 0, y
    for text in paragraphs:
        if x == 24.0 and used >= half:
            x, y = 108.0, top
        y = _block(sheet, x, y, 78, text, type_)
        used, lowest = used + len(text), max(lowest, y)
    return lowest


def _block(sheet: Sheet, x: float, y: float, width: float, text: str, type_: Type) -> float:
    heading = text[0].isdigit() and len(text) < 24 and text[-1] not in NO_START
    if heading:
        return sheet.paragraph(x, y + 2, width, text, Type("heibold", type_.points + 1), leading=1.6, indent=0) + 1
    return sheet.paragraph(x, y, width, text, type_, leading=1.55)


def _about(sheet: Sheet, scene: Scene, look: Style, y: float, covered: bool) -> None:
    """收稿日期 and 作者简介 at the foot of the last page."""
    small = Type(look.body, 9)
    sheet.rule(24, y, 74, y)
    sheet.text(24, y + 3, "收稿日期：2023-04-18", small)
    label = "作者简介："
    sheet.text(24, y + 9, label, small)
    x = 24 + sheet.width_of(label, small)
    rest = f"（{scene.person.birth.year}—），{scene.person.gender}，助理工程师，主要从事计量检定工作。"
    width = sheet.width_of(scene.person.name, small)
    if covered:
        patch(sheet, x, y + 8.4, width, 4.6)
    else:
        sheet.text(x, y + 9, scene.person.name, small)
        sheet.field("作者", scene.person.name)
    sheet.text(x + width, y + 9, rest, small)
