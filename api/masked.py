"""`/api/v1/masked`: what blind reviewers (盲审专家) see of applications: released masked copies and nothing else.

Everything here comes from `models.store.masked_view`. A view that serves blind reviewers belongs into this module.
"""

from __future__ import annotations

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response, url_for

from api.auth import caller, require
from api.paging import page_of
from api.schemas import PageQuery
from api.schemas_masking import (
    MaskedApplicationItem,
    MaskedApplicationList,
    MaskedApplicationOut,
    MaskedDocumentOut,
    MaskedPageText,
    MaskedTextOut,
    MaskedTextQuery,
)
from api.service import reading, service
from models.store.api_keys import Role
from models.store.masked_view import MaskedView, masked_view, masked_views

blueprint = APIBlueprint("masked", __name__, url_prefix="/api/v1/masked", tag="盲审")

_REFUSED = {409: "没有放行的遮盖副本"}
_PNG = b"\x89PNG"
_FILE = FileSchema(type="string", format="binary")


@blueprint.get("/applications")
@require(Role.REVIEWER, Role.MASKED_REVIEWER)
@blueprint.doc(summary="盲审的申报列表")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(MaskedApplicationList)
def list_all(query: PageQuery) -> MaskedApplicationList:
    """Return some applications of the caller's organisation by id and policy alone; `next` leads on."""
    with reading() as store:
        found, following = page_of(
            query, lambda limit, after: store.applications.list(limit=limit, after=after), ".list_all"
        )
    items = [
        MaskedApplicationItem(
            id=one.id, policy=one.policy, links={"self": url_for("masked.application", application_id=one.id)}
        )
        for one in found
    ]
    return MaskedApplicationList(applications=items, next=following)


@blueprint.get("/applications/<application_id>")
@require(Role.REVIEWER, Role.MASKED_REVIEWER)
@blueprint.doc(summary="盲审可见的材料")
@blueprint.output(MaskedApplicationOut)
def application(application_id: str) -> MaskedApplicationOut:
    """Return the documents of an application of which a masked copy is released, and how many are withheld."""
    with reading() as store:
        views, withheld = masked_views(store.session, service().blobs, caller().organisation, application_id)
    return MaskedApplicationOut(id=application_id, documents=[_shown(view) for view in views], withheld=withheld)


@blueprint.get("/documents/<document_id>")
@require(Role.REVIEWER, Role.MASKED_REVIEWER)
@blueprint.doc(summary="一份材料的遮盖副本", responses=_REFUSED)
@blueprint.output(MaskedDocumentOut)
def show(document_id: str) -> MaskedDocumentOut:
    """Return what there is to see of a document."""
    return _shown(_view(document_id))


@blueprint.get("/documents/<document_id>/copy.pdf")
@require(Role.REVIEWER, Role.MASKED_REVIEWER)
@blueprint.doc(summary="遮盖副本（PDF）", responses=_REFUSED)
@blueprint.output(_FILE, content_type="application/pdf")
def export(document_id: str) -> Response:
    """Return the masked copy as a file."""
    return Response(_view(document_id).export(), mimetype="application/pdf")


@blueprint.get("/documents/<document_id>/pages/<int:number>.png")
@require(Role.REVIEWER, Role.MASKED_REVIEWER)
@blueprint.doc(summary="遮盖副本的页面图片", responses=_REFUSED)
@blueprint.output(_FILE, content_type="image/png")
def page(document_id: str, number: int) -> Response:
    """Return a page of the masked copy, upright, counted from 1."""
    return Response(_view(document_id).picture(number), mimetype="image/png")


@blueprint.get("/documents/<document_id>/pages/<int:number>/preview.jpg")
@require(Role.REVIEWER, Role.MASKED_REVIEWER)
@blueprint.doc(summary="遮盖副本的页面预览图（屏幕大小）", responses=_REFUSED)
@blueprint.output(_FILE, content_type="image/jpeg")
def preview(document_id: str, number: int) -> Response:
    """Return a page of the masked copy at the size of a screen; PNG where the copy has no previews."""
    picture = _view(document_id).preview(number)
    return Response(picture, mimetype="image/png" if picture.startswith(_PNG) else "image/jpeg")


@blueprint.get("/documents/<document_id>/pages/<int:number>/thumbnail.jpg")
@require(Role.REVIEWER, Role.MASKED_REVIEWER)
@blueprint.doc(summary="遮盖副本的页面缩略图", responses=_REFUSED)
@blueprint.output(_FILE, content_type="image/jpeg")
def thumbnail(document_id: str, number: int) -> Response:
    """Return a small picture of a page of the masked copy."""
    return Response(_view(document_id).thumbnail(number), mimetype="image/jpeg")


@blueprint.get("/documents/<document_id>/text")
@require(Role.REVIEWER, Role.MASKED_REVIEWER)
@blueprint.doc(summary="遮盖副本的文字，可检索", responses=_REFUSED)
@blueprint.input(MaskedTextQuery, location="query", arg_name="query")
@blueprint.output(MaskedTextOut)
def text(document_id: str, query: MaskedTextQuery) -> MaskedTextOut:
    """Return the text that can be read on the masked copy, page by page."""
    view = _view(document_id)
    wanted = view.pages_with(query.q) if query.q is not None else tuple(page.number for page in view.pages)
    pages = [MaskedPageText(page=number, text=view.text(number)) for number in wanted]
    return MaskedTextOut(document=document_id, pages=pages)


def _view(document_id: str) -> MaskedView:
    with reading() as store:
        return masked_view(store.session, service().blobs, caller().organisation, document_id)


def _shown(view: MaskedView) -> MaskedDocumentOut:
    links = {
        "self": url_for("masked.show", document_id=view.document_id),
        "copy": url_for("masked.export", document_id=view.document_id),
        "text": url_for("masked.text", document_id=view.document_id),
    }
    if view.pages:
        links["first_page"] = url_for("masked.page", document_id=view.document_id, number=1)
        links["first_thumbnail"] = url_for("masked.thumbnail", document_id=view.document_id, number=1)
    return MaskedDocumentOut(id=view.document_id, type=view.type, pages=len(view.pages), links=links)
