"""`/api/v1/similarity/corpus`: the corpus of an organisation, looked through, filled and kept in order over HTTP."""

from __future__ import annotations

import json
from typing import BinaryIO, Final, cast

from apiflask import APIBlueprint
from flask import Response, url_for
from werkzeug.datastructures import FileStorage

from api.auditing import audit
from api.auth import caller, require
from api.documents import refused_file
from api.paging import page_of
from api.problems import of_verifier_error
from api.schemas import PageQuery, RefusedFile, Trouble
from api.schemas_similarity import (
    CorpusAdded,
    CorpusCard,
    CorpusDocumentOut,
    CorpusFilesIn,
    CorpusHealth,
    CorpusJobList,
    CorpusJobOut,
    CorpusList,
    CorpusOut,
    CorpusQuery,
)
from api.service import reading, service, writing
from api.taking_in import sent_name, size_of
from models.errors import EmptyFile, FileTooLarge, InputRefused, NotFound, UnsupportedType
from models.messages import error_text
from models.store.api_keys import Role
from models.store.similarity_jobs import JobKind, SimilarityJobs, StoredJob
from verifier.intake.limits import HEAD_BYTES, MAX_FILE_BYTES, MIB
from verifier.intake.upload import check_filename, check_upload
from verifier.similarity.sources import Source
from verifier.similarity.store.shelf import Shelf
from workers.corpora import corpus_folder
from workers.faults import reach

blueprint = APIBlueprint("corpus", __name__, url_prefix="/api/v1/similarity/corpus", tag="本地语料")

TEXT_ENDINGS: Final = (".txt", ".md")
MAX_TEXT_BYTES: Final = 64 * MIB
_JSONL: Final = ".jsonl"
_PAGED: Final = (".pdf", ".docx")
_WORK: Final = (JobKind.CORPUS_ADD, JobKind.CORPUS_CHECK)


@blueprint.get("")
@require(Role.ADMIN)
@blueprint.doc(summary="本地语料概况")
@blueprint.output(CorpusOut)
def overview() -> CorpusOut:
    """Return how many documents the corpus of the caller's organisation has."""
    with shelf() as held:
        return CorpusOut(
            documents=len(held),
            damaged=held.damaged,
            links={
                "self": url_for(".overview"),
                "documents": url_for(".list_documents"),
                "jobs": url_for(".list_jobs"),
                "checks": url_for(".check"),
            },
        )


@blueprint.get("/documents")
@require(Role.ADMIN)
@blueprint.doc(summary="语料中的文献")
@blueprint.input(CorpusQuery, location="query", arg_name="query")
@blueprint.output(CorpusList)
def list_documents(query: CorpusQuery) -> CorpusList:
    """Return some documents of the corpus in the order of their ids; `next` leads on."""
    with shelf() as held:
        found = held.page(limit=query.limit + 1, after=query.after)
    page = found[: query.limit]
    more = url_for(".list_documents", limit=query.limit, after=page[-1][0].id) if len(found) > query.limit else None
    return CorpusList(documents=[CorpusCard(**_card(source, characters)) for source, characters in page], next=more)


@blueprint.post("/documents")
@require(Role.ADMIN)
@blueprint.doc(summary="向语料加入文献")
@blueprint.input(CorpusFilesIn, location="form_and_files", arg_name="body")
@blueprint.output(CorpusJobOut, status_code=202)
def add(body: CorpusFilesIn) -> Response | tuple[CorpusJobOut, int, dict[str, str]]:
    """Store files, which a worker then takes into the corpus; the job tells what became of each.

    The id of a document is its file's name; the same name again replaces it, the same text is kept once. A JSONL file
    brings many documents with ids of their own. Where all files are refused, the answer is the first refusal.
    """
    files: list[dict[str, str]] = []
    refused: list[RefusedFile] = []
    first: InputRefused | None = None
    for file in body.file:
        try:
            files.append(_stored(file))
        except InputRefused as refusal:
            first = first or refusal
            refused.append(refused_file(sent_name(file), refusal))
    if first is not None and not files:
        return of_verifier_error(first, refused=[answer.model_dump() for answer in refused])
    asked = {"files": files, "authors": body.author, "year": body.year, "kind": body.kind}
    asked["refused"] = [answer.model_dump() for answer in refused]
    return _accepted(JobKind.CORPUS_ADD, asked, total=len(files))


@blueprint.get("/documents/<path:source_id>")
@require(Role.ADMIN)
@blueprint.doc(summary="语料中的一篇文献及其全文")
@blueprint.output(CorpusDocumentOut)
def show(source_id: str) -> CorpusDocumentOut:
    """Return a document of the corpus with its text."""
    with shelf() as held:
        found = held.find(source_id)
        if found is None:
            raise NotFound
        return CorpusDocumentOut(**_card(*found), text=held.text(source_id))


@blueprint.delete("/documents/<path:source_id>")
@require(Role.ADMIN)
@blueprint.doc(summary="从语料移除一篇文献", responses={204: "已移除"})
def remove(source_id: str) -> tuple[str, int]:
    """Take a document out at once; its space is given back when segments are merged."""
    with shelf() as held:
        if not held.remove(source_id):
            raise NotFound
    with writing() as store:
        # Without the id: it is a file's name, in which authors' names stand.
        audit(store, "corpus_document.removed", "corpus_document", None)
    return "", 204


@blueprint.post("/checks")
@require(Role.ADMIN)
@blueprint.doc(summary="核对语料：逐字节核对，重建损坏的索引")
@blueprint.output(CorpusJobOut, status_code=202)
def check() -> tuple[CorpusJobOut, int, dict[str, str]]:
    """Have every byte of the corpus checked and damaged indexes built anew; documents that are lost are named."""
    return _accepted(JobKind.CORPUS_CHECK, {}, total=1)


@blueprint.get("/jobs")
@require(Role.ADMIN)
@blueprint.doc(summary="语料任务列表")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(CorpusJobList)
def list_jobs(query: PageQuery) -> CorpusJobList:
    """Return some of the work on the corpus in the order of ids; `next` leads on."""
    with reading() as store:
        jobs = SimilarityJobs(store.session, caller().organisation)
        page, following = page_of(query, lambda limit, after: jobs.list(*_WORK, limit=limit, after=after), ".list_jobs")
    return CorpusJobList(jobs=[_job_out(job) for job in page], next=following)


@blueprint.get("/jobs/<job_id>")
@require(Role.ADMIN)
@blueprint.doc(summary="语料任务进度与结果")
@blueprint.output(CorpusJobOut)
def show_job(job_id: str) -> CorpusJobOut:
    """Return how far a piece of work on the corpus is, and what came of it."""
    with reading() as store:
        return _job_out(SimilarityJobs(store.session, caller().organisation).get(job_id, kinds=_WORK))


def shelf() -> Shelf:
    """Return the corpus of the caller's organisation to look through."""
    return Shelf(corpus_folder(service().settings.data_dir, caller().organisation))


def check_text(filename: str, size: int) -> None:
    """Refuse a text file that cannot be taken; raises kinds of InputRefused."""
    check_filename(filename)
    if size == 0:
        raise EmptyFile
    if size > MAX_TEXT_BYTES:
        raise FileTooLarge(limit_mib=MAX_TEXT_BYTES // MIB)


def trouble(job: StoredJob) -> Trouble | None:
    """Return why a job failed, None where it did not."""
    if job.error_code is None:
        return None
    title, detail = error_text(job.error_code, **job.error_parameters)
    return Trouble(code=job.error_code, title=title, detail=detail)


def _stored(file: FileStorage) -> dict[str, str]:
    """Check and store one file; raises kinds of InputRefused."""
    filename, stream = sent_name(file), cast(BinaryIO, file.stream)
    size, ending = size_of(stream), filename.lower()
    if ending.endswith(_PAGED):
        check_upload(filename, stream.read(HEAD_BYTES), size)
        stream.seek(0)
    elif ending.endswith(TEXT_ENDINGS):
        check_text(filename, size)
    elif ending.endswith(_JSONL):
        check_filename(filename)
        if size == 0:
            raise EmptyFile
    else:
        check_filename(filename)
        raise UnsupportedType(kind=filename.rpartition(".")[2][:10].upper() if "." in filename else "—")
    blob = service().blobs.put(caller().organisation, stream, limit_bytes=MAX_FILE_BYTES)
    reach("task_after_file")
    return {"filename": filename, "sha256": blob.sha256}


def _accepted(kind: JobKind, asked: dict[str, object], *, total: int) -> tuple[CorpusJobOut, int, dict[str, str]]:
    with writing() as store:
        job = SimilarityJobs(store.session, caller().organisation).create(
            kind, asked, total=total, created_by=caller().actor
        )
        audit(store, f"{kind.value}.asked_for", "corpus_job", job.id)
    reach("task_after_row")
    service().enqueue_similarity(job.id)
    reach("task_after_hint")
    shown = _job_out(job)
    return shown, 202, {"Location": shown.links["self"]}


def _job_out(job: StoredJob) -> CorpusJobOut:
    said = json.loads(job.result) if job.result else None
    adding = job.kind is JobKind.CORPUS_ADD
    return CorpusJobOut(
        id=job.id,
        kind=job.kind,
        state=job.state,
        done=job.done,
        total=job.total,
        created_at=job.created_at,
        finished_at=job.finished_at,
        error=trouble(job),
        refused=[RefusedFile(**entry) for entry in job.request.get("refused", [])],
        added=CorpusAdded(**said) if said and adding else None,
        health=CorpusHealth(**said) if said and not adding else None,
        links={"self": url_for("corpus.show_job", job_id=job.id), "corpus": url_for("corpus.overview")},
    )


def _card(source: Source, characters: int) -> dict[str, object]:
    return {
        "id": source.id,
        "title": source.title,
        "authors": list(source.authors),
        "year": source.year,
        "kind": source.kind,
        "characters": characters,
        "links": {"self": url_for("corpus.show", source_id=source.id)},
    }
