"""`/api/v1/health`: is the process alive (for everybody), and can it take and finish work (for administrators).

`/health/live` is the one route without a key: supervisors and load balancers ask it, and it tells nothing.
"""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint

from api.auth import PUBLIC, require
from api.parts import Status, database_part, disk_part, queue_part, sandbox_part, worst, writable_part
from api.schemas import Live, PartOut, Ready
from api.service import service
from models.store.api_keys import Role

blueprint = APIBlueprint("health", __name__, url_prefix="/api/v1/health", tag="状态")

_RESPONSES: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {
    503: {
        "description": "暂不能",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Ready"}}},
    },
}


@blueprint.get("/live")
@require(PUBLIC)
@blueprint.doc(summary="进程是否在运行（不需要密钥）")
@blueprint.output(Live)
def live() -> Live:
    """Answer; nothing is looked at, so that no supervisor restarts the process for a slow disk."""
    return Live(status="ok")


@blueprint.get("/ready")
@require(Role.ADMIN)
@blueprint.doc(summary="能否接收并完成核验：数据库、队列、磁盘、沙箱", responses=_RESPONSES)
@blueprint.output(Ready)
def ready() -> tuple[Ready, int]:
    """Look at every part. 503 where files cannot be kept; a queue that is away only delays: 200 with `fail`."""
    return look()


def look() -> tuple[Ready, int]:
    """Return what was found of every part, and the status of HTTP."""
    needed = [
        database_part(service().database),
        writable_part(service().settings.data_dir),
        disk_part(service().settings.data_dir),
    ]
    found = [*needed, queue_part(service().settings), sandbox_part()]
    parts = [PartOut(name=part.name, status=part.status, found=part.found, remedy=part.remedy) for part in found]
    return Ready(status=worst(found), parts=parts), 503 if worst(needed) is Status.FAIL else 200
