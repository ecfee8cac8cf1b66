"""`verifier compare PAPER`: the copied ratio of a paper against the local corpus, pass by pass."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from models.document import Page
from models.messages import text
from models.overlap import OverlapReport, Stage
from models.values import to_jsonable
from verifier.commands.observed import existing, load_engine, observe_file
from verifier.commands.output import JsonFlag, console, print_json, progress_console
from verifier.similarity.compare import Comparison, Options
from verifier.similarity.corpus import open_corpus
from verifier.similarity.overlay import Overlay, lay_over
from verifier.similarity.warming import told_when_slow, warm

_NAMES = ("total", "without_citations", "without_own", "largest_source")
_SHOWN = 40


def compare_paper(
    paper: Annotated[Path, typer.Argument(help="论文：TXT、MD、DOCX、PDF 或图片。")],
    corpus: Annotated[
        Path,
        typer.Option(
            envvar="VERIFIER_CORPUS", help="语料库文件夹（verifier corpus add 建立）或 JSONL 文件；默认 corpus。"
        ),
    ] = Path("corpus"),
    author: Annotated[str | None, typer.Option(help="作者姓名：其本人已发表文献单独计算。")] = None,
    own: Annotated[list[str] | None, typer.Option(help="本人已发表的文献：文件，或语料中的编号；可重复。")] = None,
    exclude_common: Annotated[bool, typer.Option(help="各比例都不计常见表述（许多文献共有的套话）。")] = False,
    html: Annotated[Path | None, typer.Option(help="写出两栏对照的网页报告。")] = None,
    pdf: Annotated[Path | None, typer.Option(help="写出 PDF 报告（嵌入中文字体）。")] = None,
    as_json: JsonFlag = False,
) -> None:
    """与本地语料比对：连续 13 字（词）以上相同的一处不漏，改写的、疑似改写的分开列出。"""
    index = Overlay(open_corpus(existing(corpus)))
    own_ids = _lay_over(index, own or [])
    body, pages = _text_of(existing(paper))
    with told_when_slow(_say_compiling):
        warm()
    comparison = Comparison(body, index, Options(author, own_ids, exclude_common), pages)
    report = None
    for report in comparison.reports():
        if not as_json:
            _show_stage(report)
    assert report is not None, "a comparison has three stages"
    _write(report, body, paper.stem, index.text, html, pdf)
    if as_json:
        print_json(to_jsonable(report))
        return
    _show(report, body)


def _say_compiling() -> None:
    progress_console.print(text("similarity.compiling"), markup=False)


def _lay_over(index: Overlay, own: list[str]) -> frozenset[str]:
    """Return the ids of own publications; files are laid over the corpus, and found in it where it has them."""
    ids = set()
    for entry in own:
        path = Path(entry)
        if not path.is_file():
            ids.add(entry)
            continue
        from verifier.similarity.reading import read_text

        ids |= lay_over(index, entry, read_text(path, load_engine))
    return frozenset(ids)


def _text_of(paper: Path) -> tuple[str, tuple[Page, ...]]:
    if paper.suffix.lower() in (".txt", ".md"):
        from verifier.similarity.reading import decode_text

        return decode_text(paper.read_bytes()), ()
    opened, observation = observe_file(paper)
    if not opened.images:
        from verifier.similarity.reading import read_text

        return read_text(paper, load_engine), ()
    return observation.text, observation.pages


def _write(
    report: OverlapReport,
    body: str,
    title: str,
    text_of: Callable[[str], str | None],
    html: Path | None,
    pdf: Path | None,
) -> None:
    if html is not None:
        from verifier.similarity.pages.html import render_page

        html.write_text(render_page(report, body, title, text_of), encoding="utf-8")
        progress_console.print(text("similarity.written", path=str(html)), markup=False)
    if pdf is not None:
        from verifier.similarity.pages.pdf import render_pdf

        pdf.write_bytes(render_pdf(report, body, title, text_of))
        progress_console.print(text("similarity.written", path=str(pdf)), markup=False)


def _show_stage(report: OverlapReport) -> None:
    """Say what is known after a pass, as soon as it is."""
    if report.stage is Stage.VERBATIM and report.problem is not None:
        progress_console.print(text(f"similarity.problem_{report.problem}"), style="yellow", markup=False)
    total = report.ratios.total
    if total.ratio is not None:
        said = text(
            f"similarity.stage_{report.stage}", copied=total.copied, total=total.total, percent=f"{total.ratio:.2%}"
        )
        progress_console.print(said, markup=False)


def _show(report: OverlapReport, body: str) -> None:
    console.print(text("cli.overlap_note", count=report.corpus_documents, rule=report.rule_version), markup=False)
    if report.unanswered:
        console.print(text("similarity.unanswered", count=report.unanswered), style="red", markup=False)
    for field in _NAMES:
        ratio = getattr(report.ratios, field)
        name = text(f"checks.metric_{field}")
        if ratio is None or ratio.ratio is None:
            console.print(text("cli.ratio_unknown", name=name), markup=False)
        else:
            percent = f"{ratio.ratio:.2%}"
            console.print(
                text("cli.ratio_line", name=name, copied=ratio.copied, total=ratio.total, percent=percent), markup=False
            )
    for source in report.sources:
        if source.itself:
            console.print(text("similarity.itself", id=source.id, title=source.title or source.id), markup=False)
    table = Table("来源", "类型", "论文位置", "来源位置", "原文")
    for passage in report.passages[:_SHOWN]:
        start, end = passage.paper
        kind = text(f"similarity.kind_{passage.kind}")
        where = f"{passage.source_range[0]}–{passage.source_range[1]}"
        table.add_row(passage.source, kind, f"{start}–{end}", where, body[start:end])
    console.print(table)
    if len(report.passages) > _SHOWN:
        console.print(text("similarity.more_passages", count=len(report.passages) - _SHOWN), markup=False)
