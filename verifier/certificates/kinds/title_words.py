"""How sentences name a title, the day from which it counts and the board that granted it."""

from __future__ import annotations

from typing import Final

_LAST: Final = (
    r"(?:工程师|会计师|经济师|统计师|审计师|农艺师|畜牧师|兽医师|工艺师|工艺美术师|医师|药师|护师|技师|政工师|实验师|摄影师|设计师"
    r"|馆员|研究员|实习员|技术员|助理员|检验员|教师|讲师|教授|教员|编审|编辑|记者|翻译|教练|演员|演奏员|律师|公证员|会计员|经济员|统计员)"
)
_TITLE: Final = rf"(?:正高级?|高级|中级|初级|助理|主任|副主任|主管|副|一级|二级|三级)?[\u4e00-\u9fff]{{0,5}}?{_LAST}"
_NUMERAL: Final = "[〇零一二三四五六七八九十]"
_DAY: Final = (
    r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{4}[.-]\d{1,2}(?:[.-]\d{1,2})?"
    rf"|[一二]{_NUMERAL}{{3}}年{_NUMERAL}{{1,2}}月(?:{_NUMERAL}{{1,3}}日)?"
)
_GIVEN: Final = r"(?:具备|取得|获得|确认为?|评定为|评为|晋升为|授予|认定为|通过)"

TITLE_IN_PROSE: Final = (
    rf"{_GIVEN}(?:[\u4e00-\u9fff]{{1,10}}系列)?(?:[\u4e00-\u9fff]{{2,12}}?专业(?!技术))?(?P<value>{_TITLE})"
    r"(?:\([^()]{1,16}\))?(?:专业技术)?(?:职务)?(?:任职)?(?:资格|职称)",
)
GRANTED_IN_PROSE: Final = (
    rf"(?:取得|资格|任职|批准)(?:资格)?(?:取得)?时间[^,.;\d]{{0,4}}(?P<value>{_DAY})",
    rf"资格,?(?:自|从)(?P<value>{_DAY})起",
    rf"(?:于|自)(?P<value>{_DAY})起?,?(?:经|具备|取得|获得|评审|通过)",
    rf"(?:自|从)(?P<value>{_DAY})起(?:计算|算)",
    rf"(?:评审委员会|评委会|评议组|评审组),?(?:于)?(?P<value>{_DAY})(?:评审|评议|审定|批准|通过|会议)",
)
SERIES_IN_PROSE: Final = (rf"{_GIVEN}(?P<value>[\u4e00-\u9fff]{{2,8}}系列)",)
BOARD_IN_PROSE: Final = (
    r"经(?P<value>[\u4e00-\u9fff()]{4,40}?(?:评审委员会|评委会|评议组|评审组))(?:评审|评议|审定|通过|,)",
)
