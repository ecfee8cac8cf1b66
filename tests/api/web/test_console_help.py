"""Help: both languages say the same, nobody is led astray, each role reads what concerns it."""

from __future__ import annotations

import re
import string
from importlib.resources import files

import pytest

from api.web.help_view import READERS, sections
from models.messages import catalogue
from models.store.api_keys import Role

CHINESE, ENGLISH = catalogue()["help"], catalogue("en")["help"]
TEMPLATES = files("api.web") / "templates"
SOURCES = {
    entry.name: entry.read_text(encoding="utf-8")
    for folder in (TEMPLATES, TEMPLATES / "parts", TEMPLATES / "admin")
    for entry in folder.iterdir()
    if entry.name.endswith(".html")
}
TOPICS = [
    (name, topic)
    for name, source in SOURCES.items()
    for chosen in re.findall(r"with topic = (.*?) %", source)
    for topic in re.findall(r'"(\w+)"', re.sub(r"\(.*?\)", "", chosen))
]


def test_both_languages_have_the_same_keys_and_no_parameters():
    assert CHINESE.keys() == ENGLISH.keys()
    for text in (*CHINESE.values(), *ENGLISH.values()):
        assert [name for _, name, _, _ in string.Formatter().parse(text) if name is not None] == []
        assert text.strip() == text != ""
    assert not any(re.search("[\u4e00-\u9fff]", text) for text in ENGLISH.values())


def test_every_text_of_the_catalogue_is_shown_to_somebody():
    shown = {key for one in sections(Role.ADMIN) for key in (one.title, one.lead, *one.steps)}
    frame = {
        f"help.{key}" for source in SOURCES.values() for key in re.findall(r"\bt\(['\"]help\.(\w+)['\"]\)", source)
    }
    assert shown | frame == {f"help.{key}" for key in CHINESE}
    assert all(len(one.steps) >= 2 for one in sections(Role.ADMIN))


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.REVIEWER, ["upload", "bench", "decide", "facts", "notice", "mask", "similar"]),
        (Role.APPLICANT, ["own", "bench", "facts", "mask"]),
        (Role.MASKED_REVIEWER, ["blind"]),
        (Role.AUDITOR, ["audit"]),
        (Role.ADMIN, list(READERS)),
    ],
)
def test_each_role_reads_what_concerns_it(browser, role, names):
    page = browser(role).get("/help").text
    assert re.findall(r'<section class="panel" id="(\w+)"', page) == names
    assert re.findall(r'<a href="#(\w+)">', page) == names
    assert 'href="/help" aria-current="page"' in page


def test_help_is_read_in_the_readers_language(browser):
    someone = browser(Role.REVIEWER)
    assert CHINESE["decide_1"] in someone.get("/help").text
    someone.post("/settings", {"language": "en", "back": "/help"}, "/help")
    page = someone.get("/help").text
    assert "Decisions and keys" in page and CHINESE["decide_1"] not in page


def test_links_to_help_lead_to_a_section():
    assert len(TOPICS) >= 12
    assert {topic for _, topic in TOPICS} <= set(READERS)
    for name in ("legend.html", "batches.html", "own.html", "batch_rows.html", "masking.html"):
        assert name in {where for where, _ in TOPICS}


def test_an_empty_list_teaches_where_to_read_on(browser):
    assert 'href="/help#upload"' in browser(Role.REVIEWER).get("/batches").text
    assert 'href="/help#own"' in browser(Role.APPLICANT).get("/own").text
    assert 'href="/help#blind"' in browser(Role.MASKED_REVIEWER).get("/blind").text
