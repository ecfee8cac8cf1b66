"""`/api/v1/batches`: many applicants' ZIPs under one policy, with counts, cancelling, retrying and one result table."""

from __future__ import annotations

from collections.abc import Iterable

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response, url_for
from werkzeug.datastructures import FileStorage

from api.applications import progress_shown, summary
from api.auditing import audit
from api.auth import caller, require
from api.documents import refused_file
from api.paging import page_of
from api.policies import known_policy
from api.reports import XLSX, after_decisions
from api.schemas import (
    BatchArchivesIn,
    BatchIn,
    BatchList,
    BatchOut,
    BatchSummary,
    BatchTaken,
    PageQuery,
    Progress,
    RefusedFile,
)
from api.schemas_review import StandingList, StandingOut, StandingQuery
from api.service import Store, reading, service, writing
from api.taking_in import sent_name
from api.taking_in_batches import take_in_applicants
from models.errors import InputRefused, InvalidRequest
from models.messages import text
from models.store.api_keys import Role
from models.store.batches import BatchProgress, StoredBatch
from models.store.standings import BadCursor, StandingFilter, Standings, StoredStanding
from verifier.policies.loader import load_policy
from verifier.reports.workbook import Judged, workbook_bytes
from workers.cases import build_case
from workers.rosters import roster_report

blueprint = APIBlueprint("batches", __name__, url_prefix="/api/v1/batches", tag="批次")

_PAGE = 200


@blueprint.post("")
@require(Role.REVIEWER)
@blueprint.doc(summary="新建批次（每位申报人一个 ZIP）")
@blueprint.input(BatchIn, location="form_and_files", arg_name="body")
@blueprint.output(BatchTaken, status_code=202)
def create(body: BatchIn) -> tuple[BatchTaken, int, dict[str, str]]:
    """Open a batch and take in its first ZIPs; more may follow. All that is accepted is judged by itself."""
    policy = known_policy(body.policy)
    with writing() as store:
        batch = store.batches.create(policy=policy.id, label=body.label or "")
        audit(store, "batch.created", "batch", batch.id)
    taken = _take_in(batch, body.file)
    return taken, 202, {"Location": taken.links["self"]}


@blueprint.post("/<batch_id>/archives")
@require(Role.REVIEWER)
@blueprint.doc(summary="向批次追加申报人（每位一个 ZIP）")
@blueprint.input(BatchArchivesIn, location="form_and_files", arg_name="body")
@blueprint.output(BatchTaken, status_code=202)
def add(batch_id: str, body: BatchArchivesIn) -> BatchTaken:
    """Take in further applicants; the same ZIP sent again adds nothing."""
    with reading() as store:
        batch = store.batches.get(batch_id)
    return _take_in(batch, body.file)


@blueprint.get("")
@require(Role.REVIEWER)
@blueprint.doc(summary="批次列表")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(BatchList)
def list_all(query: PageQuery) -> BatchList:
    """Return some batches of the caller's organisation in the order of their ids; `next` leads on."""
    with reading() as store:
        page, following = page_of(query, lambda limit, after: store.batches.list(limit=limit, after=after), ".list_all")
    return BatchList(batches=[_summary(batch) for batch in page], next=following)


@blueprint.get("/<batch_id>")
@require(Role.REVIEWER)
@blueprint.doc(summary="批次进度与结论计数")
@blueprint.output(BatchOut)
def show(batch_id: str) -> BatchOut:
    """Return how far a batch is and what became of its applications."""
    with reading() as store:
        return _shown(store.batches.get(batch_id), store.batches.progress(batch_id))


@blueprint.get("/<batch_id>/applications")
@require(Role.REVIEWER)
@blueprint.doc(summary="批次内的申报：各级问题数、结论、进度、分派，可筛选、搜索、排序")
@blueprint.input(StandingQuery, location="query", arg_name="query")
@blueprint.output(StandingList)
def applications(batch_id: str, query: StandingQuery) -> StandingList:
    """Return some applications of a batch with the counts of their open findings; `next` leads on."""
    with reading() as store:
        store.batches.get(batch_id)
        standings = Standings(store.session, store.organisation)
        wanted = StandingFilter(batch=batch_id, **query.model_dump(exclude={"sort", "limit", "after"}))
        try:
            page = standings.page(wanted, sort=query.sort, limit=query.limit, after=query.after)
        except BadCursor:
            raise InvalidRequest(reason=text("review.bad_cursor")) from None
    asked = query.model_dump(mode="json", exclude_none=True, exclude={"after"})
    following = url_for(".applications", batch_id=batch_id, **asked, after=page.next) if page.next else None
    return StandingList(applications=[_standing(one) for one in page.items], next=following, total=page.total)


def _standing(one: StoredStanding) -> StandingOut:
    counts = {name: getattr(one, name) for name in ("reject", "correct", "warn", "needs_review", "decided", "disputed")}
    return StandingOut(
        **summary(one.application).model_dump(),
        **counts,
        label=one.application.label,
        name=one.application.applicant.name,
        assignee=one.assignee,
        progress=Progress(total=one.total, done=one.done, failed=one.failed, eta_seconds=None),
    )


@blueprint.post("/<batch_id>/cancel")
@require(Role.REVIEWER)
@blueprint.doc(summary="取消批次中未完成的材料")
@blueprint.output(BatchOut)
def cancel(batch_id: str) -> BatchOut:
    """Cancel what is not done yet; what is done stays. `retry` takes it back."""
    with writing() as store:
        store.batches.get(batch_id)
        store.batches.cancel(batch_id)
        shown = _shown(store.batches.get(batch_id), store.batches.progress(batch_id))
        audit(store, "batch.cancelled", "batch", batch_id)
        return shown


@blueprint.post("/<batch_id>/retry")
@require(Role.REVIEWER)
@blueprint.doc(summary="重做取消的和因系统原因失败的材料")
@blueprint.output(BatchOut)
def retry(batch_id: str) -> BatchOut:
    """Observe again what was cancelled or failed by our fault; refused files stay with the person."""
    with writing() as store:
        store.batches.get(batch_id)
        again = store.batches.retry(batch_id)
        audit(store, "batch.retried", "batch", batch_id)
    service().enqueue(again)
    with reading() as store:
        return _shown(store.batches.get(batch_id), store.batches.progress(batch_id))


@blueprint.get("/<batch_id>/report")
@require(Role.REVIEWER)
@blueprint.doc(summary="批次结果表（XLSX；未完成的申报不在其中）")
@blueprint.output(FileSchema(type="string", format="binary"), content_type=XLSX)
def report(batch_id: str) -> Response:
    """Return the result table of all applications that are judged as they stand now."""
    return result_table(batch_id)


def result_table(batch_id: str) -> Response:
    """Return the result table as a file with a neutral name; raises NotFound where there is no such batch."""
    with reading() as store:
        batch = store.batches.get(batch_id)
        progress = store.batches.progress(batch_id)
        missing = progress.waiting + progress.manual
        roster = roster_report(store.session, store.organisation, batch_id, everybody=not progress.waiting)
        body = workbook_bytes(_judged(store, batch_id), load_policy(batch.policy), missing=missing, roster=roster)
    name = f"{batch_id}-partial.xlsx" if missing else f"{batch_id}.xlsx"
    disposition = f'attachment; filename="{name}"'
    return Response(body, mimetype=XLSX, headers={"Content-Disposition": disposition})


def _judged(store: Store, batch_id: str) -> list[Judged]:
    """Return the current reports of a batch, page by page; of the documents only what the table names."""
    judged: list[Judged] = []
    after: str | None = None
    while True:
        found = store.applications.list(limit=_PAGE, after=after, batch_id=batch_id)
        for application in found:
            latest = store.reports.latest(application.id) if application.is_judged else None
            if latest is not None:
                case = build_case(store.session, caller().organisation, application.id)
                judged.append(Judged(case, after_decisions(store, latest), label=application.label))
        if len(found) < _PAGE:
            return judged
        after = found[-1].id


def _take_in(batch: StoredBatch, files: Iterable[FileStorage]) -> BatchTaken:
    taken: list[str] = []
    refused: list[RefusedFile] = []
    for file in files:
        name = sent_name(file)
        try:
            applicant = take_in_applicants(batch, file)
        except (InputRefused, InvalidRequest) as refusal:
            refused.append(refused_file(name, refusal))
            continue
        service().enqueue(applicant.documents)
        taken += applicant.applications
        refused += [refused_file(f"{name}/{inner}", refusal) for inner, refusal in applicant.refused]
    return BatchTaken(id=batch.id, applications=taken, refused=refused, links=_links(batch.id))


def _shown(batch: StoredBatch, progress: BatchProgress) -> BatchOut:
    return BatchOut(
        **_summary(batch).model_dump(),
        applications=progress.applications,
        verdicts={verdict.value: count for verdict, count in progress.verdicts.items()},
        waiting=progress.waiting,
        manual=progress.manual,
        progress=progress_shown(progress.documents),
    )


def _summary(batch: StoredBatch) -> BatchSummary:
    state = "cancelled" if batch.cancelled_at else "open"
    return BatchSummary(
        id=batch.id, policy=batch.policy, label=batch.label, state=state, created_at=batch.created_at,
        links=_links(batch.id),
    )  # fmt: skip


def _links(batch_id: str) -> dict[str, str]:
    pages = {"self": "show", "applications": "applications", "archives": "add", "report": "report"}
    return {name: url_for(f"batches.{view}", batch_id=batch_id) for name, view in pages.items()}
