"""Further materials of the online application: registry print, continuing education, achievement, work summary."""

from __future__ import annotations

import datetime as dt

import cv2
import numpy as np
from PIL import Image

from models.geometry import Box
from tests.synthesis.documents.common import Style, copy_note, finish, seal, sign_off, title
from tests.synthesis.paper import XIAOSI, Sheet, Type
from tests.synthesis.people import Scene
from tests.synthesis.truth import Drawn, QrTruth


def ce_cert(scene: Scene, look: Style, *, year: int = 2023, subject: str = "公需") -> list[Drawn]:
    """继续教育培训合格证书 of one year, 公需科目 or 专业科目."""
    sheet, who = Sheet(), scene.person
    sheet.frame(20, 26, 190, 150, weight=0.8)
    sheet.frame(23, 29, 187, 147)
    sheet.centred(38, "专业技术人员继续教育", Type("kai", 18))
    sheet.centred(50, f"{subject}科目合格证书", Type("heibold", 24))
    number = f"XJ{year}{look.rng('ce').randrange(10**8):08d}"
    text = (
        f"{who.name}（身份证号：{who.id_number}）参加{year}年度专业技术人员继续教育{subject}科目培训，"
        f"修满{30 if subject == '公需' else 60}学时，考试成绩合格，特发此证。"
    )
    sheet.paragraph(36, 72, 138, text, Type(look.body, 15))
    sheet.text(36, 128, f"证书编号：{number}", Type(look.body, XIAOSI))
    sheet.right(118, f"{scene.unit.county}专业技术人员继续教育基地", Type(look.body, XIAOSI), edge=176)
    sheet.right(127, f"{year}年11月{look.rng('day').randrange(2, 28)}日", Type(look.body, XIAOSI), edge=168)
    seal(sheet, scene.unit, 150, 124, look, text=f"{scene.unit.county}继续教育基地", centre="培训专用章")
    for name, value in (("姓名", who.name), ("年度", f"{year}年度"), ("科目", f"{subject}科目")):
        if sheet.find(value):
            sheet.field(name, value)
    copy_note(sheet, scene, look, 34 + 16 * look.layout, 184)
    return [finish(sheet, scene, look, "ce_cert", "ce")]


def achievement(scene: Scene, look: Style) -> list[Drawn]:
    """业绩证明: a project's acceptance with the applicant's part in it."""
    sheet, who = Sheet(), scene.person
    y = title(sheet, ["电子汽车衡检定装置改造项目验收意见"], look, y=32, points=19)
    year = 2023
    for text in (
        f"{year}年10月18日，{scene.supervisor.name}组织专家对{scene.unit.name}承担的电子汽车衡检定装置改造项目进行了验收。",
        "专家组听取了项目组的汇报，查看了现场和技术资料，经质询和讨论，形成如下意见：",
        "一、项目提供的资料齐全、规范，符合验收要求。",
        "二、项目完成了任务书规定的全部内容，改造后的装置扩展不确定度满足检定规程的要求，投入使用以来运行稳定。",
        f"三、{who.name}为项目技术负责人，承担方案设计、软件调试和不确定度评定工作。",
        "专家组一致同意通过验收。",
    ):
        y = sheet.paragraph(look.margin, y, 210 - 2 * look.margin, text, look.type())
    sign_off(sheet, scene, look, y + 22, unit=scene.supervisor, date=dt.date(year, 10, 18))
    return [finish(sheet, scene, look, "achievement", "letter")]


def qr(sheet: Sheet, x: float, y: float, side: float, text: str) -> Box:
    """Draw a QR code with its quiet zone inside a square of `side` millimetres."""
    parameters = cv2.QRCodeEncoder.Params()
    parameters.correction_level = cv2.QRCODE_ENCODER_CORRECT_LEVEL_M
    modules = cv2.QRCodeEncoder.create(parameters).encode(text)
    pixels = round(sheet.px(side))
    picture = cv2.resize(np.asarray(modules), (pixels, pixels), interpolation=cv2.INTER_NEAREST)
    left, top = round(sheet.px(x)), round(sheet.px(y))
    sheet.picture.paste(Image.fromarray(picture).convert("RGB"), (left, top))
    box = sheet.box_px(left, top, left + pixels, top + pixels)
    sheet.qr_codes.append(QrTruth(box, text))
    return box


DRAWERS = {"achievement": achievement, "ce_cert": ce_cert}
