"""`verifier masking check`: does a file give its subject away? `verifier masking apply`: a copy that does not."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from models.errors import InputRefused, InvalidRequest
from models.geometry import Box
from models.masking import MaskingAnswer, MaskingVerdict
from models.messages import text
from models.values import to_jsonable
from verifier.commands.observed import existing, load_engine
from verifier.commands.output import DEFECTS, PERSON_NEEDED, JsonFlag, console, print_json, progress_console
from verifier.masking.answer import judge_masking, judge_refused
from verifier.masking.subject import Subject, subject_from
from verifier.reading.engine import OcrEngine

app = typer.Typer(help="姓名遮盖：检查会不会泄露（check），生成不泄露的副本（apply）。", no_args_is_help=True)

_YES, _NO = frozenset({"是", "true", "1", "yes", "y"}), frozenset({"否", "false", "0", "no", "n"})
Flags = Mapping[str, Mapping[int, bool]]


@app.command("check")
def check(
    path: Annotated[Path, typer.Argument(help="一个文件，或一个文件夹（逐个检查其中的文件）。")],
    name: Annotated[str | None, typer.Option(help="被遮盖人的姓名；不填则只检查遮盖方式是否可靠。")] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(help="还要查找的信息，种类=内容，可重复：unit、id_number、phone、email、school …"),
    ] = None,
    flags: Annotated[
        Path | None, typer.Option(help="申报人自填的“是否需要遮盖”（CSV：file, page, needs_mask）。")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """查找姓名等信息在文件各处的残留，判断遮盖是否可靠；查不清的交给人。"""
    subject = subject_from(name, also or [])
    told = _read_flags(flags) if flags else {}
    engine = load_engine()
    answers = {file: _answer(file, engine, subject, told) for file in _files(existing(path))}
    if as_json:
        print_json({"documents": [as_document(str(file), answer) for file, answer in answers.items()]})
    else:
        _show(answers)
    verdicts = {answer.answer for answer in answers.values()}
    if MaskingVerdict.LEAKS in verdicts:
        raise typer.Exit(DEFECTS)
    if MaskingVerdict.CANNOT_TELL in verdicts:
        raise typer.Exit(PERSON_NEEDED)


@app.command("apply")
def apply(
    source: Annotated[Path, typer.Argument(help="原件。", metavar="IN")],
    out: Annotated[Path, typer.Argument(help="副本写到哪里（.pdf；只有一页时也可 .png）。文件名不要含姓名。")],
    name: Annotated[str, typer.Option(help="被遮盖人的姓名。")],
    also: Annotated[list[str] | None, typer.Option(help="还要遮盖的信息，种类=内容，可重复。")] = None,
    boxes: Annotated[Path | None, typer.Option(help="人工增减的遮盖块（JSON），page 从 1 数，box 为页面比例。")] = None,
    as_json: JsonFlag = False,
) -> None:
    """生成遮盖副本：全新像素、全新文件，逐项证明不泄露才放行；原件不动。"""
    from verifier.intake.opening import open_document
    from verifier.masking.apply import make_masked_copy
    from verifier.masking.proof import proof_engine
    from verifier.observing import observe

    subject = subject_from(name, also or [])
    assert subject is not None
    added, removed = _read_boxes(boxes) if boxes else ([], [])
    opened = open_document(existing(source), filename=source.name)
    engine = load_engine()
    observation = observe(opened, engine)
    made = make_masked_copy(opened, observation, subject, out, proof_engine(engine), added=added, removed=removed)
    if as_json:
        print_json({"path": str(made.path) if made.path else None, **to_jsonable(made.answer)})
    elif made.released:
        console.print(text("masking.released", path=str(made.path), boxes=len(made.boxes)), markup=False)
    else:
        failed = [step.detail for step in made.proof if not step.passed]
        console.print(text("masking.not_released"), *failed, sep="\n", markup=False)
    if not made.released:
        raise typer.Exit(PERSON_NEEDED)


def _read_boxes(path: Path) -> tuple[list[tuple[int, Box]], list[tuple[int, Box]]]:
    """Return the boxes that a person added and those that a person removed; raises InvalidRequest."""
    chosen: dict[bool, list[tuple[int, Box]]] = {False: [], True: []}
    try:
        for entry in json.loads(existing(path).read_text(encoding="utf-8")):
            chosen[bool(entry.get("remove", False))].append((int(entry["page"]), Box(*map(float, entry["box"]))))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise InvalidRequest(reason=text("masking.boxes_form")) from None
    return chosen[False], chosen[True]


def as_document(path: str, answer: MaskingAnswer) -> dict[str, object]:
    """Return the JSON of one file: its answer, page by page, with what leaks and why it is not clean."""
    return {"path": path, **to_jsonable(answer)}


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    files = sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
    if not files:
        raise InvalidRequest(reason=text("masking.no_files"))
    for number, file in enumerate(files, 1):
        progress_console.print(f"[{number}/{len(files)}] {file.relative_to(path)}", markup=False)
        yield file


def _answer(file: Path, engine: OcrEngine, subject: Subject | None, flags: Flags) -> MaskingAnswer:
    from verifier.intake.opening import open_document
    from verifier.observing import observe

    try:
        observation = observe(open_document(file, filename=file.name), engine)
    except InputRefused as refused:
        return judge_refused(file.name, refused.detail, subject)
    return judge_masking(file.name, observation, subject, flags.get(file.name))


def _read_flags(path: Path) -> Flags:
    """Read the sender's own 是否需要遮盖; raises InvalidRequest naming the row that cannot be understood."""
    told: dict[str, dict[int, bool]] = {}
    with existing(path).open(encoding="utf-8-sig", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), 2):
            answer = (row.get("needs_mask") or "").strip().lower()
            page = (row.get("page") or "").strip()
            if not row.get("file") or not page.isdigit() or answer not in _YES | _NO:
                raise InvalidRequest(reason=text("masking.flags_form", row=number))
            told.setdefault(row["file"].strip(), {})[int(page)] = answer in _YES
    return told


def _show(answers: Mapping[Path, MaskingAnswer]) -> None:
    table = Table("文件", "结论", "需遮盖的页", "原因")
    for file, answer in answers.items():
        marks = {True: "", None: "?"}
        pages = [f"{page.page}{marks[page.needs_mask]}" for page in answer.pages if page.needs_mask in marks]
        table.add_row(file.name, text(f"masking.{answer.answer}"), "、".join(pages) or "—", "\n".join(answer.reasons))
    console.print(table)
