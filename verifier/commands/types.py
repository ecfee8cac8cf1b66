"""`verifier types list|show`: the document types that are recognised."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from models.errors import NotFound
from models.values import to_jsonable
from verifier.certificates.fields import field_names
from verifier.certificates.types import document_types
from verifier.commands.output import JsonFlag, console, print_json

app = typer.Typer(help="材料类型目录。", no_args_is_help=True)


@app.command("list")
def list_types(as_json: JsonFlag = False) -> None:
    """列出全部材料类型。"""
    known = document_types()
    if as_json:
        print_json([{"id": kind.id, "zh": kind.zh} for kind in known.values()])
        return
    table = Table("编号", "名称")
    for kind in known.values():
        table.add_row(kind.id, kind.zh)
    console.print(table)


@app.command("show")
def show_type(
    type_id: Annotated[str, typer.Argument(help="类型编号，如 id_card。")], as_json: JsonFlag = False
) -> None:
    """显示一个材料类型：标题关键词、字段。"""
    known = document_types()
    if type_id not in known:
        raise NotFound
    if as_json:
        print_json({**to_jsonable(known[type_id]), "fields": field_names(type_id)})
        return
    console.print({**to_jsonable(known[type_id]), "fields": field_names(type_id)})
