"""Questions about an applicant, as a reviewer reads them."""

from __future__ import annotations

import re

from models.store.api_keys import Role


def test_what_holds_where_nothing_is_said_stands_in_the_readers_words(browser, reviewer):
    application = reviewer.new_application("xj-by-2024-qs", applicant={"name": "张闻溪"})
    defaults = set(re.findall("未填时按“(.*?)”", browser(Role.REVIEWER).get(f"/applications/{application}").text))
    assert {"是", "否", "评审"} <= defaults
    assert not defaults & {"true", "false"}
