"""A whole fictional application under the first pack, hand-made: some of it good, some bad, some unclear."""

from __future__ import annotations

import datetime as dt

from models.application import Applicant, Application, Material
from models.case import Case
from models.geometry import Box
from models.observation import Cover, CoverKind, NameHit, Observation, PageQuality, SurfaceKind
from models.overlap import OverlapRatios, OverlapReport, Ratio, SourceOverlap
from tests.checks.making import SUPERVISOR, UNIT, field, handwritten, observation, seal, signature

NOW = dt.datetime(2024, 9, 20, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
COPY = "已审核，与原件相符"
RECOMMENDED = "同意推荐林墨白同志申报工程系列质量技术监督专业中级专业技术任职资格"
OTHER = "其他附件或证明材料"
DIPLOMA_NUMBER = "104231201105001234"

PLEDGE = (
    "申报材料真实性保证书\n本人今年申报质量技术监督专业中级专业技术职务任职资格评审，保证所提供的各种申报材料，如相关证书、"
    "\n成绩单、表格、业绩成果、论文著作等材料均真实可靠。如有不实，愿意按有关规定接受任何处理。\n申报人（签名）：\n2024年9月3日"
)
RESULT = (
    "关于林墨白同志申报工程系列质量技术监督专业中级职称的公示结果\n林墨白同志申报材料已在本单位公示5天，公示期间无投诉、举报，"
    "\n公示无异议，申报材料真实、完整、有效，同意推荐林墨白同志申报工程系列质量技术监督专业中级专业技术任职资格。"
    f"\n{UNIT}\n2024年9月5日"
)
NOTICE = (
    "关于林墨白同志申报工程系列质量技术监督专业中级职称的公示\n基本信息：性别女，政治面貌群众，身份证号"
    "\n现任专业技术职务任职资格助理工程师\n公示时间从2024年9月2日起至2024年9月5日止\n签字：（单位负责人签字）"
)


def _documents() -> dict[str, tuple[Observation, str | None]]:
    unit_seal = (seal(UNIT),)
    return {
        "id": (
            observation(
                "id_card",
                "姓名林墨白\n公民身份号码11010519491231002X",
                "中华人民共和国居民身份证",
                fields=(
                    field("姓名", "林墨白"),
                    field("性别", "女"),
                    field("出生", "1949-12-31"),
                    field("公民身份号码", "11010519491231002X"),
                    field("有效期限", "2004-09-09/2024-09-09"),
                ),
            ),
            "基本信息",
        ),
        "diploma": (
            observation(
                "diploma",
                f"毕业证书\n学生林墨白\n{COPY}",
                fields=(field("姓名", "林墨白"), field("证书编号", DIPLOMA_NUMBER), field("学校", "天山大学")),
                seals=(seal("天山大学"), seal(UNIT)),
            ),
            "学历学位",
        ),
        "chsi": (
            observation(
                "chsi_reg",
                "教育部学历证书电子注册备案表",
                fields=(field("证书编号", DIPLOMA_NUMBER), field("姓名", "林墨白")),
            ),
            "学历学位",
        ),
        "title": (
            observation("title_cert", "专业技术资格证书\n已审核，情况属实", seals=(seal("某县人力资源和社会保障局"),)),
            "专业技术资格",
        ),
        "work": (observation("achievement", "检定规程修订项目任务书"), "实践能力业绩成果"),
        **{
            f"ce{index}": (observation("ce_cert", f"{year}年度{subject}合格证书\n{COPY}", seals=unit_seal), "继续教育")
            for index, (year, subject) in enumerate(
                [(year, "公需科目") for year in range(2020, 2025)] + [(year, "专业科目") for year in (2022, 2024)]
            )
        },
        **{
            f"appraisal{year}": (
                observation("appraisal", f"{year}年度考核登记表\n{COPY}", "本人签字", seals=unit_seal),
                "考核情况",
            )
            for year in (2021, 2022, 2023)
        },
        "summary": (
            observation("summary", "个人业务工作总结\n" + "工作业绩与业务能力，学术态度。" * 230),
            "业务工作总结",
        ),
        "notice": (
            observation(
                "pub_notice",
                NOTICE,
                fields=(field("公示开始", "2024-09-02"), field("公示结束", "2024-09-05")),
                signatures=(signature("单位负责人", "unclear"),),
                seals=unit_seal,
            ),
            OTHER,
        ),
        "result": (
            observation(
                "pub_result",
                RESULT,
                fields=(field("公示天数", "5"), field("落款日期", "2024-09-05")),
                seals=(seal("新疆天山某某勘察设计研究院"),),
            ),
            OTHER,
        ),
        "pledge": (
            observation(
                "truth_pledge",
                PLEDGE,
                signatures=(signature("申报人", "printed", date=handwritten(value=dt.date(2024, 9, 3))),),
            ),
            "基本信息",
        ),
        "recommend": (
            observation(
                "recommend",
                f"经审核，{RECOMMENDED}。\n{SUPERVISOR}",
                fields=(field("落款单位", SUPERVISOR),),
                seals=(seal("巴州市场监督管理局"),),
            ),
            None,
        ),
        "award": (
            observation(
                "award",
                "荣誉证书\n林墨白同志",
                covers=(Cover(1, Box(0.1, 0.1, 0.2, 0.12), CoverKind.OPAQUE),),
                quality=(PageQuality(1, 20.0, False, ("blurred",)),),
            ),
            "实践能力业绩成果",
        ),
        "paper": (observation("paper", "论文"), "著作论文"),
        "unknown": (observation(None, "看不清的一页"), OTHER),
    }


def fictional_case() -> Case:
    """The case of 林墨白, who does not exist."""
    documents = _documents()
    materials = [
        Material(name, "0" * 64, f"{name}.jpg", slot, needs_mask=name in ("award", "diploma"))
        for name, (_, slot) in documents.items()
    ]
    materials.append(Material("locked", "0" * 64, "获奖材料.pdf", "实践能力业绩成果", refusal="encrypted_file"))
    application = Application(
        id="BY-2024-0001",
        policy="xj-by-2024-qs",
        applicant=Applicant(
            name="林墨白",
            id_number="11010519491231002X",
            unit=UNIT,
            gender="女",
            birth_date=dt.date(1949, 12, 31),
            supervising_unit=SUPERVISOR,
        ),
        materials=tuple(materials),
        facts={"level": "中级", "employer_type": "企业", "title_origin": "新疆"},
        submitted_at=dt.datetime(2024, 9, 10, 12, 0, tzinfo=NOW.tzinfo),
        submission_number=2,
    )
    box = Box(0.2, 0.11, 0.32, 0.14)
    return Case(
        application=application,
        observations={name: seen for name, (seen, _) in documents.items()},
        names={
            name: (NameHit(SurfaceKind.PIXELS, "林墨白", "name", False, 1, box),) if name in _NAMED else ()
            for name in documents
        },
        overlaps={"paper": _overlap()},
    )


_NAMED = ("id", "diploma", "chsi", "notice", "result", "pledge", "recommend", "award")


def _overlap() -> OverlapReport:
    ratios = OverlapRatios(Ratio.of(620, 2480), None, Ratio.of(410, 2480), Ratio.of(300, 2480))
    sources = (
        SourceOverlap("s1", "计量检定规程解读", ("某作者",), False, 300, 300 / 2480),
        SourceOverlap("s2", "本人早期论文", ("林墨白",), True, 210, 210 / 2480),
    )
    return OverlapReport("fingerprint/1", 2480, ratios, sources, (), 3704)
