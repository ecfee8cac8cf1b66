"""Fictional people's names in realistic shares, decided by a random generator.

Every combination is drawn by lot. The sources of the parts: the common surnames and given names of people born 1965 to
2000, characters outside GB 2312 that registers and old scanners stumble over (喆 昇 堃 犇 赟 珺 祎 翀), two-character
surnames, and the forms of names of the peoples of Xinjiang and elsewhere: Uyghur and Kazakh names with the middle dot
U+00B7 between one's own and one's father's name (as identity cards print it), Tibetan and Mongolian names without
surnames, Yi names with a clan's name before the dot.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

SURNAMES = "张王李赵陈刘杨周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢"
SURNAMES_SELDOM = "仝佟郗逯瞿阚缪仇邸鄢麻臧訾尹晏卞冉燕单解查盖覃区缑隗"
SURNAMES_TWO = ("欧阳", "上官", "司马", "诸葛", "司徒", "慕容", "皇甫", "尉迟", "令狐", "夏侯", "东方", "宇文")
GIVEN = "闻溪澜舟若川景行知远云岚书禾明湛子衿清野望舒怀瑾念安星河松筠北辰夏言秋池立白乐同初晴思齐守一嘉木听雨青岑"
GIVEN_MEN = "伟磊军洋勇涛超刚建国志明海文斌强鹏辉亮峰波宁凯健毅飞林杰平"
GIVEN_WOMEN = "芳娜敏静丽艳霞桂英华玉兰燕春梅红莉萍娟玲倩婷雪琴洁颖悦岚"
GIVEN_RARE = "喆昇堃犇赟珺祎翀頔玥璟旻珩琰瑄湉垚焱鑫淼骁翊彧恺晟暄睿懿婧霈隽麒筱芃禛镕沄彤弢钰嫣"
HUI = "马杨丁沙哈白海苏"

UYGHUR_MEN = (
    "买买提", "艾力", "阿卜杜拉", "吐尔逊", "玉素甫", "艾合买提", "阿不都热合曼", "麦麦提明", "热合曼", "依明",
    "库尔班", "艾尼瓦尔", "帕尔哈提", "阿迪力", "木合塔尔", "亚森", "地里夏提", "外力", "牙生", "肉孜",
)  # fmt: skip
UYGHUR_WOMEN = (
    "古丽娜尔", "阿依古丽", "热依汗", "米热古丽", "帕提古丽", "祖丽胡玛尔", "阿米娜", "努尔比亚", "迪丽娜尔", "古海尔",
    "热孜万古丽", "买热木尼沙", "阿孜古丽", "左热古丽", "曼孜热",
)  # fmt: skip
KAZAKH_MEN = (
    "叶尔兰",
    "哈孜别克",
    "木拉提",
    "努尔兰",
    "巴合提",
    "达吾列提",
    "赛力克",
    "阿扎马提",
    "叶斯木汗",
    "胡安别克",
)
KAZAKH_WOMEN = ("阿依努尔", "古丽孜依拉", "巴合提古丽", "加娜尔", "库兰", "叶尔克古丽", "萨吾列")
TIBETAN = ("扎西", "次仁", "旦增", "洛桑", "格桑", "白玛", "索朗", "尼玛", "达瓦", "边巴", "平措", "贡布")
TIBETAN_MEN = ("顿珠", "罗布", "多吉", "旺堆", "次旦", "加措")
TIBETAN_WOMEN = ("卓玛", "央金", "拉姆", "曲珍", "德吉", "措姆")
MONGOL_MEN = ("巴图", "布仁巴雅尔", "道尔吉", "才仁加甫", "巴特尔", "乌力吉", "朝鲁", "孟克", "那木吉拉", "斯琴毕力格")
MONGOL_WOMEN = ("乌兰图雅", "娜仁其木格", "萨仁高娃", "托娅", "其其格", "斯琴高娃", "阿拉腾花", "巴音其其格")
YI_CLANS, YI_MEN, YI_WOMEN = ("阿苏", "吉克", "沙马", "阿尔"), ("木呷", "拉且", "日哈"), ("阿依", "伍果", "阿西")
"""Chinese forms of names as registers write them."""

SHARES = {
    "west": {"汉": 50, "维吾尔": 24, "回": 9, "哈萨克": 8, "蒙古": 5, "满": 1, "锡伯": 1, "藏": 1, "土家": 1},
    "east": {"汉": 90, "回": 2, "满": 3, "蒙古": 1, "土家": 1, "藏": 1, "彝": 1, "维吾尔": 1},
}
"""Peoples in per cent: of a place in Xinjiang, of any other."""


@dataclass(frozen=True)
class Name:
    """A name and the people (民族, without 族) it was drawn for."""

    text: str
    ethnicity: str


def draw_name(rng: random.Random, gender: str, *, place: str = "west") -> Name:
    """Return a name for 男 or 女 of a place of SHARES."""
    shares = SHARES[place]
    ethnicity = rng.choices(list(shares), list(shares.values()))[0]
    own = {"维吾尔": _uyghur, "哈萨克": _kazakh, "藏": _tibetan, "蒙古": _mongol, "彝": _yi}.get(ethnicity)
    if own is not None:
        return Name(own(rng, gender), ethnicity)
    return Name((rng.choice(HUI) if ethnicity == "回" else _surname(rng)) + _given(rng, gender), ethnicity)


def _surname(rng: random.Random) -> str:
    """One in thirty has two characters, one in twenty is seldom: more than in life, since they are what is missed."""
    lot = rng.random()
    if lot < 0.033:
        return rng.choice(SURNAMES_TWO)
    return rng.choice(SURNAMES_SELDOM if lot < 0.083 else SURNAMES)


def _given(rng: random.Random, gender: str) -> str:
    """One in six has one character; one in eleven a character that GB 2312 level 1 lacks."""
    stock = rng.choice((GIVEN, GIVEN_MEN if gender == "男" else GIVEN_WOMEN))
    count = 1 if rng.random() < 0.17 else 2
    letters = rng.sample(stock, count)
    if rng.random() < 0.09:
        letters[rng.randrange(count)] = rng.choice(GIVEN_RARE)
    return "".join(letters)


def _uyghur(rng: random.Random, gender: str) -> str:
    own = rng.choice(UYGHUR_MEN if gender == "男" else UYGHUR_WOMEN)
    return f"{own}·{rng.choice([one for one in UYGHUR_MEN if one != own])}"


def _kazakh(rng: random.Random, gender: str) -> str:
    own = rng.choice(KAZAKH_MEN if gender == "男" else KAZAKH_WOMEN)
    return f"{own}·{rng.choice([one for one in KAZAKH_MEN if one != own])}"


def _tibetan(rng: random.Random, gender: str) -> str:
    return rng.choice(TIBETAN) + rng.choice(TIBETAN_MEN if gender == "男" else TIBETAN_WOMEN)


def _mongol(rng: random.Random, gender: str) -> str:
    return rng.choice(MONGOL_MEN if gender == "男" else MONGOL_WOMEN)


def _yi(rng: random.Random, gender: str) -> str:
    return f"{rng.choice(YI_CLANS)}·{rng.choice(YI_MEN if gender == '男' else YI_WOMEN)}"
