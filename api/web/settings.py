"""Language and light of the console, kept by the reader's browser."""

from __future__ import annotations

from typing import Final

from flask import redirect, request
from werkzeug.wrappers import Response as Answer

from api.auth import PUBLIC, require
from api.cookies import safe_next
from api.web.shell import THEME_COOKIE, THEMES, web_blueprint
from api.web.texts import COOKIE as LANGUAGE_COOKIE
from api.web.texts import LANGUAGES

blueprint = web_blueprint("settings")

_YEAR_SECONDS: Final = 365 * 24 * 3600
_CHOICES: Final = (("language", LANGUAGE_COOKIE, LANGUAGES), ("theme", THEME_COOKIE, THEMES))


@blueprint.post("/settings")
@require(PUBLIC)
def choose() -> Answer:
    """Keep what was chosen and go back to the page."""
    response = redirect(safe_next(request.form.get("back")), code=303)
    for name, cookie, allowed in _CHOICES:
        chosen = request.form.get(name)
        if chosen is not None and chosen in allowed:
            response.set_cookie(
                cookie, chosen, max_age=_YEAR_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure
            )
    return response
