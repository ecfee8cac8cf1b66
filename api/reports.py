"""`/api/v1/applications/{id}/report`: the whole answer as JSON, page, workbook; the letter as DOCX or PDF."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from apiflask import APIBlueprint
from flask import Response, request
from werkzeug.exceptions import NotAcceptable, NotFound

from api.auth import caller, require
from api.request_ids import request_id
from api.schemas import ReportOut
from api.service import Store, reading, service
from models.errors import BlobDamaged, NotReady
from models.report import Evidence, Report
from models.store.api_keys import Role
from models.store.authors import names_of_authors
from models.store.standings import Standings
from models.values import to_json
from verifier.policies.loader import load_policy
from verifier.reports.decided import decided_report
from verifier.reports.html import render_html
from verifier.reports.notice import notice_of
from verifier.reports.notice_files import notice_docx, notice_pdf
from verifier.reports.workbook import Judged, workbook_bytes
from workers.cases import build_case
from workers.logs import logger

_log = logger(__name__)

blueprint = APIBlueprint("reports", __name__, url_prefix="/api/v1", tag="报告")

_JSON, _HTML = "application/json", "text/html"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PDF = "application/pdf"
_SUFFIXES = {XLSX: "xlsx", _DOCX: "docx", _PDF: "pdf"}
MEDIA_TYPES = {"json": _JSON, "html": _HTML} | {suffix: kind for kind, suffix in _SUFFIXES.items()}
"""Suffix of a file -> media type."""
_BINARY = {"schema": {"type": "string", "format": "binary"}}

_RESPONSES: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {
    200: {
        "content": {
            _HTML: {"schema": {"type": "string"}},
            **{kind: dict[str, Any](_BINARY) for kind in _SUFFIXES},
        }
    },
    404: {"description": "没有这份申报；或（DOCX、PDF）没有须告知申报人的问题"},
    406: {"description": "没有所要的格式"},
    409: {"description": "尚未判定"},
}


@blueprint.get("/applications/<application_id>/report")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(
    summary="核验报告（JSON、HTML、XLSX 结果表）与通知书（DOCX、PDF），由 Accept 决定",
    responses=_RESPONSES,
)
@blueprint.output(ReportOut)
def show(application_id: str) -> Response:
    """Return the report on the application as it stands now, after people's decisions; 409 while it is not judged."""
    kinds = [_JSON, _HTML, *_SUFFIXES]
    media_type = request.accept_mimetypes.best_match(kinds) if request.accept_mimetypes else _JSON
    if media_type is None:
        raise NotAcceptable
    response = answer(application_id, media_type)
    response.vary.add("Accept")
    return response


def answer(application_id: str, media_type: str) -> Response:
    """Return the report, or the letter, in one of the media types.

    Raises:
        NotReady: documents are being observed.
        NotFound: there is no such application, or (letters) nothing to tell the applicant.
    """
    with reading() as store:
        application = store.applications.get(application_id)
        report = store.reports.latest(application_id) if application.is_judged else None
        if report is None:
            raise NotReady
        report = after_decisions(store, report)
        body = to_json(report) if media_type == _JSON else _rendered(store, report, media_type)
    response = Response(body, content_type=f"{_HTML}; charset=utf-8" if media_type == _HTML else media_type)
    if media_type in _SUFFIXES:
        # A neutral name: files leave the office by mail, and their names should tell nobody's.
        name = f"{application_id}.{_SUFFIXES[media_type]}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def after_decisions(store: Store, report: Report) -> Report:
    """Return the report as it stands after people's decisions, each of them marked as such."""
    standing = Standings(store.session, store.organisation).of(report)
    return decided_report(report, standing, names_of_authors(store.session, store.organisation))


def _rendered(store: Store, report: Report, media_type: str) -> bytes:
    """Return the report, or the letter to the applicant, in a format for people."""
    case = build_case(store.session, caller().organisation, report.application)
    policy = load_policy(report.policy_id)
    if media_type == _HTML:
        return render_html(report, case, policy, _pictures(store)).encode()
    if media_type == XLSX:
        return workbook_bytes([Judged(case, report)], policy)
    notice = notice_of(report, case, policy)
    if notice is None:
        raise NotFound
    return notice_docx(notice) if media_type == _DOCX else notice_pdf(notice)


def _pictures(store: Store) -> Callable[[Evidence], bytes | None]:
    """Return the look-up of evidence crops that the workers cut; None where there is none."""

    def picture(evidence: Evidence) -> bytes | None:
        if evidence.document is None or evidence.page is None or evidence.box is None:
            return None
        blob = store.pictures.crop(evidence.document, evidence.page, evidence.box)
        try:
            return None if blob is None else service().blobs.read(caller().organisation, blob)
        except BlobDamaged:
            # A report without one of its pictures is worth more than none.
            _log.error("crop_damaged", document=evidence.document, page=evidence.page, request_id=request_id())
            return None

    return picture
