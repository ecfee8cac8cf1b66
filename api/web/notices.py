"""The letter to an applicant (补正通知): proposed, worded, sent; and those of a whole batch in one ZIP."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import dataclass
from typing import Final

from flask import Response, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Answer

from api.auditing import audit
from api.auth import caller, require
from api.reports import MEDIA_TYPES, after_decisions
from api.service import Store, reading, writing
from api.web.notice_view import body_of, dated, kept, open_requirements, reworded, since
from api.web.shell import SHANGHAI, page, web_blueprint
from api.web.texts import t
from models.case import Case
from models.errors import InvalidRequest, NotReady
from models.policy import Policy
from models.report import Report
from models.store.api_keys import Role
from models.store.applications import StoredApplication
from models.store.authors import names_of_authors
from models.store.notices import Notices
from models.store.standings import StandingFilter, Standings
from verifier.checks.calendars import day_after_workdays
from verifier.policies.loader import load_policy
from verifier.reports.notice import Notice, notice_of
from verifier.reports.notice_files import notice_docx, notice_pdf
from workers.cases import build_case

blueprint = web_blueprint("notice")

_USUAL_WORKDAYS: Final = 5
_MOST_IN_ZIP: Final = 2000
_WRITE: Final = {"docx": notice_docx, "pdf": notice_pdf}


@dataclass(frozen=True)
class _Letter:
    """What a letter is made of; `notice` is None where there is nothing to tell."""

    application: StoredApplication
    report: Report
    case: Case
    policy: Policy
    notice: Notice | None
    deadline: dt.date | None


def _letter(store: Store, application_id: str) -> _Letter:
    """Return the letter as it would go out now: the kept draft where it is of this report, else the proposal."""
    application = store.applications.get(application_id)
    report = store.reports.latest(application_id) if application.is_judged else None
    if report is None:
        raise NotReady
    report = after_decisions(store, report)
    case = build_case(store.session, caller().organisation, application_id)
    policy = load_policy(report.policy_id)
    draft = Notices(store.session, store.organisation).draft(application_id)
    if draft is not None and draft.requirements == open_requirements(report):
        return _Letter(application, report, case, policy, kept(draft), draft.deadline)
    deadline = day_after_workdays(_today(), _USUAL_WORKDAYS, policy.calendar)
    notice = notice_of(report, case, policy, deadline=deadline)
    return _Letter(application, report, case, policy, notice, deadline)


def _today() -> dt.date:
    return dt.datetime.now(SHANGHAI).date()


@blueprint.get("/applications/<application_id>/notice")
@require(Role.REVIEWER)
def show(application_id: str) -> Response:
    """Show the letter, what was sent before, and what became of it."""
    with reading() as store:
        letter = _letter(store, application_id)
        sent = Notices(store.session, store.organisation).sent(application_id)
        names = names_of_authors(store.session, store.organisation)
    return page(
        "notice.html",
        application=letter.application,
        policy=letter.policy,
        notice=letter.notice,
        deadline=letter.deadline,
        title=letter.case.application.applicant.name or application_id[:8],
        sent=[(one, kept(one), names(one.sent_by or "")) for one in sent],
        since=since(sent[0], letter.report, letter.policy) if sent else (),
        workdays={days: day_after_workdays(_today(), days, letter.policy.calendar) for days in (3, 5, 7, 10, 15)},
    )


@blueprint.post("/applications/<application_id>/notice")
@require(Role.REVIEWER)
def word(application_id: str) -> Answer:
    """Keep a person's words; with `send` also note that the letter went out."""
    sends = "send" in request.form
    deadline = _deadline()
    with writing() as store:
        letter = _letter(store, application_id)
        notice = notice_of(letter.report, letter.case, letter.policy, deadline=deadline)
        if notice is None:
            raise NotFound
        if sends and notice.draft:
            raise InvalidRequest(reason=t("notice_not_settled"))
        worded = reworded(notice, request.form)
        notices = Notices(store.session, store.organisation)
        notices.word(
            application_id,
            body_of(dated(worded, _today()) if sends else worded),
            requirements=open_requirements(letter.report),
            deadline=deadline,
            author=caller().actor,
        )
        if sends:
            notices.send(application_id, author=caller().actor)
        audit(store, "notice.sent" if sends else "notice.worded", "application", application_id)
    return redirect(url_for("web_notice.show", application_id=application_id), code=303)


def _deadline() -> dt.date | None:
    given = request.form.get("deadline", "")
    try:
        return dt.date.fromisoformat(given) if given else None
    except ValueError:
        raise InvalidRequest(reason=t("notice_bad_deadline")) from None


@blueprint.get("/applications/<application_id>/notice.<any(docx, pdf):kind>")
@require(Role.REVIEWER)
def export(application_id: str, kind: str) -> Response:
    """Return the letter as a file: as sent where `sent` names one, else as it would go out now."""
    wanted = request.args.get("sent")
    with reading() as store:
        if wanted:
            sent = Notices(store.session, store.organisation).sent(application_id)
            found = next((kept(one) for one in sent if one.id == wanted), None)
        else:
            found = _letter(store, application_id).notice
    if found is None:
        raise NotFound
    return _file(_WRITE[kind](found), MEDIA_TYPES[kind], f"{application_id}.{kind}")


@blueprint.get("/batches/<batch_id>/notices.zip")
@require(Role.REVIEWER)
def export_all(batch_id: str) -> Response:
    """Return the letters to all of a batch who have something to mend, or to each `application`, as DOCX or PDF."""
    kind = "pdf" if request.args.get("kind") == "pdf" else "docx"
    chosen = frozenset(request.args.getlist("application"))
    packed = io.BytesIO()
    with reading() as store, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        store.batches.get(batch_id)
        standings = Standings(store.session, store.organisation)
        listed = standings.page(StandingFilter(batch=batch_id, among=chosen or None), limit=_MOST_IN_ZIP)
        for one in listed.items:
            letter = _letter(store, one.id) if one.verdict is not None else None
            if letter is not None and letter.notice is not None:
                files.writestr(f"{one.id}.{kind}", _WRITE[kind](letter.notice))
    return _file(packed.getvalue(), "application/zip", f"{batch_id}.zip")


def _file(content: bytes, media_type: str, name: str) -> Response:
    """Return a file with a neutral name: letters leave the office by mail, and their names should tell nobody's."""
    disposition = f'attachment; filename="{name}"'
    return Response(content, mimetype=media_type, headers={"Content-Disposition": disposition})
