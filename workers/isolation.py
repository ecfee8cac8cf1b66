"""In production no process starts that would parse foreign bytes without a sandbox."""

from __future__ import annotations

import os

from models.errors import InvalidRequest
from verifier.intake import sandbox
from workers.settings import Settings


def require_sandbox(settings: Settings) -> None:
    """Refuse to go on where `settings.production` and this machine has neither bubblewrap nor user namespaces.

    The demand is left in the environment too: should the sandbox vanish later, files are refused, not parsed without.

    Raises:
        InvalidRequest: says what to install.
    """
    if not settings.production:
        return
    os.environ[sandbox.REQUIRED_VARIABLE] = "1"
    try:
        sandbox.require_isolation()
    except sandbox.SandboxMissing as missing:
        raise InvalidRequest(reason=str(missing)) from None
