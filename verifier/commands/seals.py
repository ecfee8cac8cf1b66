"""`verifier seals FILE`: the seals of one file, read, and compared with an expected name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Column, Table

from models.messages import text
from models.observation import Seal
from models.values import to_jsonable
from verifier.commands.drawing import Mark, draw_marks
from verifier.commands.observed import load_engine, read_file
from verifier.commands.output import JsonFlag, console, print_json
from verifier.seals.matching import match_seal


def seals(
    file: Annotated[Path, typer.Argument(help="一份材料，或一枚印章的截图。")],
    expect: Annotated[str | None, typer.Option(help="应有的单位全称：给出后逐枚比对。")] = None,
    draw: Annotated[Path | None, typer.Option(help="把框画在页面上，存为 PNG（多页时在名字后加页码）。")] = None,
    as_json: JsonFlag = False,
) -> None:
    """找出并识读每一枚印章：形状、颜色、章文、编码；可与单位全称比对。"""
    from verifier.repeats import repeats_in_file
    from verifier.seals.observe import observe_seals

    engine = load_engine()
    opened = read_file(file, engine)
    found: list[Seal] = []
    for page, image in zip(opened.document.pages, opened.images, strict=True):
        found += observe_seals(image, page=page.number, dpi=page.dpi, engine=engine)
    if draw is not None:
        draw_marks(opened, [Mark(seal.page, seal.box, word=_shape(seal)) for seal in found], draw)
    if as_json:
        print_json([{**to_jsonable(seal), "match": match_seal(seal, expect) if expect else None} for seal in found])
        return
    console.print(_table(found, expect) if found else text("cli.none_found"))
    for number, seal in enumerate(found, start=1):
        if seal.suspicions:
            signs = "、".join(text(f"consistency.sign_{sign}") for sign in seal.suspicions)
            console.print(text("cli.seal_lead", number=number, page=seal.page, signs=signs))
    for repeat in repeats_in_file(opened.document.pages, found):
        console.print(text("cli.seal_repeated", page=repeat.page, other=repeat.other_page))


def _table(found: Sequence[Seal], expect: str | None) -> Table:
    table = Table(*(Column(name, overflow="fold") for name in ("页", "形状", "颜色", "章文", "中间", "编码", "置信度")))
    if expect:
        table.add_column("比对", overflow="fold")
    for seal in found:
        cells = [
            str(seal.page),
            text(f"cli.shape_{_shape(seal)}"),
            text(f"cli.colour_{seal.colour.value}"),
            seal.text or "—",
            seal.centre_text or "—",
            seal.code or "—",
            "" if seal.confidence is None else f"{seal.confidence:.2f}",
        ]
        table.add_row(*cells, *([text(f"cli.match_{match_seal(seal, expect).value}")] if expect else []))
    return table


def _shape(seal: Seal) -> str:
    return "fragment" if seal.is_fragment else seal.shape.value
