"""The frame of every page: who looks, where one can go, in which language and light; errors as pages, not as JSON."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, request, url_for
from jinja2 import Environment, PackageLoader, StrictUndefined
from werkzeug.exceptions import HTTPException, NotFound

from api.auth import Caller, caller_or_none
from api.problems import MEDIA_TYPE as PROBLEM
from api.problems import of_verifier_error, unknown_address
from api.request_ids import request_id
from api.web.assets import asset
from api.web.texts import LANGUAGES, language, t, template
from models.errors import VerifierError
from models.messages import has_text, text
from models.store.api_keys import Role
from workers.logs import logger

_log = logger(__name__)
SHANGHAI: Final = ZoneInfo("Asia/Shanghai")

THEME_COOKIE: Final = "mv_theme"
THEMES: Final = ("auto", "light", "dark")

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Of pages: our own files only, no inline script or style; what a file says can never become a program."""


@dataclass(frozen=True)
class Place:
    """An entry of the navigation: its view, the key of its name, whose it is, and the screens that are within it."""

    view: str
    key: str
    roles: frozenset[Role]
    within: frozenset[str] = frozenset()

    def holds(self, endpoint: str) -> bool:
        """Tell whether the page at `endpoint` is this place, or within it."""
        blueprint = endpoint.partition(".")[0]
        return blueprint == self.view.partition(".")[0] or blueprint in self.within


_OFFICE: Final = frozenset({Role.REVIEWER, Role.ADMIN})

_ONE_APPLICANT: Final = frozenset({"web_workbench", "web_masking"})

_PLACES: Final = (
    Place("web_batches.show_all", "nav_batches", _OFFICE, _ONE_APPLICANT | {"web_batch", "web_notice"}),
    Place("web_upload.form", "nav_upload", _OFFICE),
    Place("web_similarity.start", "nav_similarity", _OFFICE),
    Place("web_admin.start", "nav_admin", frozenset({Role.ADMIN}), frozenset({"web_corpus"})),
    Place("web_audit.show_all", "nav_audit", frozenset({Role.AUDITOR})),
    Place("web_own.show_all", "nav_own", frozenset({Role.APPLICANT}), _ONE_APPLICANT),
    Place("web_masking_check.show", "nav_masking", _OFFICE | {Role.APPLICANT}),
    Place("web_blind.show_all", "nav_blind", frozenset({Role.MASKED_REVIEWER})),
    Place("web_help.show", "nav_help", frozenset(Role)),
)


def web_blueprint(name: str, url_prefix: str = "") -> Blueprint:
    """Return the blueprint of one screen; what goes wrong in its views, or before them, is answered by a page."""
    blueprint = Blueprint(f"web_{name}", f"api.web.{name}", url_prefix=url_prefix)
    blueprint.register_error_handler(VerifierError, _of_verifier_error)
    blueprint.register_error_handler(HTTPException, _of_http_error)
    return blueprint


def page(template: str, *, status: int = 200, **context: Any) -> Response:  # noqa: ANN401  # as templates take it
    """Return a page; `context` goes to the template beside what every page has."""
    response = Response(fragment(template, **context), status=status, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["Vary"] = "Cookie, HX-Request"
    return response


def fragment(template: str, **context: Any) -> str:  # noqa: ANN401  # as templates take it
    """Return a piece of a page."""
    return _templates().get_template(template).render(**_frame(), **context)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("api.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals |= {"t": t, "template": template, "asset": asset, "url_for": url_for, "has_text": has_text}
    found.filters |= {"moment": moment, "day": day, "percent": percent}
    return found


def _frame() -> dict[str, object]:
    """Return what every page knows: the caller, the places open to it, language and theme."""
    who = caller_or_none()
    return {
        "who": who,
        "places": [place for place in _PLACES if _is_open(place, who)],
        "endpoint": request.endpoint or "",
        "language": language(),
        "languages": LANGUAGES,
        "theme": theme(),
        "csrf_token": who.csrf_token if who else None,
        "here": request.full_path if request.query_string else request.path,
    }


def _is_open(place: Place, who: Caller | None) -> bool:
    return who is not None and who.role in place.roles and place.view in current_app.view_functions


def theme() -> str:
    """Return the theme that the reader chose; `auto` follows the system."""
    chosen = request.cookies.get(THEME_COOKIE, THEMES[0])
    return chosen if chosen in THEMES else THEMES[0]


def moment(value: dt.datetime | None) -> str:
    """Return a time as read in the office: Asia/Shanghai, to the minute."""
    return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if value else "—"


def day(value: dt.datetime | None) -> str:
    """Return a day as read in the office."""
    return value.astimezone(SHANGHAI).strftime("%Y-%m-%d") if value else "—"


def percent(part: float, whole: float) -> str:
    """Return a share with one decimal, a dash where there is no whole."""
    return f"{100 * part / whole:.1f}%" if whole else "—"


def wants_fragment() -> bool:
    """Tell whether htmx asks for a piece of the page and not for the page."""
    return "HX-Request" in request.headers and "HX-Boosted" not in request.headers


def _of_verifier_error(error: VerifierError) -> Response:
    if error.http_status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("request_failed", code=error.code, request_id=request_id())
    if _wants_json():
        return of_verifier_error(error)
    return error_page(error.http_status, error.title, error.detail)


def _of_http_error(error: HTTPException) -> Response:
    if isinstance(error.response, Response):
        return error.response  # a redirect
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    key = f"http_{status}" if has_text(f"api.http_{status}_title") else "http_other"
    known: dict[str, object] = {"status": status, "limit_mib": (current_app.config["MAX_CONTENT_LENGTH"] or 0) // 2**20}
    known |= {"limit_parts": current_app.config["MAX_FORM_PARTS"], "expected": "text/html"}
    return error_page(status, text(f"api.{key}_title"), text(f"api.{key}_detail", **known))


def of_unknown_address(_error: NotFound) -> Response:
    """Return a page to somebody with a browser, a problem to a program."""
    if request.path.startswith("/api/") or _wants_json():
        return unknown_address()
    return error_page(404, t("unknown_address"), t("unknown_address_detail"))


def error_page(status: int, title: str, detail: str) -> Response:
    """Return what went wrong and what to do: a page, or a notice in the corner where a piece was asked for."""
    template = "parts/trouble.html" if wants_fragment() else "error.html"
    response = page(template, status=status, title=title, detail=detail, request_id=request_id())
    if wants_fragment():
        response.headers |= {"HX-Retarget": "#notices", "HX-Reswap": "beforeend"}
    return response


def _wants_json() -> bool:
    return request.accept_mimetypes.best_match(["text/html", PROBLEM, "application/json"]) != "text/html"
