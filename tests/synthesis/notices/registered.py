"""Every notice under which applications are made, by the id of its rule pack."""

from __future__ import annotations

from tests.synthesis.notices.opto import OPTO

NOTICES = {one.policy: one for one in (OPTO,)}
