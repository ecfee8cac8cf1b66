"""`verifier check FILE`: everything that is seen in one file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.table import Table

from models.document import Document
from models.messages import text
from models.observation import Observation
from models.values import to_jsonable
from verifier.certificates.types import document_types
from verifier.commands.drawing import Mark, draw_marks
from verifier.commands.observed import observe_file
from verifier.commands.output import JsonFlag, console, print_json
from verifier.commands.schemas import OBSERVATION_KEYS
from verifier.commands.signatures import date_cell
from verifier.masking.names import Subject, find_names

_SOUND: Final = (0, 140, 0)
_PROBLEM: Final = (0, 0, 220)
_SEAL: Final = (220, 80, 0)
_SLOT: Final = (180, 0, 180)
_COVER: Final = (0, 0, 0)
_CODE: Final = (0, 140, 255)
_PHOTO: Final = (140, 140, 0)
"""Colours of boxes: blue, green, red."""


def check(
    file: Annotated[Path, typer.Argument(help="PDF、JPEG、PNG、TIFF 等一份材料。")],
    name: Annotated[str | None, typer.Option(help="申报人姓名：同时列出姓名出现的每一处。")] = None,
    draw: Annotated[Path | None, typer.Option(help="把所见各框画在页面上，存为 PNG（多页时在名字后加页码）。")] = None,
    as_json: JsonFlag = False,
) -> None:
    """识读一份材料：类型、字段、印章、签名、遮盖、二维码；给出姓名时列出全部出现处。

    画出的框：绿 字段（数字为表中序号），红 有问题的字段，蓝 印章，紫 签名栏，黑 遮盖，橙 二维码，青 照片。
    """
    opened, observation = observe_file(file)
    if draw is not None:
        draw_marks(opened, list(_marks(observation)), draw)
    if as_json:
        print_json(_as_json(opened.document, observation, name))
        return
    _show(opened.document, observation)
    if name is not None:
        _show_names(observation, opened.document.filename, name)


def _as_json(document: Document, observation: Observation, name: str | None) -> dict[str, Any]:
    seen = to_jsonable(observation)
    result: dict[str, Any] = {
        "document": {
            "sha256": document.sha256,
            "filename": document.filename,
            "media_type": document.media_type,
            "pages": len(document.pages),
        },
        "observation": {key: seen[key] for key in OBSERVATION_KEYS},
    }
    if name is not None:
        hits = find_names(document.filename, observation, Subject(name=name))
        result["names"] = [to_jsonable(hit) for hit in hits]
    return result


def _marks(observation: Observation) -> Iterator[Mark]:
    for number, field in enumerate(observation.fields, 1):
        if field.box is not None:
            yield Mark(field.page, field.box, _PROBLEM if field.problems else _SOUND, str(number))
    yield from (Mark(seal.page, seal.box, _SEAL, "seal") for seal in observation.seals)
    yield from (Mark(slot.page, slot.box, _SLOT, slot.kind.value) for slot in observation.signatures)
    yield from (Mark(cover.page, cover.box, _COVER, cover.kind.value) for cover in observation.covers)
    yield from (Mark(code.page, code.box, _CODE, code.format) for code in observation.qr_codes)
    if observation.photo is not None:
        yield Mark(observation.photo.page, observation.photo.box, _PHOTO, "photo")


def _show(document: Document, observation: Observation) -> None:
    known = document_types()
    kind = known[observation.type].zh if observation.type else text("cli.type_unknown")
    console.print(
        text("cli.check_title", filename=document.filename, type=kind, pages=len(document.pages)), markup=False
    )
    fields = Table("号", "字段", "值", "原文", "页", "置信度", "问题", title="字段")
    for number, field in enumerate(observation.fields, 1):
        confidence = "" if field.confidence is None else f"{field.confidence:.2f}"
        fields.add_row(
            str(number), field.name, field.value or "—", field.raw or "—", str(field.page), confidence,
            "；".join(text(f"certificates.problem_{code}") for code in field.problems),
        )  # fmt: skip
    console.print(fields if observation.fields else text("cli.no_fields"))
    seals = Table("页", "形状", "颜色", "章文", "中间", "编码", title=text("cli.seals_title"))
    for seal in observation.seals:
        seals.add_row(
            str(seal.page), seal.shape, seal.colour, seal.text or "—", seal.centre_text or "—", seal.code or "—"
        )
    console.print(seals if observation.seals else f"{text('cli.seals_title')}：{text('cli.none_found')}")
    slots = Table("页", "栏", "判断", "置信度", "日期", title=text("cli.signatures_title"))
    for slot in observation.signatures:
        confidence = "" if slot.confidence is None else f"{slot.confidence:.2f}"
        slots.add_row(str(slot.page), slot.role, slot.kind, confidence, date_cell(slot))
    console.print(slots if observation.signatures else f"{text('cli.signatures_title')}：{text('cli.none_found')}")


def _show_names(observation: Observation, filename: str, name: str) -> None:
    table = Table("载体", "页", "写法", "原文", "已遮盖", title="姓名出现处")
    for hit in find_names(filename, observation, Subject(name=name)):
        table.add_row(hit.surface, str(hit.page or "—"), hit.variant, hit.text, "是" if hit.covered else "否")
    console.print(table)
