"""What an applicant did in life, the same on every form of the application: schools, posts, work, papers, prizes."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.synthesis.people import Scene

DEVICES = ("压力表", "电子汽车衡", "血压计", "水表", "燃油加油机", "砝码", "温度计", "电能表", "测厚仪", "天平")
PROJECTS = (
    "{}检定装置升级改造", "{}自动检定系统研制", "{}标准装置建标考核", "{}测量不确定度评定方法研究",
    "{}检定数据采集程序编制",
)  # fmt: skip
ROLES = ("主持", "主要完成人", "项目负责人", "参加，排名第二", "独立完成", "技术负责人")
RESULTS = (
    "通过计量标准考核，投入使用", "通过专家验收，检定效率提高30%", "形成作业指导书2份，全所推行",
    "检定周期由10天缩短为4天",
    "出具证书420份，无差错", "获单位技术改进二等奖",
)  # fmt: skip
DUTIES = ("从事计量检定工作", "从事计量检定和质量检验工作")
PRIZES = ("先进工作者", "优秀共产党员", "技术能手", "质量标兵", "年度优秀个人")


WORK_DONE = (
    "加强学习，提高业务能力。系统学习计量检定规程和质量管理体系文件，参加继续教育公需科目和专业科目学习，考试合格。",
    "完成检定任务情况。全年完成电子汽车衡、压力表、血压计等计量器具检定{}台件，出具证书准确及时，未发生质量差错。",
    "参加技术改造。参与压力检定装置的升级改造，负责数据采集程序的编写和测量不确定度评定，装置通过考核并投入使用。",
    "做好标准装置的维护。按期完成标准器送检和期间核查，填写设备档案，保证量值准确可靠。",
    "参加计量比对。作为主要人员参加全区压力量值比对，编写作业文件，比对结果满意。",
    "服务企业。深入企业解答技术问题，为12家企业提供测量设备管理咨询，受到好评。",
    "开展监督抽查。承担加油站和集贸市场计量器具专项检查，按时报送检查结果。",
    "传帮带工作。指导新进人员2名，讲授检定规程和原始记录填写要求，帮助其取得检定资格。",
    "遵守纪律。按时参加政治理论学习，遵守廉洁自律各项规定，全年出勤率100%。",
    "参与实验室认可。协助完成管理评审和内部审核，对发现的3项不符合项按期整改。",
)


@dataclass(frozen=True)
class Study:
    """One school: months from and to (2008.09), school, subject, what was reached."""

    start: str
    end: str
    school: str
    subject: str
    level: str


@dataclass(frozen=True)
class Post:
    """One post: months from and to, unit, what was done, title."""

    start: str
    end: str
    unit: str
    duty: str
    title: str


@dataclass(frozen=True)
class Work:
    """One piece of work: months from and to, name, part taken, outcome."""

    start: str
    end: str
    name: str
    role: str
    result: str


@dataclass(frozen=True)
class Career:
    """All of it, in the order of time."""

    studies: tuple[Study, ...]
    posts: tuple[Post, ...]
    works: tuple[Work, ...]
    papers: tuple[tuple[str, str, str, str], ...]
    """Title, journal, issue, place among the authors."""
    prizes: tuple[tuple[str, str, str], ...]
    """Month, prize, who gave it."""
    grades: dict[int, str]
    """Grade of each yearly appraisal."""


def career(scene: Scene) -> Career:
    """Return the career of a scene's applicant."""
    rng = random.Random(f"career {scene.seed}")
    year, county = scene.graduated.year, scene.unit.county
    studies = (
        Study(f"{year - 7}.09", f"{year - 4}.07", f"{county}第一中学", "普通高中", "高中"),
        Study(f"{year - 4}.09", f"{year}.07", scene.school, scene.subject, "大学本科"),
    )
    posts = tuple(
        Post(
            f"{job.since:%Y.%m}",
            f"{job.until:%Y.%m}" if job.until else "至今",
            scene.unit.name,
            DUTIES[index > 0],
            job.post,
        )
        for index, job in enumerate(scene.story.jobs)
    )  # fmt: skip
    works = []
    for index, (device, pattern) in enumerate(zip(rng.sample(DEVICES, 5), PROJECTS, strict=True)):
        first = max(scene.title_date.year + 1, 2019) + index % 4
        works.append(
            Work(f"{first}.{rng.randint(1, 5):02d}", f"{first}.{rng.randint(7, 12):02d}", pattern.format(device),
                 rng.choice(ROLES), rng.choice(RESULTS))
        )  # fmt: skip
    works.sort(key=lambda work: work.start)
    papers = tuple(
        (one.heading, one.journal, f"{one.day.year}年第{one.issue}期", rng.choice(("独著", "第一作者")))
        for one in scene.story.papers
    )
    prizes = ((f"2022.{rng.randint(1, 3):02d}", rng.choice(PRIZES), scene.supervisor.name),)
    grades = dict.fromkeys(range(2019, 2024), "合格")
    return Career(studies, posts, tuple(works), papers, prizes, grades)


def year_told(year: int, seed: int = 0, length: int = 9) -> list[str]:
    """Return the summary of a year: an opening, some of the work, what is wanting; no two years read alike."""
    rng = random.Random(f"told {year} {seed}")
    done = rng.sample(WORK_DONE, length - 2)
    count = rng.randint(28, 62) * 10
    return [
        f"{year}年，本人在单位领导和同事的帮助下，认真履行岗位职责，较好地完成了全年各项检定和检验任务。",
        *(f"{numeral}、{text.format(count)}" for numeral, text in zip("一二三四五六七八九", done, strict=False)),
        f"{'一二三四五六七八九'[len(done)]}、存在的不足。对新标准的学习还不够深入，今后将继续努力，不断提高业务水平。",
    ]


def years_told(seed: int) -> list[str]:
    """Return the paragraphs of a summary of all the years since the present title."""
    rng = random.Random(f"years {seed}")
    done = [text.format(rng.randint(28, 62) * 10) for text in rng.sample(WORK_DONE, 5)]
    return [
        "本人自取得助理工程师任职资格以来，一直在计量检定岗位工作，能够独立完成本专业的检定、校准和检验任务，熟悉相关法律法规和技术规范。",
        *(f"{numeral}、{text}" for numeral, text in zip("一二三四五", done, strict=True)),
        "在工作中坚持质量第一，严格按照检定规程操作，认真填写原始记录，出具的证书报告准确可靠，未发生质量事故和投诉。",
    ]
