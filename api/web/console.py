"""The console's screens, mounted together."""

from __future__ import annotations

from flask import Flask
from werkzeug.exceptions import NotFound

from api.web import (
    admin,
    assets,
    audit,
    batch,
    batches,
    blind,
    corpus,
    help,
    login,
    masking,
    masking_check,
    notices,
    own,
    settings,
    shell,
    similarity,
    upload,
    workbench,
)

_SCREENS = (
    assets,
    settings,
    login,
    batches,
    batch,
    own,
    upload,
    workbench,
    notices,
    similarity,
    admin,
    corpus,
    audit,
    blind,
    masking,
    masking_check,
    help,
)


def install(app: Flask) -> None:
    """Add the console's pages to `app`."""
    for screen in _SCREENS:
        app.register_blueprint(screen.blueprint)
    app.register_error_handler(NotFound, shell.of_unknown_address)
