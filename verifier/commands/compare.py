"""`verifier compare PAPER --corpus FILE`: the copied ratio of a paper against a local corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from models.document import Page
from models.messages import text
from models.overlap import OverlapReport
from models.values import to_jsonable
from verifier.commands.observed import existing, observe_file
from verifier.commands.output import JsonFlag, console, print_json
from verifier.similarity.compare import compare
from verifier.similarity.corpus import load_jsonl

_NAMES = {
    "total": "总文字复制比",
    "without_citations": "去除引用文献复制比",
    "without_own": "去除本人已发表文献复制比",
    "largest_source": "单篇最大文字复制比",
}


def compare_paper(
    paper: Annotated[Path, typer.Argument(help="论文：TXT、PDF 或图片。")],
    corpus: Annotated[Path, typer.Option(help="语料 JSONL，每行 {id, text, title, authors, year, kind}。")],
    author: Annotated[str | None, typer.Option(help="作者姓名：其本人已发表文献单独计算。")] = None,
    own: Annotated[list[str] | None, typer.Option(help="语料中属于本人的文献编号，可重复。")] = None,
    as_json: JsonFlag = False,
) -> None:
    """与本地语料逐字比对：连续 13 字（词）以上相同的一处不漏，列出两边位置与比例。"""
    index = load_jsonl(existing(corpus))
    body, pages = _text_of(existing(paper))
    report = compare(body, index, author=author, own=frozenset(own or ()), pages=pages)
    if as_json:
        print_json(to_jsonable(report))
        return
    _show(report, body)


def _text_of(paper: Path) -> tuple[str, tuple[Page, ...]]:
    if paper.suffix.lower() in (".txt", ".md"):
        return paper.read_text(encoding="utf-8"), ()
    _, observation = observe_file(paper)
    return observation.text, observation.pages


def _show(report: OverlapReport, body: str) -> None:
    console.print(text("cli.overlap_note", count=report.corpus_documents, rule=report.rule_version), markup=False)
    for field, name in _NAMES.items():
        ratio = getattr(report.ratios, field)
        if ratio is None or ratio.ratio is None:
            console.print(text("cli.ratio_unknown", name=name), markup=False)
        else:
            percent = f"{ratio.ratio:.2%}"
            console.print(
                text("cli.ratio_line", name=name, copied=ratio.copied, total=ratio.total, percent=percent), markup=False
            )
    table = Table("来源", "论文位置", "来源位置", "原文")
    for passage in report.passages:
        start, end = passage.paper
        table.add_row(
            passage.source, f"{start}–{end}", f"{passage.source_range[0]}–{passage.source_range[1]}", body[start:end]
        )
    console.print(table)
