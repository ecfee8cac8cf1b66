"""Every notice under which applications are made, by the id of its rule pack."""

from __future__ import annotations

from tests.synthesis.notices.engineering import ENGINEERING
from tests.synthesis.notices.liaoning import LIAONING
from tests.synthesis.notices.opto import OPTO
from tests.synthesis.notices.zhenjiang import ZHENJIANG

NOTICES = {one.policy: one for one in (OPTO, ENGINEERING, ZHENJIANG, LIAONING)}
