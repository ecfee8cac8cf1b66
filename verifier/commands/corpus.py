"""`verifier corpus add|list|show|remove|merge|check|export`: the local corpus that papers are compared with."""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from models.errors import InvalidRequest, NotFound
from models.messages import text
from verifier.commands.observed import load_engine
from verifier.commands.output import DEFECTS, JsonFlag, console, print_json, progress_console
from verifier.similarity.corpus import Source
from verifier.similarity.store.embedded import EmbeddedCorpus

app = typer.Typer(help="本地语料库：论文与之比对。", no_args_is_help=True)

CorpusFolder = Annotated[
    Path, typer.Option("--corpus", envvar="VERIFIER_CORPUS", help="语料库所在文件夹；默认当前文件夹下的 corpus。")
]
DEFAULT = Path("corpus")


@app.command("add")
def add(
    paths: Annotated[list[Path], typer.Argument(help="文件夹或文件：PDF、DOCX、TXT、MD、JSONL。")],
    corpus: CorpusFolder = DEFAULT,
    author: Annotated[list[str] | None, typer.Option(help="作者，可重复；不给则取自文件名“题目_作者”。")] = None,
    year: Annotated[int | None, typer.Option(help="年份。")] = None,
    kind: Annotated[str | None, typer.Option(help="类别，例如 期刊、学位论文。")] = None,
    as_json: JsonFlag = False,
) -> None:
    """加入文献：中断后重来只读没读过的；同一内容只收一份。"""
    from verifier.similarity.ingesting import Card, Ingest, gather

    files = gather(paths)
    results: Counter[str] = Counter()
    notes: list[dict[str, str]] = []
    with EmbeddedCorpus(corpus, create=True) as held, _progress() as progress:
        ingest = Ingest(held, lru_cache(maxsize=1)(load_engine), Card(tuple(author or ()), year, kind))
        task = progress.add_task(text("similarity.progress_add"), total=len(files))
        try:
            for source_id, path in files:
                for taken in ingest.take(source_id, path):
                    results[taken.outcome] += 1
                    if taken.detail:
                        notes.append({"id": taken.id, "outcome": taken.outcome, "detail": taken.detail})
                progress.advance(task)
        finally:
            # Also where a later file ends the command: what was taken is kept.
            ingest.finish()
        documents = len(held)
    if as_json:
        print_json({"documents": documents, "results": dict(results), "notes": notes})
        return
    for note in notes:
        console.print(text(f"similarity.note_{note['outcome']}", id=note["id"], detail=note["detail"]), markup=False)
    said = "，".join(f"{text(f'similarity.outcome_{key}')} {count}" for key, count in results.items())
    console.print(text("similarity.added", results=said or "0", documents=documents), markup=False)


@app.command("prepare")
def prepare() -> None:
    """预先编译比对程序：每台机器一次，约十秒；不做也会在首次比对时自动编译。"""
    from verifier.similarity.warming import warm

    with progress_console.status(text("similarity.compiling")):
        warm()
    console.print(text("similarity.compiled"), markup=False)


@app.command("list")
def list_documents(corpus: CorpusFolder = DEFAULT, as_json: JsonFlag = False) -> None:
    """列出语料库中的文献。"""
    with EmbeddedCorpus(corpus) as held:
        entries = [_card(source, characters) for source, characters in held.listed()]
    if as_json:
        print_json(entries)
        return
    table = Table("编号", "题目", "作者", "年份", "类别", "字符数")
    for entry in entries:
        table.add_row(*(_shown(value) for value in entry.values()))
    console.print(table)
    console.print(text("similarity.count", count=len(entries)), markup=False)


@app.command("show")
def show(
    document: Annotated[str, typer.Argument(help="文献编号。")],
    corpus: CorpusFolder = DEFAULT,
    as_json: JsonFlag = False,
) -> None:
    """显示一篇文献及其全文。"""
    with EmbeddedCorpus(corpus) as held:
        found = held.find(document)
        if found is None:
            raise NotFound
        entry = _card(*found) | {"text": held.text(document)}
    if as_json:
        print_json(entry)
        return
    for key, value in entry.items():
        console.print(f"{text(f'similarity.card_{key}')}：{_shown(value)}", markup=False, highlight=False)


@app.command("remove")
def remove(
    documents: Annotated[list[str], typer.Argument(help="文献编号，可给多个。")],
    corpus: CorpusFolder = DEFAULT,
    as_json: JsonFlag = False,
) -> None:
    """移除文献；占用的空间在下次 merge 时收回。"""
    with EmbeddedCorpus(corpus) as held:
        missing = [key for key in documents if held.find(key) is None]
        if missing:
            raise InvalidRequest(reason=text("similarity.no_such_document", ids="、".join(missing)))
        for key in documents:
            held.remove(key)
        left = len(held)
    if as_json:
        print_json({"removed": documents, "documents": left})
        return
    console.print(text("similarity.removed", count=len(documents), documents=left), markup=False)


@app.command("merge")
def merge(corpus: CorpusFolder = DEFAULT, as_json: JsonFlag = False) -> None:
    """合并各段，收回已移除文献的空间；检索最快。"""
    with EmbeddedCorpus(corpus, background=False) as held:
        with progress_console.status(text("similarity.progress_merge")):
            held.upkeep().merge()
        documents = len(held)
    if as_json:
        print_json({"documents": documents})
        return
    console.print(text("similarity.merged", documents=documents), markup=False)


@app.command("check")
def check(corpus: CorpusFolder = DEFAULT, as_json: JsonFlag = False) -> None:
    """逐字节核对各段的校验和；索引损坏则由存文重建，存文损坏则指出是哪几篇。"""
    with EmbeddedCorpus(corpus, background=False) as held, progress_console.status(text("similarity.progress_check")):
        health = held.upkeep().check()
    lost = [{"id": source, "title": title} for source, title in health.lost]
    if as_json:
        print_json({"documents": health.documents, "segments": health.segments, "mended": health.mended, "lost": lost})
    else:
        console.print(
            text("similarity.health", documents=health.documents, segments=health.segments, mended=health.mended),
            markup=False,
        )
        for entry in lost:
            console.print(text("similarity.lost", id=entry["id"], title=entry["title"] or ""), markup=False)
    raise typer.Exit(DEFECTS if lost else 0)


@app.command("export")
def export(
    out: Annotated[Path, typer.Argument(help="要写的 JSONL 文件。")],
    corpus: CorpusFolder = DEFAULT,
    as_json: JsonFlag = False,
) -> None:
    """导出为 JSONL，每行 {id, text, title, authors, year, kind}；可用 add 再读入。"""
    count = 0
    with EmbeddedCorpus(corpus) as held, out.open("w", encoding="utf-8") as stream:
        for source, _ in held.listed():
            body = held.text(source.id)
            if body is not None:
                entry = {"id": source.id, "text": body} | _fields(source)
                stream.write(json.dumps(entry, ensure_ascii=False) + "\n")
                count += 1
    if as_json:
        print_json({"documents": count, "path": str(out)})
        return
    console.print(text("similarity.exported", count=count, path=str(out)), markup=False)


def _fields(source: Source) -> dict[str, object]:
    return {"title": source.title, "authors": list(source.authors), "year": source.year, "kind": source.kind}


def _card(source: Source, characters: int) -> dict[str, object]:
    return {"id": source.id} | _fields(source) | {"characters": characters}


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "、".join(str(entry) for entry in value) or "—"
    return "—" if value is None else str(value)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=progress_console, transient=True)
