"""Fictional places and organisations, and the numbers they carry.

Places are invented after the kinds of place that notices come from: an autonomous prefecture in Xinjiang, a city of the
Yangtze delta, its industrial park, a province of the north-east, a river port; and a division of the Corps (兵团)
whose number was never given. Codes keep their form and check digits, but belong to nobody: the region of every code is
652899, a county that does not exist.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

REGION = "652899"


@dataclass(frozen=True)
class Place:
    """A fictional place: its province, its city or prefecture, the counties and districts of that.

    `names` is the key of names.SHARES, `weight` how often applicants live there.
    """

    province: str
    city: str
    counties: tuple[str, ...]
    names: str
    weight: int


PLACES = (
    Place(
        "昆北自治区",
        "孔雀河自治州",
        ("孔雀滩县", "云沙县", "铁门湾县", "红柳河县", "雪松岭县", "银沙湖市"),
        "west",
        50,
    ),
    Place("澜江省", "云洲市", ("望湖区", "鹭渚区", "锦溪湾市", "枫渡县"), "east", 15),
    Place("澜江省", "云洲工业园区", ("云洲工业园区",), "east", 8),
    Place("北屏省", "鹤岭市", ("鹤港区", "石炉县", "白桦沟县"), "east", 12),
    Place("澜江省", "江渡市", ("金渡区", "南渡县", "瓜岸市"), "east", 8),
    Place("昆北自治区", "第二十三师", ("第二十三师",), "west", 7),
)

INSTITUTES = (
    "计量检定所",
    "质量检验所",
    "标准化研究所",
    "纤维检验中心",
    "特种设备检验所",
    "食品药品检验检测中心",
    "计量测试院",
)
COMPANIES = (
    "天山云杉检测技术有限公司", "长河仪器计量有限公司", "沙枣花质量技术服务有限公司", "澄光光电科技股份有限公司",
    "白杨重型机械制造有限责任公司", "北辰建设工程质量检测有限公司", "鹿鸣生物医药集团有限公司", "远帆线缆有限公司",
)  # fmt: skip
BUREAUS = ("市场监督管理局综合服务中心", "水利局勘测设计队", "住房和城乡建设局质量监督站", "农业农村局技术推广站")
HOSPITALS = ("人民医院", "中医医院", "妇幼保健院", "第二人民医院")
SCHOOLS = ("技工学校", "第三中学", "职业技术教育中心", "实验小学")
CORPS = ("质量技术检测中心", "水利工程管理处", "三十九团农业技术推广站", "医院", "棉麻质量检验站")
UNIVERSITIES = (
    "昆仑河工业大学", "天山北麓理工学院", "塔河湾职业技术大学", "澜江师范大学", "北屏矿业学院", "云洲光电职业技术学院",
)  # fmt: skip
KINDS = {
    "institute": (INSTITUTES, 42),
    "company": (COMPANIES, 28),
    "bureau": (BUREAUS, 8),
    "hospital": (HOSPITALS, 8),
    "school": (SCHOOLS, 7),
}
"""Kinds of unit with their names' second halves and how often applicants work there; in a division, CORPS alone."""

_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Unit:
    """A fictional organisation.

    `code` is the 13-digit number at the foot of its seal, `county` where it sits, `kind` a key of KINDS or corps,
    authority or university.
    """

    name: str
    code: str
    county: str
    kind: str = "institute"

    @property
    def credit_code(self) -> str:
        """统一社会信用代码: public bodies begin with 12, companies with 91, authorities with 11."""
        first = {"company": "91", "authority": "11"}.get(self.kind, "12")
        rng = random.Random(f"credit {self.name} {self.code}")
        body = "MA" + "".join(rng.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(6))
        return checked_credit_code(first + REGION + checked_organisation_code(body))


def checked_organisation_code(first8: str) -> str:
    """Return the organisation code with its check character (GB 11714)."""
    total = sum(int(letter, 36) * weight for letter, weight in zip(first8, _BODY_WEIGHTS, strict=True))
    return first8 + "0123456789X"[(11 - total % 11) % 11]


def checked_credit_code(first17: str) -> str:
    """Return the 统一社会信用代码 with its check character (GB 32100, MOD 31-3)."""
    total = sum(_CREDIT.index(letter) * weight for letter, weight in zip(first17, _CREDIT_WEIGHTS, strict=True))
    return first17 + _CREDIT[(31 - total % 31) % 31]


def checked_patent_number(year: int, kind: int, serial: int) -> str:
    """Return a patent number, 202120123456.X: the check character is that of ZC 0006, weights 2 to 9 and 2 to 5.

    Args:
        year: of filing.
        kind: 1 invention (发明), 2 utility model (实用新型), 3 design (外观设计).
        serial: 0 to 99999 among those of 99xxxxx, which no year has come near.
    """
    digits = f"{year}{kind}99{serial:05d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True))
    return f"{digits}.{'0123456789X'[total % 11]}"


def make_unit(rng: random.Random, county: str, name: str, kind: str = "institute") -> Unit:
    """Return a fictional unit with a seal code."""
    return Unit(name, f"{REGION}{rng.randrange(10**7):07d}", county, kind)


def draw_place(rng: random.Random) -> Place:
    """Return where an applicant lives."""
    return rng.choices(PLACES, [place.weight for place in PLACES])[0]


def draw_unit(rng: random.Random, place: Place, county: str, *, kind: str | None = None) -> Unit:
    """Return the unit of an applicant; `kind` is a key of KINDS, by lot where it is not given."""
    if county == "第二十三师":
        return make_unit(rng, county, county + rng.choice(CORPS), "corps")
    kind = kind or rng.choices(list(KINDS), [share for _, share in KINDS.values()])[0]
    before = place.city if rng.random() < 0.15 and not place.city.endswith("园区") else county
    return make_unit(rng, county, before + rng.choice(KINDS[kind][0]), kind)


def supervisor_of(rng: random.Random, county: str) -> Unit:
    """Return the authority over a unit's trade."""
    return make_unit(rng, county, f"{county}市场监督管理局", "authority")
