"""Surnames whose reading or length a general dictionary gets wrong.

Sources: 《通用规范汉字字典》 and 《现代汉语词典》 (entries marked 姓), 《百家姓》. A general converter
reads 单 as dan and 曾 as ceng; as surnames they are shan and zeng.
"""

from __future__ import annotations

from typing import Final

SURNAME_READINGS: Final[dict[str, tuple[str, ...]]] = {
    "单": ("shan",), "曾": ("zeng",), "仇": ("qiu",), "区": ("ou",), "查": ("zha",), "解": ("xie",),
    "盖": ("ge", "gai"), "朴": ("piao", "pu"), "尉迟": ("yuchi",), "万俟": ("moqi",), "任": ("ren",), "华": ("hua",),
    "翟": ("zhai", "di"), "召": ("shao",), "燕": ("yan",), "覃": ("qin", "tan"), "纪": ("ji",), "缪": ("miao",),
    "乐": ("yue", "le"), "员": ("yun",), "贠": ("yun",), "折": ("she",), "种": ("chong",), "冼": ("xian",),
    "洗": ("xian",), "尹": ("yin",), "晟": ("cheng",), "秘": ("bi",), "薄": ("bo",), "卜": ("bu",), "繁": ("po",),
    "逄": ("pang",), "乜": ("nie",), "那": ("na",), "宁": ("ning",), "甯": ("ning",), "撒": ("sa",), "洒": ("sa",),
    "隗": ("wei", "kui"), "牟": ("mu", "mou"), "不": ("fou",), "佴": ("nai",), "令狐": ("linghu",),
    "澹台": ("tantai",), "长孙": ("zhangsun",), "宿": ("su",), "谌": ("chen", "shen"), "句": ("gou",), "阚": ("kan",),
    "祭": ("zhai",), "车": ("che",), "占": ("zhan",), "应": ("ying",), "过": ("guo",), "哈": ("ha",),
    "黑": ("he", "hei"), "盛": ("sheng",), "石": ("shi",), "葛": ("ge",), "葉": ("ye",), "叶": ("ye",), "於": ("yu",),
    "干": ("gan",), "俞": ("yu",), "郇": ("xun", "huan"), "参": ("shen",), "漆雕": ("qidiao",), "曲": ("qu",),
    "塔": ("ta",), "幺": ("yao",), "乔": ("qiao",), "长": ("chang",), "强": ("qiang",), "吕": ("lv", "lu", "lyu"),
    "呂": ("lv", "lu", "lyu"), "闾": ("lv", "lu", "lyu"), "相": ("xiang",), "莘": ("shen",), "郗": ("xi", "chi"),
    "钭": ("tou",), "缑": ("gou",), "费": ("fei", "bi"), "祝": ("zhu",), "殷": ("yin",), "郝": ("hao",),
    "粘": ("nian",), "重": ("chong",), "褚": ("chu",), "晁": ("chao",), "訾": ("zi",), "妫": ("gui",), "鲍": ("bao",),
    "逯": ("lu",), "仉": ("zhang",), "亓": ("qi",), "亓官": ("qiguan",), "郄": ("qie", "xi"), "芮": ("rui",),
    "靳": ("jin",), "邸": ("di",), "呼延": ("huyan",), "鲜于": ("xianyu",), "宓": ("mi", "fu"),
}  # fmt: skip
"""Reading of a surname in toneless pinyin, most usual first (simplified characters)."""

_COMPOUND: Final = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台
皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘
子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐
段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚
左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚
褚师 爱新觉罗 叶赫 那拉 纳兰 完颜 歐陽 司馬 東方 獨孤 南宮 聞人 諸葛 尉遲 澹臺 鍾離
長孫 鮮于 軒轅 東郭 納蘭 完顏 公孫
"""

COMPOUND_SURNAMES: Final = frozenset(name for name in _COMPOUND.split() if len(name) == 2)
"""Surnames of two characters (复姓), in both script forms."""
