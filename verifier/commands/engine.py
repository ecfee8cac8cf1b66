"""Which OCR engine the commands load: the variables of the service, read in this one place."""

from __future__ import annotations

import os
from typing import Final

from models.errors import InvalidRequest
from models.messages import text
from verifier.reading.engines import DEFAULT_ENGINE, ENGINES

VARIABLES: Final = ("VERIFIER_OCR_ENGINE", "ENGINE")
"""The first that is set counts, as for the workers of the service; `ENGINE` for short."""


def engine_name() -> str:
    """Return the name of the engine that the environment asks for; the default where it asks for none.

    Raises:
        InvalidRequest: there is no such engine.
    """
    for variable in VARIABLES:
        name = os.environ.get(variable)
        if name:
            if name not in ENGINES:
                raise InvalidRequest(reason=text("cli.unknown_engine", variable=variable, engines="、".join(ENGINES)))
            return name
    return DEFAULT_ENGINE
