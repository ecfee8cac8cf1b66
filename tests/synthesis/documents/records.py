"""Further materials of the online application: registry print, continuing education, achievement, work summary."""

from __future__ import annotations

import datetime as dt

import cv2
import numpy as np
from PIL import Image

from models.geometry import Box
from tests.synthesis.documents.common import Style, finish, sign_off, title
from tests.synthesis.paper import Sheet
from tests.synthesis.people import Scene
from tests.synthesis.truth import Drawn, QrTruth


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


DRAWERS = {"achievement": achievement}
