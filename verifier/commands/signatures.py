"""`verifier signatures FILE`: signature slots and how each was filled."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from models.geometry import Box
from models.messages import text
from models.observation import Signature, SignatureKind
from models.values import to_jsonable
from verifier.commands.drawing import Mark, draw_marks
from verifier.commands.observed import load_engine, open_file, read_file
from verifier.commands.output import JsonFlag, console, print_json
from verifier.intake.opened import Opened
from verifier.reading.engine import OcrEngine


def signatures(
    file: Annotated[Path, typer.Argument(help="一份材料；或（--crop）一个签名栏的截图。")],
    crop: Annotated[bool, typer.Option("--crop", help="整张图片就是一个签名栏。")] = False,
    draw: Annotated[Path | None, typer.Option(help="把框画在页面上，存为 PNG。")] = None,
    as_json: JsonFlag = False,
) -> None:
    """找出签名栏，判断手写、打印、粘贴、空白；拿不准的交由人看。"""
    from verifier.repeats import repeats_in_file

    if crop:
        opened = open_file(file)
        found = _whole_picture(opened)
    else:
        engine = load_engine()
        opened = read_file(file, engine)
        found = _slots(opened, engine)
    if draw is not None:
        marks = [Mark(slot.page, slot.box, word=slot.kind.value) for slot in found]
        marks += [Mark(slot.page, slot.date.box, word=slot.date.kind.value) for slot in found if slot.date]
        draw_marks(opened, marks, draw)
    if as_json:
        print_json([_row(slot) for slot in found])
        return
    table = Table("页", "栏", "判断", "置信度", "日期")
    for slot in found:
        table.add_row(
            str(slot.page), slot.role or "—", _written(slot.kind), f"{slot.confidence or 0:.2f}", date_cell(slot)
        )
    console.print(table if found else text("cli.none_found"))
    for repeat in repeats_in_file(opened.document.pages, (), found):
        console.print(text("cli.signature_repeated", page=repeat.page, other=repeat.other_page))


def date_cell(slot: Signature) -> str:
    """Return what a table shows of a slot's date: its value, else as read, and how it was written."""
    return "—" if slot.date is None else f"{slot.date.value or slot.date.raw or '—'}（{_written(slot.date.kind)}）"


def _written(kind: SignatureKind) -> str:
    return text(f"cli.written_{kind.value}")


def _row(slot: Signature) -> dict[str, object]:
    row = to_jsonable(slot)
    return {key: row[key] for key in ("page", "box", "role", "kind", "confidence", "date")}


def _whole_picture(opened: Opened) -> list[Signature]:
    from verifier.signatures.judge import judge_slot

    kind, confidence = judge_slot(opened.images[0])
    return [Signature(page=1, box=Box.whole(), role="", kind=kind, confidence=confidence)]


def _slots(opened: Opened, engine: OcrEngine) -> list[Signature]:
    from verifier.seals.observe import observe_seals
    from verifier.seals.reread import read_again
    from verifier.signatures.observe import observe_signatures

    found: list[Signature] = []
    for page, image in zip(opened.document.pages, opened.images, strict=True):
        seals = observe_seals(image, page=page.number, dpi=page.dpi, engine=engine)
        lines = read_again(image, page.lines, seals, engine)
        laid = opened.laid[page.number - 1] if opened.laid else ()
        found += observe_signatures(image, lines, seals, page=page.number, laid=laid)
    return found
