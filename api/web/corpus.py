"""The local corpus (本地语料): what is in it; adding and removing are the HTTP interface's and the workers' work."""

from __future__ import annotations

from typing import Final

from flask import Response, request

from api.auth import caller, require
from api.corpus import shelf
from api.service import reading
from api.web.shell import page, web_blueprint
from models.store.api_keys import Role
from models.store.similarity_jobs import JobKind, SimilarityJobs

blueprint = web_blueprint("corpus", "/admin/corpus")

_PAGE: Final = 50
_JOBS: Final = 10


@blueprint.get("")
@require(Role.ADMIN)
def show_all() -> Response:
    """Show the corpus: how large, what is being taken in, its documents."""
    after = request.args.get("after")
    with shelf() as held:
        documents, damaged = len(held), held.damaged
        found = held.page(limit=_PAGE + 1, after=after)
    with reading() as store:
        jobs = SimilarityJobs(store.session, caller().organisation)
        all_work = jobs.list(JobKind.CORPUS_ADD, JobKind.CORPUS_CHECK, limit=200)
    work = sorted(all_work, key=lambda job: job.created_at, reverse=True)[:_JOBS]
    following = found[_PAGE - 1][0].id if len(found) > _PAGE else None
    return page(
        "admin/corpus.html", count=documents, damaged=damaged, rows=found[:_PAGE], jobs=work, following=following
    )
