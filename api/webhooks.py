"""`/api/v1/webhooks`: addresses of other systems that are told of events."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import url_for

from api.auditing import audit
from api.auth import caller, require
from api.paging import page_of
from api.schemas import PageQuery
from api.schemas_events import DeliveriesOut, DeliveryOut, WebhookCreated, WebhookIn, WebhookList, WebhookOut
from api.service import reading, service, writing
from models.errors import InvalidRequest
from models.messages import text
from models.store.api_keys import Role
from models.store.webhooks import Delivered, Webhook, Webhooks
from workers.addresses import AddressRefused, check

blueprint = APIBlueprint("webhooks", __name__, url_prefix="/api/v1/webhooks", tag="通知其他系统")


@blueprint.post("")
@require(Role.ADMIN)
@blueprint.doc(summary="登记一个接收事件的地址")
@blueprint.input(WebhookIn, arg_name="body")
@blueprint.output(WebhookCreated, status_code=201)
def create(body: WebhookIn) -> tuple[WebhookCreated, int, dict[str, str]]:
    """Have events sent to an address from now on. `secret` signs them and is told this once.

    Only https to public addresses, unless the operator allows networks of the office's own.
    """
    try:
        check(body.url, service().settings.callout)
    except AddressRefused as refused:
        raise InvalidRequest(reason=text(f"review.{refused.code}")) from None
    with writing() as store:
        webhooks = Webhooks(store.session, store.organisation)
        made = webhooks.create(body.url, tuple(dict.fromkeys(body.kinds)), author=caller().actor)
        audit(store, "webhook.created", "webhook", made.webhook.id)
    shown = WebhookCreated(**_shown(made.webhook).model_dump(), secret=made.secret)
    return shown, 201, {"Location": shown.links["self"]}


@blueprint.get("")
@require(Role.ADMIN)
@blueprint.doc(summary="接收事件的地址")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(WebhookList)
def list_all(query: PageQuery) -> WebhookList:
    """Return some webhooks in the order of their ids; `next` leads on."""
    with reading() as store:
        webhooks = Webhooks(store.session, store.organisation)
        page, following = page_of(query, lambda limit, after: webhooks.list(limit=limit, after=after), ".list_all")
    return WebhookList(webhooks=[_shown(webhook) for webhook in page], next=following)


@blueprint.get("/<webhook_id>")
@require(Role.ADMIN)
@blueprint.doc(summary="一个接收事件的地址")
@blueprint.output(WebhookOut)
def show(webhook_id: str) -> WebhookOut:
    """Return one webhook; its secret was told when it was made."""
    with reading() as store:
        return _shown(Webhooks(store.session, store.organisation).get(webhook_id))


@blueprint.get("/<webhook_id>/deliveries")
@require(Role.ADMIN)
@blueprint.doc(summary="最近的投递")
@blueprint.output(DeliveriesOut)
def deliveries(webhook_id: str) -> DeliveriesOut:
    """Return the last deliveries, newest first: what arrived, what is tried again and when, what was given up."""
    with reading() as store:
        webhooks = Webhooks(store.session, store.organisation)
        webhooks.get(webhook_id)
        found = webhooks.deliveries(webhook_id)
    return DeliveriesOut(deliveries=[_delivery(one) for one in found])


@blueprint.delete("/<webhook_id>")
@require(Role.ADMIN)
@blueprint.doc(summary="不再通知这个地址")
@blueprint.output({}, status_code=204)
def remove(webhook_id: str) -> tuple[str, int]:
    """Send nothing more to an address."""
    with writing() as store:
        Webhooks(store.session, store.organisation).remove(webhook_id)
        audit(store, "webhook.removed", "webhook", webhook_id)
    return "", 204


def _shown(webhook: Webhook) -> WebhookOut:
    links = {
        "self": url_for(".show", webhook_id=webhook.id),
        "deliveries": url_for(".deliveries", webhook_id=webhook.id),
    }
    return WebhookOut(
        id=webhook.id, url=webhook.url, kinds=list(webhook.kinds), created_by=webhook.created_by,
        created_at=webhook.created_at, links=links,
    )  # fmt: skip


def _delivery(one: Delivered) -> DeliveryOut:
    values: dict[str, Any] = {name: getattr(one, name) for name in DeliveryOut.model_fields if name != "event"}
    return DeliveryOut(event=one.event_id, **values)
