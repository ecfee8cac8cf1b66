"""The web application: `create_app` puts the parts together in the order in which a request meets them."""

from __future__ import annotations

from importlib.metadata import version

from apiflask import APIFlask
from werkzeug.middleware.proxy_fix import ProxyFix

from api import (
    accounts,
    applications,
    audit_log,
    auditing,
    auth,
    batches,
    bodies,
    corpus,
    corrections,
    documents,
    events,
    headers,
    health,
    masked,
    masking,
    openapi,
    policies,
    problems,
    rates,
    reports,
    request_ids,
    review,
    rosters,
    similarity,
    verifications,
    webhooks,
)
from api import service as services
from api.web import console
from models.store.database import Database
from workers import logs
from workers.isolation import require_sandbox
from workers.queue import MASK, OBSERVE, SIMILAR, JobQueue, enqueue, enqueue_judging
from workers.settings import Settings

_RESOURCES = (
    accounts, audit_log, applications, documents, corrections, batches, rosters, reports, review, events,
    verifications, webhooks, masking, masked, similarity, corpus, policies, health,
)  # fmt: skip


def create_app(settings: Settings | None = None) -> APIFlask:
    """Return the web application over the store that `settings` name; they default to those of the environment.

    Called without settings it is the entry of a web process and also sets up its logs. The schema is brought up to
    date. The app may be used by many threads; it is made after a fork, never before.
    """
    if settings is None:
        settings = Settings()
        logs.configure(settings.log_level)
    require_sandbox(settings)  # this process has archives unpacked
    service = _open(settings)
    app = APIFlask(
        "api",
        title="职称材料核验 Material Verifier",
        version=version("zhicheng-material-verifier"),
        # Own views instead: the built-in ones pull their pages from a CDN and know no role.
        spec_path=None,
        docs_path=None,
        static_folder=None,  # type: ignore[arg-type]  # APIFlask passes it on to Flask, where None means "no files"
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    services.install(app, service)
    request_ids.install(app)
    problems.install(app)
    headers.install(app)
    auditing.install(app)
    auth.install(app, service.database, settings)
    rates.install(app, settings)
    bodies.install(app, settings.spool_folder)
    for resource in _RESOURCES:
        app.register_blueprint(resource.blueprint)
    console.install(app)
    openapi.install(app)
    return app


def _open(settings: Settings) -> services.Service:
    database = Database(settings.database)
    database.migrate()
    queue = JobQueue(settings.redis_url)
    return services.Service(
        settings,
        database,
        settings.open_blobs(),
        lambda ids: enqueue(database, queue, OBSERVE, ids),
        lambda application: enqueue_judging(database, queue, application),
        lambda ids: enqueue(database, queue, MASK, ids),
        lambda job: enqueue(database, queue, SIMILAR, [job]),
    )
